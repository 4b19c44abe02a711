"""Open pages hear which documents are in force now."""

from sibao.guidance.events import DocumentsChanged
from sibao.kernel import live
from sibao.kernel.events import on


@on(DocumentsChanged)
def documents_changed(event: DocumentsChanged) -> None:
    """Tell whoever sees guides and plans."""
    live.announce("guides", zone_id=event.zone_id, may="guidance:document:read")
