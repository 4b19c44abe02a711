"""Open pages hear who answers for what now; who leaves her unit answers for nothing there any more."""

from procrastinate.contrib.django import app

from sibao.directory.events import EmploymentEnded
from sibao.duty.events import GroupsChanged, LiaisonsChanged, ResponsiblesChanged
from sibao.duty.tasks import LAPSE
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


@on(EmploymentEnded)
def employment_ended(event: EmploymentEnded) -> None:
    """Look in the background what those who left still answer for."""
    app.configure_task(LAPSE, queue="default").defer(zone_id=event.zone_id, employment_ids=list(event.employment_ids))
