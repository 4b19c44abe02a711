"""What happened to what is known."""

from dataclasses import dataclass

from sibao.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class FactsRecorded(Event):
    """Something was said about units."""

    unit_ids: tuple[int, ...]
    keys: tuple[str, ...]
