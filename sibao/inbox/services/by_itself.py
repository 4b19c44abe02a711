"""What the product asks of people by itself (系统派发): a task about a thing, ended, called off or opened again as the thing goes on."""

from datetime import datetime

from sibao.inbox import queries
from sibao.inbox.inputs import AssignTask, CompleteTask, ReasonedTask
from sibao.inbox.models import Task
from sibao.inbox.services.tasks import assign_task, cancel_task, complete_task, reopen_task
from sibao.kernel.access import Actor, system


def give_task(zone_id: int, given: AssignTask, now: datetime) -> Task:
    """Give out a task."""
    task: Task = assign_task(actor=_itself(zone_id), given=given, now=now)
    return task


def end_task(zone_id: int, kind: str, subject_kind: str, subject_id: int, result: str, now: datetime) -> None:
    """End the open task of a kind for a thing, if there is one, with what came of it."""
    task = queries.task_of(zone_id, kind, subject_kind, subject_id)
    if task is not None:
        done = CompleteTask(task_id=task.pk, version=task.version, result=result)
        complete_task(actor=_itself(zone_id), given=done, now=now)


def call_off_task(zone_id: int, kind: str, subject_kind: str, subject_id: int, reason: str, now: datetime) -> None:
    """Call the open task of a kind for a thing off, if there is one."""
    task = queries.task_of(zone_id, kind, subject_kind, subject_id)
    if task is not None:
        gone = ReasonedTask(task_id=task.pk, version=task.version, reason=reason)
        cancel_task(actor=_itself(zone_id), given=gone, now=now)


def ask_again(zone_id: int, kind: str, subject_kind: str, subject_id: int, reason: str, now: datetime) -> None:
    """Open the last task of a kind for a thing again, under its number."""
    task = queries.last_tasks(zone_id, kind, subject_kind, [subject_id])[subject_id]
    again = ReasonedTask(task_id=task.pk, version=task.version, reason=reason)
    reopen_task(actor=_itself(zone_id), given=again, now=now)


def _itself(zone_id: int) -> Actor:
    return system(zone_id, door="queue")
