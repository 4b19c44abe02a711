"""What happened to duties."""

from dataclasses import dataclass

from sibao.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class LiaisonsChanged(Event):
    """Units got, lost or changed their liaison officers."""

    unit_ids: tuple[int, ...]
