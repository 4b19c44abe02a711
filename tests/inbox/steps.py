"""Short ways to people with tasks, at moments of one's choosing."""

from datetime import datetime
from typing import Any

from sibao.accounts.models import Position
from sibao.directory.models import Zone
from sibao.inbox import services
from sibao.inbox.inputs import AnswerTask, AssignTask, CompleteTask, ReasonedTask, TimedTask, TransferTask
from sibao.inbox.models import Task
from sibao.kernel.access import Actor, system
from sibao.kernel.clock import SHANGHAI

THURSDAY = "2022-06-09 09:00"
"""An ordinary working day."""


def at(text: str) -> datetime:
    """A moment in Shanghai."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def seat(zone: Zone, code: str) -> int:
    """A position's id."""
    return Position.objects.get(zone=zone, code=code).pk


def assign(actor: Actor, to: str, *, now: str = THURSDAY, **given: Any) -> Task:
    """Give a seat something to do."""
    zone = Zone.objects.get(pk=actor.zone_id)
    wanted = {"kind": "general", "title": "核实用电缺口", "position_id": seat(zone, to), **given}
    made: Task = services.assign_task(actor=actor, given=AssignTask.model_validate(wanted), now=at(now))
    return made


def _seen(task: Task) -> dict[str, int]:
    task.refresh_from_db()
    return {"task_id": task.pk, "version": task.version}


def answer(name: str, actor: Actor, task: Task, *, now: str = THURSDAY, note: str = "") -> Task:
    """Accept a task or let its clock run on."""
    command = {"accept": services.accept_task, "resume": services.resume_task}[name]
    made: Task = command(actor=actor, given=AnswerTask(**_seen(task), note=note), now=at(now))
    return made


def reasoned(name: str, actor: Actor, task: Task, *, now: str = THURSDAY, reason: str = "说明理由") -> Task:
    """Decline, pause, reopen or cancel."""
    commands: dict[str, Any] = {
        "decline": services.decline_task,
        "pause": services.pause_task,
        "reopen": services.reopen_task,
        "cancel": services.cancel_task,
    }
    made: Task = commands[name](actor=actor, given=ReasonedTask(**_seen(task), reason=reason), now=at(now))
    return made


def complete(actor: Actor, task: Task, *, now: str = THURSDAY, result: str = "已办妥") -> Task:
    """End a task."""
    made: Task = services.complete_task(actor=actor, given=CompleteTask(**_seen(task), result=result), now=at(now))
    return made


def transfer(actor: Actor, task: Task, to: str, *, now: str = THURSDAY, **given: Any) -> Task:
    """Hand a task on."""
    zone = Zone.objects.get(pk=actor.zone_id)
    wanted = TransferTask(**_seen(task), position_id=seat(zone, to), reason="属该部门职责", **given)
    made: Task = services.transfer_task(actor=actor, given=wanted, now=at(now))
    return made


def by_clock(name: str, task: Task, *, now: str) -> Task | None:
    """Let the clock do something to a task."""
    commands: dict[str, Any] = {
        "remind": services.remind_task,
        "escalate": services.escalate_task,
        "release": services.release_task,
    }
    actor = system(task.zone_id, door="schedule")
    made: Task | None = commands[name](actor=actor, given=TimedTask(task_id=task.pk), now=at(now))
    task.refresh_from_db()
    return made


def actions(task: Task) -> list[str]:
    """What happened to a task, in order."""
    return list(task.steps.order_by("id").values_list("action", flat=True))
