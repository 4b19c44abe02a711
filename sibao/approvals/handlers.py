"""Listening: open pages are told that consultations have moved."""

from sibao.approvals.events import ConsultationMoved
from sibao.kernel import live
from sibao.kernel.events import on

CONSULTATIONS = "consultations"


@on(ConsultationMoved)
def consultation_moved(event: ConsultationMoved) -> None:
    """Tell open pages of the zone, without saying which: each asks for what it may see."""
    live.announce(CONSULTATIONS, zone_id=event.zone_id, may="approvals:consultation:read")
