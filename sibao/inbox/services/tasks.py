"""What people do to tasks: assign, accept, decline, transfer, pause, resume, complete, reopen, cancel (R04, R22, R120)."""

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Max
from django.utils.translation import gettext as _

from sibao.directory import queries as directory
from sibao.inbox import queries, rules
from sibao.inbox.events import TaskCompleted
from sibao.inbox.inputs import AnswerTask, AssignTask, CompleteTask, ReasonedTask, TransferTask
from sibao.inbox.models import Task, TaskKind
from sibao.inbox.rules import Limit
from sibao.inbox.services import clockwork
from sibao.inbox.services.steps import Place, is_system, open_task, place_of, seat_for, step, where
from sibao.kernel import clock
from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, command
from sibao.kernel.refusals import Invalid, NotFound, WrongMove

if TYPE_CHECKING:
    from sibao.directory.models import Unit


@command("inbox:task:assign")
def assign_task(*, actor: Actor, now: datetime, given: AssignTask) -> Done[Task]:
    """Give a seat something to do, with one of the four guarantees and a clock (R04); a unit's liaison officer by unit (R120).

    Raises:
        NotFound: its unit or place is not in the actor's scope.
        Invalid: no such kind, the seat cannot take it, or an open task of the kind stands for the same thing.
    """
    directory.lock_zone(actor.zone_id)
    kind = _kind(actor, given)
    unit = directory.unit_in_use(actor, given.unit_id) if given.unit_id is not None else None
    position, seat_unit = seat_for(actor, given.position_id, given.seat_unit_id, given.unit_id, now)
    if seat_unit is not None and seat_unit != given.unit_id:
        directory.unit_in_use(actor, seat_unit)
    task = Task(
        zone=directory.zone(actor.zone_id),
        kind=kind,
        guarantee=given.guarantee or kind.guarantee,
        title=given.title,
        title_en=given.title_en,
        details=given.details,
        subject_kind=given.subject_kind,
        subject_id=given.subject_id,
        subject_label=given.subject_label,
        position=position,
        seat_unit_id=seat_unit,
        offered_at=now,
        created_by=actor.account_id,
        created_at=now,
        version=0,
        **_number(actor.zone_id, now),
        **_lies(actor, given, unit),
    )
    clockwork.set_limit(task, now, days=given.days, due_at=given.due_at)
    return step(task, "assign", actor=actor, now=now, note=given.details, frm=place_of(actor), to=where(task))


def _kind(actor: Actor, given: AssignTask) -> TaskKind:
    kind = queries.kinds(actor.zone_id).filter(code=given.kind).first()
    if kind is None:
        raise Invalid(fields={"kind": _("没有这种任务")})
    if given.subject_kind and given.subject_id is not None:
        there = queries.task_of(actor.zone_id, given.kind, given.subject_kind, given.subject_id)
        if there is not None:
            number = rules.task_number(there.zone.list_prefix, there.year, there.serial)
            raise Invalid(_("同一事项已有一项未办结的任务 %(number)s") % {"number": number})
    return kind


def _number(zone_id: int, now: datetime) -> dict[str, int]:
    year = now.astimezone(clock.SHANGHAI).year
    last = Task.objects.filter(zone_id=zone_id, year=year).aggregate(Max("serial"))["serial__max"]
    return {"year": year, "serial": (last or 0) + 1}


def _lies(actor: Actor, given: AssignTask, unit: "Unit | None") -> "dict[str, str | int | None]":
    """Where a task lies: with its unit, else as said, else in the whole of the giver's own scope."""
    if unit is not None:
        return {"unit_id": unit.pk, "area_path": unit.area_path, "sector_id": unit.sector_id}
    scope = actor.scope
    area_path, sector_id = given.area_path or scope.area_path, given.sector_id or scope.sector_id
    if not area_path.startswith(scope.area_path) or scope.sector_id not in (None, sector_id):
        raise NotFound
    if given.area_path and not directory.areas(actor.zone_id).filter(path=area_path).exists():
        raise NotFound
    if given.sector_id and not directory.zone_sectors(actor.zone_id).filter(pk=given.sector_id).exists():
        raise NotFound
    return {"unit_id": scope.unit_id, "area_path": area_path, "sector_id": sector_id}


@command("inbox:task:accept")
def accept_task(*, actor: Actor, now: datetime, given: AnswerTask) -> Done[Task]:
    """Take a task that was handed over; from now on it lies with the person who took it."""
    task = open_task(actor, given.task_id, given.version, "accept", by="holder")
    task.holder_id = actor.account_id or None
    clockwork.climb(task, queries.calendar(task.zone_id))
    return step(task, "accept", actor=actor, now=now, note=given.note, frm=where(task), to=where(task))


@command("inbox:task:decline")
def decline_task(*, actor: Actor, now: datetime, given: ReasonedTask) -> Done[Task]:
    """Give a task back that was handed over, with a reason: to who gave it, else to the desk of its kind.

    Raises:
        WrongMove: it lies at that desk already.
    """
    task = open_task(actor, given.task_id, given.version, "decline", by="holder")
    came, here = queries.giver_of(task), where(task)
    back = Place(came.from_position, came.from_unit_id) if came and came.from_position else Place(task.kind.desk)
    if (back.position, back.unit_id) == (here.position, here.unit_id):
        raise WrongMove(_("已在最后一站，不能再退：请办理、转办或撤销"))
    _lay(task, back, now)
    return step(task, "decline", actor=actor, now=now, note=given.reason, frm=here, to=back)


@command("inbox:task:transfer")
def transfer_task(*, actor: Actor, now: datetime, given: TransferTask) -> Done[Task]:
    """Hand a task on, across departments, up or down a level, under the same number and the same clock (R22)."""
    task = open_task(actor, given.task_id, given.version, "transfer", by="either")
    position, seat_unit = seat_for(actor, given.position_id, given.seat_unit_id, task.unit_id, now)
    here, there = where(task), Place(position, seat_unit)
    if (here.position, here.unit_id) == (there.position, there.unit_id):
        raise Invalid(fields={"position_id": _("任务已在这个岗位")})
    _lay(task, there, now)
    giver = here if queries.holds(actor, task) else place_of(actor)
    frm = replace(giver, position=giver.position or here.position)
    return step(task, "transfer", actor=actor, now=now, note=given.reason, frm=frm, to=there)


def _lay(task: Task, place: Place, now: datetime) -> None:
    if place.position is None:
        raise NotFound
    task.position, task.seat_unit_id, task.holder, task.offered_at = place.position, place.unit_id, None, now
    clockwork.climb(task, queries.calendar(task.zone_id))


@command("inbox:task:pause")
def pause_task(*, actor: Actor, now: datetime, given: ReasonedTask) -> Done[Task]:
    """Hold the clock while the task waits for somebody else, with a reason that everyone sees."""
    task = open_task(actor, given.task_id, given.version, "pause", by="holder")
    if now >= task.due_at:
        raise WrongMove(_("已经超时，不能再暂停计时"))
    clockwork.pause(task, now)
    return step(task, "pause", actor=actor, now=now, note=given.reason, frm=where(task))


@command("inbox:task:resume")
def resume_task(*, actor: Actor, now: datetime, given: AnswerTask) -> Done[Task]:
    """Let the clock run on with what was left of it."""
    task = open_task(actor, given.task_id, given.version, "resume", by="either")
    clockwork.start(task, now, Limit(task.quantity, task.clock_unit))  # type: ignore[arg-type]
    return step(task, "resume", actor=actor, now=now, note=given.note, frm=where(task))


@command("inbox:task:complete")
def complete_task(*, actor: Actor, now: datetime, given: CompleteTask) -> Done[Task]:
    """End a task with what came of it; who has not accepted it yet does so by this."""
    task = open_task(actor, given.task_id, given.version, "complete", by="holder")
    task.result = given.result
    task.holder_id = task.holder_id or (None if is_system(actor) else actor.account_id)
    clockwork.stop(task, now)
    done = step(task, "complete", actor=actor, now=now, note=given.result, frm=where(task))
    told = TaskCompleted(
        zone_id=task.zone_id, task_id=task.pk, subject_kind=task.subject_kind, subject_id=task.subject_id
    )
    return replace(done, events=[*done.events, told])


@command("inbox:task:reopen")
def reopen_task(*, actor: Actor, now: datetime, given: ReasonedTask) -> Done[Task]:
    """Open a completed task again, with a new clock and a new round on its ladder; by who gave or oversees it."""
    task = open_task(actor, given.task_id, given.version, "reopen", by="governor")
    if task.subject_id is not None and queries.task_of(
        task.zone_id, task.kind.code, task.subject_kind, task.subject_id
    ):
        raise WrongMove(_("同一事项已另有一项未办结的任务"))
    task.round, task.rung, task.ended_at, task.offered_at = task.round + 1, 0, None, now
    clockwork.set_limit(task, now, days=None, due_at=None)
    return step(task, "reopen", actor=actor, now=now, note=given.reason, frm=place_of(actor), to=where(task))


@command("inbox:task:cancel")
def cancel_task(*, actor: Actor, now: datetime, given: ReasonedTask) -> Done[Task]:
    """Withdraw a task with a reason; by who gave or oversees it."""
    task = open_task(actor, given.task_id, given.version, "cancel", by="governor")
    task.result = given.reason
    clockwork.stop(task, now)
    return step(task, "cancel", actor=actor, now=now, note=given.reason, frm=place_of(actor), to=where(task))
