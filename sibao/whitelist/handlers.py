"""Keeping ready: changes of units, measures, listings and denominators recount cells; links and units, who stops with whom.

Whom a change of facts, units, listings or standards touches is judged again in the background, and nobody else.
A standard that changed has those told whom it spares.
"""

from collections.abc import Collection, Sequence

from sibao.directory.events import LinkChanged, MeasuresRecorded, UnitsChanged
from sibao.facts.events import CriterionPublished, CriterionWithdrawn, FactsRecorded
from sibao.kernel import clock, live
from sibao.kernel.events import on
from sibao.kernel.jobs import defer_once
from sibao.whitelist import queries, sql
from sibao.whitelist.events import BatchPublicised, BatchPublished, DenominatorRecorded, ListingsChanged
from sibao.whitelist.tasks import RECKON, RENEW, TELL_SPARED

COVERAGE, LISTINGS, BATCHES = "coverage", "listings", "batches"


@on(UnitsChanged)
def units_changed(event: UnitsChanged) -> None:
    """Recount where units came, went or moved, and reckon without those that went."""
    _recount(event.zone_id, event.cells)
    _reckon(event.zone_id)
    _renew(event.zone_id, unit_ids=list(event.unit_ids))


@on(LinkChanged)
def link_changed(event: LinkChanged) -> None:
    """Reckon with what is now known of who supplies whom."""
    _reckon(event.zone_id)


def _reckon(zone_id: int) -> None:
    """Have it reckoned once more who stops with whom, unless that waits to be done already."""
    defer_once(RECKON, f"reckon-{zone_id}", zone_id=zone_id)


@on(MeasuresRecorded)
def measures_recorded(event: MeasuresRecorded) -> None:
    """Recount where units changed their value."""
    _recount(event.zone_id, event.cells)


@on(BatchPublicised)
def batch_publicised(event: BatchPublicised) -> None:
    """Recount where the units of a batch that may be objected to are."""
    _batch_moved(event)


@on(BatchPublished)
def batch_published(event: BatchPublished) -> None:
    """Recount where the units of a batch that is in force are."""
    _batch_moved(event)


def _batch_moved(event: BatchPublicised | BatchPublished) -> None:
    _recount(event.zone_id, event.cells)
    for topic in (LISTINGS, BATCHES):
        live.announce(topic, zone_id=event.zone_id, may="whitelist:batch:read", ids=[event.batch_id])


@on(ListingsChanged)
def listings_changed(event: ListingsChanged) -> None:
    """Recount where listings changed their state."""
    _recount(event.zone_id, event.cells)
    live.announce(LISTINGS, zone_id=event.zone_id, may="whitelist:listing:read")
    _renew(event.zone_id, unit_ids=queries.units_of_listings(event.listing_ids))


@on(FactsRecorded)
def facts_recorded(event: FactsRecorded) -> None:
    """Judge the units again of which something was said, if a standard reads it."""
    _renew(event.zone_id, unit_ids=list(event.unit_ids), keys=list(event.keys))


@on(CriterionPublished)
def criterion_published(event: CriterionPublished) -> None:
    """Judge a sector again by its new standard, and have those told who met the one before it and not this one."""
    _standard_changed(event)
    if event.use == queries.STANDARD.word and event.replaced_id is not None:
        key = f"spared-{event.criterion_id}"
        defer_once(TELL_SPARED, key, zone_id=event.zone_id, criterion_id=event.criterion_id)


@on(CriterionWithdrawn)
def criterion_withdrawn(event: CriterionWithdrawn) -> None:
    """Let what was proposed by a standard lapse with it."""
    _standard_changed(event)


def _standard_changed(event: CriterionPublished | CriterionWithdrawn) -> None:
    if event.use == queries.STANDARD.word:
        _renew(event.zone_id, sectors=[event.key])


def _renew(zone_id: int, **whom: Sequence[int] | Sequence[str]) -> None:
    """Have those judged again whom a change touched; a night makes up for what is lost on the way."""
    defer_once(RENEW, f"proposals-{zone_id}", zone_id=zone_id, **whom)


@on(DenominatorRecorded)
def denominator_recorded(event: DenominatorRecorded) -> None:
    """A new denominator may bring another year: recount the whole sector."""
    _recount(event.zone_id, sql.cells_of_sector(event.zone_id, event.sector_id))


def _recount(zone_id: int, cells: Collection[tuple[int, int]]) -> None:
    sql.rebuild_cells(zone_id, cells, clock.now())
    live.announce(COVERAGE, zone_id=zone_id, may="whitelist:coverage:read")
