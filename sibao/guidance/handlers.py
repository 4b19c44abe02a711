"""Open pages hear which documents are in force now, and how units stand to their guides."""

from sibao.guidance.events import DocumentsChanged, StandingChanged
from sibao.kernel import live
from sibao.kernel.events import on


@on(DocumentsChanged)
def documents_changed(event: DocumentsChanged) -> None:
    """Tell whoever sees guides and plans."""
    live.announce("guides", zone_id=event.zone_id, may="guidance:document:read")


@on(StandingChanged)
def standing_changed(event: StandingChanged) -> None:
    """Tell whoever sees checks."""
    live.announce("readiness", zone_id=event.zone_id, may="guidance:check:read")
