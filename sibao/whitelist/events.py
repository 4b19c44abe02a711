"""What happened to the whitelist."""

from dataclasses import dataclass

from sibao.kernel.events import Event

Cells = frozenset[tuple[int, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchPublicised(Event):
    """A batch is open to objections."""

    batch_id: int
    cells: Cells


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchPublished(Event):
    """A batch is on the list."""

    batch_id: int
    cells: Cells


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingsChanged(Event):
    """Listings were suspended, resumed, removed or withdrawn."""

    listing_ids: tuple[int, ...]
    cells: Cells


@dataclass(frozen=True, slots=True, kw_only=True)
class DenominatorRecorded(Event):
    """A sector's whole value of a year was entered."""

    sector_id: int
