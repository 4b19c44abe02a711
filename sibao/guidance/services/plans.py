"""A unit's work plan (工作预案): drafted by the unit after its sector's guide, approved by its department, kept current (R11)."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from sibao.directory import queries as directory
from sibao.guidance import queries
from sibao.guidance.events import StandingChanged
from sibao.guidance.inputs import DraftPlan, OnePlan, ReturnPlan
from sibao.guidance.models import WorkPlan
from sibao.guidance.states import WORK_PLAN
from sibao.kernel.access import Actor
from sibao.kernel.attaching.queries import counted
from sibao.kernel.commands import Done, Subject, command
from sibao.kernel.refusals import Conflict, Denied, Invalid, WrongMove


@command("guidance:plan:edit")
def draft_plan(*, actor: Actor, now: datetime, given: DraftPlan) -> Done[WorkPlan]:
    """Draft a unit's work plan after the guide of its sector that is in force.

    Raises:
        NotFound: the unit is out of reach.
        WrongMove: no guide of the sector is in force, or a plan is drafted or waits already.
    """
    unit = directory.access_unit(actor, given.unit_id)
    guide = queries.guide_in_force(actor.zone_id, unit.sector_id)
    if guide is None:
        raise WrongMove(_("本领域的指南还没有施行，预案要跟着指南写"))
    if queries.plan_under_way(unit.pk):
        raise WrongMove(_("已有一份预案在起草或待批准"))
    made = WorkPlan.objects.create(
        zone_id=actor.zone_id,
        unit=unit,
        guide=guide,
        title=given.title,
        created_at=now,
        created_by=actor.account_id,
    )
    return _done(made)


@command("guidance:plan:submit")
def submit_plan(*, actor: Actor, now: datetime, given: OnePlan) -> Done[WorkPlan]:
    """Hand a plan in with its files.

    Raises:
        NotFound: it is out of reach.
        WrongMove: it is no draft, or the guide it follows is not in force any more.
        Conflict: it was changed meanwhile.
        Invalid: no file hangs on it.
    """
    row = _held(actor, given, "submit")
    if not counted(queries.PLAN_KIND, [row.pk]):
        raise Invalid(_("请先上传预案的文件"))
    guide = queries.guide_in_force(row.zone_id, row.unit.sector_id)
    if guide is None:
        raise WrongMove(_("本领域的指南还没有施行，预案要跟着指南写"))
    row.guide = guide
    row.submitted_at, row.submitted_by, row.submitted_as = now, actor.account_id, actor.position[:200]
    row.save()
    return _done(row)


@command("guidance:plan:approve")
def approve_plan(*, actor: Actor, now: datetime, given: OnePlan) -> Done[WorkPlan]:
    """Approve a plan; the one before gives way and stays.

    Raises:
        NotFound: it is out of reach.
        WrongMove: it was not handed in, or follows a guide that is not in force any more.
        Conflict: it was changed meanwhile.
        Denied: whoever handed it in does not approve it.
    """
    row = _held(actor, given, "approve")
    if row.guide.state != "in_force":
        raise WrongMove(_("预案跟的指南已有新版，请退回修改"))
    if row.submitted_by == actor.account_id:
        raise Denied("guidance:plan:approve", _("预案由报批人以外的人批准"))
    before = queries.approved_plan(row.unit_id)
    if before is not None:
        before.state, before.version = WORK_PLAN.move(before.state, "supersede"), before.version + 1
        before.save()
    row.approved_at, row.approved_by, row.approved_as = now, actor.account_id, actor.position[:200]
    row.save()
    return _done(row)


@command("guidance:plan:return")
def return_plan(*, actor: Actor, now: datetime, given: ReturnPlan) -> Done[WorkPlan]:
    """Send a plan back with what has to change.

    Raises:
        NotFound: it is out of reach.
        WrongMove: it was not handed in.
        Conflict: it was changed meanwhile.
    """
    row = _held(actor, given, "return")
    row.reason = given.reason
    row.save()
    return _done(row)


def _held(actor: Actor, given: OnePlan, action: str) -> WorkPlan:
    row = queries.access_plan(actor, given.plan_id)
    if row.version != given.version:
        raise Conflict(yours=given.version, current=row.version)
    row.state, row.version = WORK_PLAN.move(row.state, action), row.version + 1
    return row


def _done(row: WorkPlan) -> Done[WorkPlan]:
    told = [StandingChanged(zone_id=row.zone_id, unit_id=row.unit_id)]
    details: dict[str, object] = {"state": row.state, "guide": row.guide_id}
    return Done(row, Subject("work_plan", row.pk, row.title, unit_id=row.unit_id), told, details)
