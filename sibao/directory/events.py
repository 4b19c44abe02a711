"""What happened in the directory."""

from dataclasses import dataclass

from sibao.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitsChanged(Event):
    """Units were registered or changed, one by one or by an import; `cells` are their (area id, sector id), old and new."""

    unit_ids: tuple[int, ...]
    cells: frozenset[tuple[int, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuresRecorded(Event):
    """Yearly measures of units were recorded or corrected."""

    unit_ids: tuple[int, ...]
    cells: frozenset[tuple[int, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkChanged(Event):
    """A supply link was registered or changed; `unit_ids` are supplier and customer."""

    link_id: int
    unit_ids: tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffChanged(Event):
    """Who works for some units, where, and in which post is known anew."""

    unit_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EmploymentEnded(Event):
    """Employments have, or will have, a last day; whether the person works for the unit no more is for who listens to ask."""

    employment_ids: tuple[int, ...]
