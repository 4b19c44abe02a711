"""Putting right (整改): asked for, reported done with proof, confirmed by somebody else or sent back, or called off."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from sibao.directory import queries as directory
from sibao.guidance import queries, rules
from sibao.guidance.events import StandingChanged
from sibao.guidance.inputs import (
    CancelRectification,
    ConfirmRectification,
    OneRectification,
    OpenRectification,
    ReportRectification,
    ReturnRectification,
)
from sibao.guidance.models import GuideItem, Rectification
from sibao.guidance.services import putting_right, standings
from sibao.guidance.states import RECTIFICATION
from sibao.kernel.access import Actor
from sibao.kernel.attaching.queries import counted
from sibao.kernel.commands import Done, Subject, command
from sibao.kernel.refusals import Conflict, Denied, Invalid, WrongMove


@command("guidance:rectification:open")
def open_rectification(*, actor: Actor, now: datetime, given: OpenRectification) -> Done[Rectification]:
    """Ask a unit to put something right; contexts above call it as the system with what found it.

    Raises:
        NotFound: the unit is out of reach.
        WrongMove: the unit was merged into another, or the same is being put right already.
        Invalid: no such item of the unit's guide.
    """
    unit = directory.access_unit(actor, given.unit_id)
    item = GuideItem.objects.filter(pk=given.item_id or 0, sector_id=unit.sector_id, retired=False).first()
    if given.item_id and item is None:
        raise Invalid(fields={"item_id": _("本领域的指南没有这一条")})
    if queries.is_being_put_right(unit.pk, given.item_id, given.origin_kind, given.origin_id):
        raise WrongMove(_("同一事项已有一项未完成的整改"))
    said = {"title": given.title, "title_en": given.title_en, "note": given.note}
    origin = (given.origin_kind, given.origin_id)
    return _done(putting_right.opened(actor, unit.pk, item, origin, said, now, given.days))


@command("guidance:rectification:report")
def report_rectification(*, actor: Actor, now: datetime, given: ReportRectification) -> Done[Rectification]:
    """Report something put right, with what was done and the files that show it; the sector's department has to look.

    Raises:
        NotFound: it is out of reach.
        WrongMove: it is not to be put right any more.
        Conflict: it was changed meanwhile.
        Invalid: the item asks for a photo or file and none is there.
    """
    row = _held(actor, given, "report")
    if row.item and row.item.evidence in rules.WITH_FILE and not counted(queries.RECTIFICATION_KIND, [row.pk]):
        raise Invalid(fields={"proof": _("请先在本页上传整改后的照片或文件")})
    row.proof = given.proof
    row.reported_at, row.reported_by, row.reported_as = now, actor.account_id, actor.position[:200]
    row.version += 1
    row.save()
    putting_right.finish_task(row, given.proof[:200], now)
    putting_right.ask_to_look(row, now)
    return _done(row)


@command("guidance:rectification:confirm")
def confirm_rectification(*, actor: Actor, now: datetime, given: ConfirmRectification) -> Done[Rectification]:
    """Confirm that something was put right; the item counts as met from today.

    Raises:
        NotFound: it is out of reach.
        WrongMove: it was not reported.
        Conflict: it was changed meanwhile.
        Denied: whoever reported it done does not confirm it.
    """
    row = _held(actor, given, "confirm")
    if row.reported_by == actor.account_id:
        raise Denied("guidance:rectification:confirm", _("整改由报告人以外的人确认"))
    row.reason = given.reason
    putting_right.end(actor, row, now)
    putting_right.finish_task(row, "已确认整改", now, putting_right.LOOK_KIND)
    if row.item:
        standings.put_right(row.unit_id, row.zone_id, row.item, now)
    return _done(row)


@command("guidance:rectification:return")
def return_rectification(*, actor: Actor, now: datetime, given: ReturnRectification) -> Done[Rectification]:
    """Send a rectification back with what is still missing, a new task and a new deadline.

    Raises:
        NotFound: it is out of reach.
        WrongMove: it was not reported.
        Conflict: it was changed meanwhile.
    """
    row = _held(actor, given, "return")
    row.reason, row.times_returned, row.version = given.reason, row.times_returned + 1, row.version + 1
    putting_right.finish_task(row, f"退回：{given.reason}"[:200], now, putting_right.LOOK_KIND)
    putting_right.ask(row, now, given.days)
    row.save()
    return _done(row)


@command("guidance:rectification:cancel")
def cancel_rectification(*, actor: Actor, now: datetime, given: CancelRectification) -> Done[Rectification]:
    """Call a rectification off with a reason; its item is not known to be met, nor not to be.

    Raises:
        NotFound: it is out of reach.
        WrongMove: it is over.
        Conflict: it was changed meanwhile.
    """
    row = _held(actor, given, "cancel")
    row.reason = given.reason
    putting_right.end(actor, row, now)
    putting_right.cancel_task(row, given.reason, now)
    if row.item:
        standings.forget(row.unit_id, row.zone_id, row.item, now)
    return _done(row)


def _held(actor: Actor, given: OneRectification, action: str) -> Rectification:
    row = queries.access_rectification(actor, given.rectification_id)
    if row.version != given.version:
        raise Conflict(yours=given.version, current=row.version)
    row.state = RECTIFICATION.move(row.state, action)
    return row


def _done(row: Rectification) -> Done[Rectification]:
    told = [StandingChanged(zone_id=row.zone_id, unit_id=row.unit_id)]
    details: dict[str, object] = {"state": row.state, "origin": f"{row.origin_kind}:{row.origin_id}"}
    if row.reason:
        details["reason"] = row.reason
    return Done(row, Subject("rectification", row.pk, row.title, unit_id=row.unit_id), told, details)
