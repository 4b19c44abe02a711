"""Open pages hear which documents are in force now and how units stand to their guides; readiness is reckoned anew."""

from sibao.directory.events import UnitsChanged
from sibao.facts import queries as facts
from sibao.facts.events import FactsRecorded
from sibao.guidance.events import DocumentsChanged, StandingChanged
from sibao.guidance.services.reckoning import reckon
from sibao.guidance.tasks import RECKON
from sibao.kernel import clock, live
from sibao.kernel.events import on
from sibao.kernel.jobs import defer_once


@on(DocumentsChanged)
def documents_changed(event: DocumentsChanged) -> None:
    """Tell whoever sees guides and plans; plans may follow a guide that gave way."""
    live.announce("guides", zone_id=event.zone_id, may="guidance:document:read")
    defer_once(RECKON, f"readiness-{event.zone_id}", zone_id=event.zone_id)


@on(UnitsChanged)
def units_changed(event: UnitsChanged) -> None:
    """Units came, went or are of another sector now."""
    defer_once(RECKON, f"readiness-{event.zone_id}", zone_id=event.zone_id)


@on(FactsRecorded)
def facts_recorded(event: FactsRecorded) -> None:
    """What units keep ready was counted."""
    if facts.asks_inventory(event.zone_id, event.keys):
        defer_once(RECKON, f"readiness-{event.zone_id}", zone_id=event.zone_id)


@on(StandingChanged)
def standing_changed(event: StandingChanged) -> None:
    """Reckon the unit's readiness in the same transaction, and tell whoever sees checks."""
    reckon(event.zone_id, [event.unit_id], clock.now())
    live.announce("readiness", zone_id=event.zone_id, may="guidance:check:read")
