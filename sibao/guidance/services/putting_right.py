"""What every step of a rectification shares: the unit's task until it reports, the department's until somebody has looked."""

from datetime import datetime
from typing import TYPE_CHECKING

from sibao.accounts import queries as accounts
from sibao.guidance import queries
from sibao.guidance.models import CheckAnswer, GuideCheck, GuideItem, Rectification
from sibao.guidance.states import CONFIRM, RECTIFICATION, REPORT
from sibao.inbox import queries as inbox_queries
from sibao.inbox import services as inbox
from sibao.inbox.inputs import AssignTask, CompleteTask, ReasonedTask
from sibao.kernel.access import Actor, system

if TYPE_CHECKING:
    from sibao.inbox.models import Task

TASK_KIND, LOOK_KIND = "rectification", "rectification_confirm"
WITHOUT_SEAT = (5, "working_day")
"""The time given where no seat of the unit can be asked."""


def from_answer(actor: Actor, found: GuideCheck, row: CheckAnswer, now: datetime) -> Rectification:
    """Open a rectification of an item that a check found not to be met."""
    said = {"title": row.item.text, "title_en": row.item.text_en, "note": row.note}
    return opened(actor, found.unit_id, row.item, (queries.ANSWER_KIND, row.pk), said, now)


def opened(
    actor: Actor,
    unit_id: int,
    item: GuideItem | None,
    origin: tuple[str, int],
    said: dict[str, str],
    now: datetime,
    days: int | None = None,
) -> Rectification:
    """Open a rectification and give the unit the task of it; until when is what the task's clock says."""
    made = Rectification.objects.create(
        zone_id=actor.zone_id,
        unit_id=unit_id,
        item=item,
        origin_kind=origin[0],
        origin_id=origin[1],
        due_at=now,
        opened_at=now,
        opened_by=actor.account_id,
        opened_as=actor.position[:200],
        **said,
    )
    ask(made, now, days)
    made.save()
    return made


def ask(row: Rectification, now: datetime, days: int | None = None) -> None:
    """Give the unit the task of putting something right, and set until when."""
    seat = accounts.able_positions(row.zone_id, REPORT).filter(unit_bound=True).first()
    if seat is None:
        quantity = (days, "working_day") if days else WITHOUT_SEAT
        row.due_at = inbox_queries.due_at(row.zone_id, now, quantity)[0]
        return
    given = AssignTask(
        kind=TASK_KIND,
        title=f"整改：{row.title}"[:120],
        title_en=f"Put right: {row.title_en}"[:120] if row.title_en else "",
        details=row.note,
        position_id=seat.pk,
        seat_unit_id=row.unit_id,
        unit_id=row.unit_id,
        subject_kind=queries.RECTIFICATION_KIND,
        subject_id=row.pk,
        subject_label=row.title[:120],
        days=days,
    )
    row.due_at = inbox.assign_task(actor=system(row.zone_id, door="queue"), given=given, now=now).due_at


def ask_to_look(row: Rectification, now: datetime) -> None:
    """Give the sector's department the task of looking at what the unit has reported; without a seat nobody is asked."""
    seat = accounts.able_positions(row.zone_id, CONFIRM).filter(sector=row.unit.sector_id).first()
    if seat is None:
        return
    given = AssignTask(
        kind=LOOK_KIND,
        title=f"确认整改：{row.title}"[:120],
        title_en=f"Confirm what was put right: {row.title_en}"[:120] if row.title_en else "",
        details=row.proof[:500],
        position_id=seat.pk,
        unit_id=row.unit_id,
        subject_kind=queries.RECTIFICATION_KIND,
        subject_id=row.pk,
        subject_label=row.title[:120],
    )
    inbox.assign_task(actor=system(row.zone_id, door="queue"), given=given, now=now)


def found_met(actor: Actor, row: Rectification, now: datetime) -> None:
    """End a rectification that an authority found in order on the spot."""
    if row.reported_by == actor.account_id:
        return
    row.state = RECTIFICATION.move(row.state, "find-met" if row.state == "open" else "confirm")
    end(actor, row, now)
    finish_task(row, "现场检查符合", now)
    finish_task(row, "现场检查符合", now, LOOK_KIND)


def end(actor: Actor, row: Rectification, now: datetime) -> None:
    """Write who ended a rectification, and save it."""
    row.ended_at, row.ended_by, row.ended_as = now, actor.account_id, actor.position[:200]
    row.version += 1
    row.save()


def finish_task(row: Rectification, result: str, now: datetime, kind: str = TASK_KIND) -> None:
    """End the unit's task, or the department's, if it is still open."""
    task = _task(row, kind)
    if task is not None:
        done = CompleteTask(task_id=task.pk, version=task.version, result=result)
        inbox.complete_task(actor=system(row.zone_id, door="queue"), given=done, now=now)


def cancel_task(row: Rectification, reason: str, now: datetime) -> None:
    """Call off what is still open of the unit's task and the department's."""
    for task in filter(None, (_task(row, TASK_KIND), _task(row, LOOK_KIND))):
        gone = ReasonedTask(task_id=task.pk, version=task.version, reason=reason)
        inbox.cancel_task(actor=system(row.zone_id, door="queue"), given=gone, now=now)


def _task(row: Rectification, kind: str) -> "Task | None":
    return inbox_queries.task_of(row.zone_id, kind, queries.RECTIFICATION_KIND, row.pk)
