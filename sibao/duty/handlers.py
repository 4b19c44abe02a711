"""Open pages hear who answers for what now."""

from sibao.duty.events import GroupsChanged, LiaisonsChanged, ResponsiblesChanged
from sibao.kernel import live
from sibao.kernel.events import on


@on(LiaisonsChanged)
def liaisons_changed(event: LiaisonsChanged) -> None:
    """Tell whoever sees liaison officers."""
    live.announce("liaisons", zone_id=event.zone_id, may="duty:liaison:read")


@on(ResponsiblesChanged)
def responsibles_changed(event: ResponsiblesChanged) -> None:
    """Tell whoever sees responsible persons."""
    live.announce("responsibles", zone_id=event.zone_id, may="duty:responsible:read")


@on(GroupsChanged)
def groups_changed(event: GroupsChanged) -> None:
    """Tell whoever sees work groups."""
    live.announce("groups", zone_id=event.zone_id, may="duty:group:read")
