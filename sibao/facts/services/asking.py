"""Asking a department by a task: who of it can do what is asked, and ending the task when that is done."""

from datetime import datetime
from typing import TYPE_CHECKING

from sibao.accounts import queries as accounts
from sibao.inbox import queries as inbox_queries
from sibao.inbox import services as inbox
from sibao.inbox.inputs import AssignTask, CompleteTask, ReasonedTask
from sibao.kernel.access import Actor, system

if TYPE_CHECKING:
    from sibao.accounts.models import Position


def seat_of(
    zone_id: int, organisation_id: int, permission: str, kind: str, sector_id: int | None = None
) -> "Position | None":
    """Return whom a department is asked by: its first seat that may do it, rather one of the sector's, else the desk of the kind.

    Args:
        kind: the kind of task that it will be; None comes back where the zone has no such kind.
    """
    able = accounts.able_positions(zone_id, permission).filter(organisation_id=organisation_id, unit_bound=False)
    in_sector = able.filter(sector=sector_id).first() if sector_id else None
    desk = inbox_queries.kinds(zone_id).filter(code=kind).select_related("desk__organisation").first()
    return in_sector or able.filter(sector=None).first() or able.first() or (desk.desk if desk else None)


def ask(zone_id: int, now: datetime, **given: object) -> None:
    """Give out a task."""
    inbox.assign_task(actor=by_itself(zone_id), given=AssignTask.model_validate(given), now=now)


def reopen(zone_id: int, kind: str, subject_kind: str, subject_id: int, reason: str, now: datetime) -> None:
    """Open the last task for a thing again, under its number."""
    task = inbox_queries.last_tasks(zone_id, kind, subject_kind, [subject_id])[subject_id]
    again = ReasonedTask(task_id=task.pk, version=task.version, reason=reason)
    inbox.reopen_task(actor=by_itself(zone_id), given=again, now=now)


def finish(zone_id: int, kind: str, subject_kind: str, subject_id: int, result: str, now: datetime) -> None:
    """End the open task for a thing, if there is one, with what came of it."""
    task = inbox_queries.task_of(zone_id, kind, subject_kind, subject_id)
    if task is not None:
        done = CompleteTask(task_id=task.pk, version=task.version, result=result)
        inbox.complete_task(actor=by_itself(zone_id), given=done, now=now)


def by_itself(zone_id: int) -> Actor:
    """Return the product itself as who acts."""
    return system(zone_id, door="queue")
