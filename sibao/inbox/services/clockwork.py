"""A task's clock: set, held, let run on, and where it stands on its ladder."""

from datetime import datetime

from sibao.inbox import queries, rules
from sibao.inbox.models import Rung, Task, TaskLimit
from sibao.inbox.rules import Calendar, Limit
from sibao.kernel import levels
from sibao.kernel.access import Scope
from sibao.kernel.refusals import Invalid


def scope_of(task: Task) -> Scope:
    """Return where a task lies."""
    return Scope(task.zone_id, area_path=task.area_path, sector_id=task.sector_id, unit_id=task.unit_id)


def set_limit(task: Task, now: datetime, *, days: int | None, due_at: datetime | None) -> None:
    """Set a new task's clock: to a moment, to working days, or to its kind's limit at the level in force.

    Raises:
        Invalid: the kind has no limit at that level, nor at the normal one.
    """
    task.level = levels.in_force(scope_of(task), now)
    if due_at is not None:
        limit = Limit(max(1, -(-(due_at - now) // rules.ONE_MINUTE)), "minute")
    else:
        limit = Limit(days, "working_day") if days else _limit_of_kind(task)
    start(task, now, limit)


def _limit_of_kind(task: Task) -> Limit:
    limits = {row.level: row for row in TaskLimit.objects.filter(kind=task.kind)}
    found = limits.get(task.level) or limits.get(levels.NORMAL)
    if found is None:
        raise Invalid(f"任务种类 {task.kind.code} 没有时限")
    return Limit(found.quantity, found.unit)  # type: ignore[arg-type]


def start(task: Task, now: datetime, limit: Limit) -> None:
    """Let a clock run from now."""
    task.clock_from, task.quantity, task.clock_unit, task.paused_at = now, limit.quantity, limit.unit, None
    reckon(task, queries.calendar(task.zone_id), now)


def reckon(task: Task, calendar: Calendar, now: datetime) -> None:
    """Work out when a running clock runs out, when to remind, and the next rung; what would be too late to remind of is told when due."""
    limit = Limit(task.quantity, task.clock_unit)  # type: ignore[arg-type]
    task.due_at = rules.due(calendar, task.clock_from, limit)
    task.provisional = rules.is_provisional(calendar, task.clock_from, task.due_at)
    remind_at = rules.before(calendar, task.due_at, task.kind.remind_minutes, limit.unit)
    task.remind_at = remind_at if remind_at > now else task.due_at
    climb(task, calendar)


def climb(task: Task, calendar: Calendar) -> None:
    """Work out the next rung; nothing goes up while the clock is paused or after the end."""
    ladder = [
        rules.Step(row.number, row.since, Limit(row.quantity, row.unit))  # type: ignore[arg-type]
        for row in sorted(task.kind.ladder.all(), key=lambda row: row.number)
    ]
    offered_at = task.offered_at if task.state == "offered" else None
    found = rules.next_rung(calendar, ladder, gone=task.rung, offered_at=offered_at, due_at=task.due_at)
    task.next_rung_at = found[1] if found and task.state in ("offered", "doing") else None


def pause(task: Task, now: datetime) -> None:
    """Hold the clock; what is left is kept."""
    calendar = queries.calendar(task.zone_id)
    left = rules.left(calendar, now, task.due_at, task.clock_unit)  # type: ignore[arg-type]
    task.quantity, task.clock_unit, task.paused_at = left.quantity, left.unit, now
    task.remind_at = task.next_rung_at = None


def stop(task: Task, now: datetime) -> None:
    """End the clock."""
    task.ended_at, task.paused_at, task.remind_at, task.next_rung_at = now, None, None, None


def rung_to_climb(task: Task) -> Rung:
    """Return the rung that a task with one ahead goes up next."""
    ahead = task.kind.ladder.filter(number__gt=task.rung).order_by("number")
    return next(row for row in ahead if row.since == "due" or task.state == "offered")
