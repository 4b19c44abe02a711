"""Editing the table of holidays: every change is remembered, and running clocks are reckoned anew."""

from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext as _

from sibao.inbox import queries
from sibao.inbox.events import TaskMoved
from sibao.inbox.inputs import ClearHoliday, PublishYear, SetHoliday
from sibao.inbox.models import CalendarYear, Holiday, Task, TaskStep
from sibao.inbox.rules import SATURDAY
from sibao.inbox.services import clockwork
from sibao.kernel import clock
from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, Subject, command
from sibao.kernel.events import Event
from sibao.kernel.refusals import Invalid

RECKONED = ("due_at", "provisional", "remind_at", "next_rung_at", "version")


@command("inbox:holiday:edit")
def set_holiday(*, actor: Actor, now: datetime, given: SetHoliday) -> Done[Holiday]:
    """Say that a day is off or worked, with the document that says so; due times of running clocks follow.

    Raises:
        Invalid: a working day is to be worked, which it is anyhow.
    """
    if given.kind == "makeup_workday" and given.day.weekday() < SATURDAY:
        raise Invalid(fields={"day": _("只有星期六、星期日才能调休上班")})
    former = queries.holiday_on(actor.zone_id, given.day)
    row = former or Holiday(zone_id=actor.zone_id, day=given.day, version=0)
    row.kind, row.name, row.source, row.version = given.kind, given.name, given.source, row.version + 1
    row.save()
    told = _reckon_anew(actor, now, given.day, given.day)
    return Done(row, _subject(row), told, {"kind": given.kind, "source": given.source, "tasks": len(told)})


@command("inbox:holiday:clear")
def clear_holiday(*, actor: Actor, now: datetime, given: ClearHoliday) -> Done[None]:
    """Let a day be again as its weekday says; due times of running clocks follow."""
    row = queries.access_holiday(actor, given.holiday_id)
    subject, day = _subject(row), row.day
    row.delete()
    told = _reckon_anew(actor, now, day, day)
    return Done(None, subject, told, {"reason": given.reason, "tasks": len(told)})


@command("inbox:year:publish")
def publish_year(*, actor: Actor, now: datetime, given: PublishYear) -> Done[CalendarYear]:
    """Confirm that a year's arrangement stands in the table as published: its due times are provisional no longer."""
    row, _made = CalendarYear.objects.update_or_create(
        zone_id=actor.zone_id, year=given.year, defaults={"published": True, "source": given.source}
    )
    told = _reckon_anew(actor, now, date(given.year, 1, 1), date(given.year, 12, 31))
    return Done(row, Subject("calendar_year", row.pk, str(given.year)), told, {"source": given.source})


def _subject(row: Holiday) -> Subject:
    return Subject("holiday", row.pk, f"{row.day} {row.name}")


def _reckon_anew(actor: Actor, now: datetime, first: date, last: date) -> list[Event]:
    """Reckon the running clocks anew that run over these days; a task whose due time moved has a step that says so."""
    begin = datetime.combine(first, time(), clock.SHANGHAI)
    end = datetime.combine(last, time(), clock.SHANGHAI) + timedelta(days=1)
    calendar, tasks = queries.calendar(actor.zone_id), queries.running_over(actor.zone_id, begin, end)
    moved = []
    for task in tasks:
        former = task.due_at
        clockwork.reckon(task, calendar, now)
        task.version += 1
        moved += [task] if task.due_at != former else []
    Task.objects.bulk_update(tasks, RECKONED)
    steps = TaskStep.objects.bulk_create(_step(task, actor, now) for task in moved)
    return [
        TaskMoved(zone_id=step.zone_id, task_id=step.task_id, step_id=step.pk, action=step.action) for step in steps
    ]


def _step(task: Task, actor: Actor, now: datetime) -> TaskStep:
    return TaskStep(
        zone_id=task.zone_id,
        task=task,
        action="reckon",
        recorded_at=now,
        account_id=actor.account_id,
        by=f"{actor.name} · {actor.position}"[:160],
        to_position_id=task.position_id,
        to_unit_id=task.seat_unit_id,
        round=task.round,
        note=_("工作日历有变动，到期时间重新计算"),
        due_at=task.due_at,
    )
