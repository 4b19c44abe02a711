"""Open pages hear that officers changed."""

from sibao.duty.events import LiaisonsChanged
from sibao.kernel import live
from sibao.kernel.events import on


@on(LiaisonsChanged)
def liaisons_changed(event: LiaisonsChanged) -> None:
    """Tell whoever sees liaison officers."""
    live.announce("liaisons", zone_id=event.zone_id, may="duty:liaison:read")
