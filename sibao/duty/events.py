"""What happened to duties."""

from dataclasses import dataclass

from sibao.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class LiaisonsChanged(Event):
    """Units got, lost or changed their liaison officers."""

    unit_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponsiblesChanged(Event):
    """At sites of these units somebody else, or nobody, answers for something."""

    unit_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupsChanged(Event):
    """A work group or task force has other leads or members, or its leads were confirmed."""

    group_id: int
