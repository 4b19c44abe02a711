"""What every step of a rectification shares: it is opened with a task for the unit, which ends when the unit reports or it is over."""

from datetime import datetime
from typing import TYPE_CHECKING

from sibao.accounts import queries as accounts
from sibao.guidance import queries
from sibao.guidance.models import CheckAnswer, GuideCheck, GuideItem, Rectification
from sibao.guidance.states import RECTIFICATION, REPORT
from sibao.inbox import queries as inbox_queries
from sibao.inbox import services as inbox
from sibao.inbox.inputs import AssignTask, CompleteTask, ReasonedTask
from sibao.kernel.access import Actor, system

if TYPE_CHECKING:
    from sibao.inbox.models import Task

TASK_KIND = "rectification"
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


def found_met(actor: Actor, row: Rectification, now: datetime) -> None:
    """End a rectification that an authority found in order on the spot."""
    if row.reported_by == actor.account_id:
        return
    row.state = RECTIFICATION.move(row.state, "find-met" if row.state == "open" else "confirm")
    end(actor, row, now)
    finish_task(row, "现场检查符合", now)


def end(actor: Actor, row: Rectification, now: datetime) -> None:
    """Write who ended a rectification, and save it."""
    row.ended_at, row.ended_by, row.ended_as = now, actor.account_id, actor.position[:200]
    row.version += 1
    row.save()


def finish_task(row: Rectification, result: str, now: datetime) -> None:
    """End the unit's task if it is still open."""
    task = _task(row)
    if task is not None:
        done = CompleteTask(task_id=task.pk, version=task.version, result=result)
        inbox.complete_task(actor=system(row.zone_id, door="queue"), given=done, now=now)


def cancel_task(row: Rectification, reason: str, now: datetime) -> None:
    """Call the unit's task off if it is still open."""
    task = _task(row)
    if task is not None:
        gone = ReasonedTask(task_id=task.pk, version=task.version, reason=reason)
        inbox.cancel_task(actor=system(row.zone_id, door="queue"), given=gone, now=now)


def _task(row: Rectification) -> "Task | None":
    return inbox_queries.task_of(row.zone_id, TASK_KIND, queries.RECTIFICATION_KIND, row.pk)
