"""What the clock does to tasks: remind, let go up a rung, give back what nobody holds any more. Each is safe to ask twice."""

from datetime import datetime

from django.utils.translation import gettext as _

from sibao.accounts import queries as accounts
from sibao.inbox import queries, states
from sibao.inbox.inputs import TimedTask
from sibao.inbox.models import Rung, Task
from sibao.inbox.services import clockwork
from sibao.inbox.services.steps import Place, step, subject_of, where
from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, Subject, command

OF_BODY = "role:"


@command("inbox:task:remind")
def remind_task(*, actor: Actor, now: datetime, given: TimedTask) -> Done[Task | None]:
    """Tell the holder that a task falls due soon, and once a round that it has fallen due."""
    task = queries.timed_task(actor.zone_id, given.task_id)
    if task is None or task.remind_at is None or task.remind_at > now:
        return _nothing(task)
    over = now >= task.due_at
    task.remind_at = None if over else task.due_at
    return _as_optional(step(task, "overdue" if over else "remind", actor=actor, now=now, to=where(task)))


@command("inbox:task:escalate")
def escalate_task(*, actor: Actor, now: datetime, given: TimedTask) -> Done[Task | None]:
    """Let a task that nobody answers go up one rung: the seat there hears of it and may hand it on (R36).

    The rung is recorded in the same transaction, and the database lets no rung of a round be recorded twice.
    """
    task = queries.timed_task(actor.zone_id, given.task_id)
    if task is None or task.next_rung_at is None or task.next_rung_at > now:
        return _nothing(task)
    rung = clockwork.rung_to_climb(task)
    to = _seat_of_rung(task, rung, now)
    task.rung = rung.number
    clockwork.climb(task, queries.calendar(task.zone_id))
    note = "" if to.position else _("第 %(rung)d 级无人在岗，继续上报") % {"rung": rung.number}
    return _as_optional(
        step(task, "escalate", actor=actor, now=now, note=note, frm=where(task), to=to, rung=rung.number)
    )


def _seat_of_rung(task: Task, rung: Rung, now: datetime) -> Place:
    role = rung.to.removeprefix(OF_BODY) if rung.to.startswith(OF_BODY) else ""
    if role:
        position = accounts.position_in_body(task.position.organisation_id, role)
    else:
        position = accounts.position_by_code(task.zone_id, rung.to)
    vacant = position is None or position.unit_bound or not accounts.sitting(position.pk, None, now)
    return Place() if vacant else Place(position)


@command("inbox:task:release")
def release_task(*, actor: Actor, now: datetime, given: TimedTask) -> Done[Task | None]:
    """Give a task back to its seat when who took it sits there no longer: a deputy's term, an appointment, an account ended."""
    task = queries.timed_task(actor.zone_id, given.task_id)
    if task is None or task.holder_id is None or task.state not in ("doing", "waiting"):
        return _nothing(task)
    if accounts.sits(task.holder_id, task.position_id, task.seat_unit_id, now):
        return _nothing(task)
    task.state = states.TASK.move(task.state, "release")
    task.holder = None
    if task.state == "offered":
        task.offered_at = now
        clockwork.climb(task, queries.calendar(task.zone_id))
    return _as_optional(step(task, "release", actor=actor, now=now, to=where(task)))


def _nothing(task: Task | None) -> Done[Task | None]:
    return Done(None, subject_of(task) if task else Subject("task", None))


def _as_optional(done: Done[Task]) -> Done[Task | None]:
    return Done(done.result, done.subject, done.events, done.details)
