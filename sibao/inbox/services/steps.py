"""What every step of a task shares: the row that remembers it, and who may take it."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from sibao.accounts import queries as accounts
from sibao.inbox import queries, rules, states
from sibao.inbox.events import TaskMoved
from sibao.inbox.models import Task, TaskStep
from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, Subject
from sibao.kernel.events import Event
from sibao.kernel.refusals import Conflict, Denied, Invalid

if TYPE_CHECKING:
    from sibao.accounts.models import Position


@dataclass(frozen=True, slots=True)
class Place:
    """A seat as steps name it; without a position it is the system, or nobody."""

    position: "Position | None" = None
    unit_id: int | None = None

    @property
    def body(self) -> str | None:
        """The kind of the seat's body; None for a unit's own."""
        return self.position.organisation.kind if self.position and self.position.organisation else None


def is_system(actor: Actor) -> bool:
    """Return whether nobody acts but the product itself."""
    return actor.account_id == 0


def place_of(actor: Actor) -> Place:
    """Return the seat that the actor acts in."""
    seat = accounts.seat_of(actor)
    if seat.position_id is None:
        return Place()
    return Place(accounts.position_of(seat.position_id), seat.unit_id)


def where(task: Task) -> Place:
    """Return the seat that a task lies with."""
    return Place(task.position, task.seat_unit_id)


def open_task(actor: Actor, task_id: int, version: int, action: str, *, by: str) -> Task:
    """Hold a task for an action: in the version seen, in a state that allows it, by whom it is up to.

    Args:
        by: "holder", "governor" (who gave it, hears of its silence or oversees it) or "either".

    Raises:
        NotFound: the actor may not see it.
        Conflict: it was changed meanwhile.
        WrongMove: its state has no such move.
        Denied: it is up to somebody else.
    """
    task = queries.access_task(actor, task_id)
    if task.version != version:
        raise Conflict(yours=version, current=task.version)
    to = states.TASK.move(task.state, action)
    holder = by != "governor" and queries.holds(actor, task)
    governor = by != "holder" and queries.governs(actor, task)
    if not (is_system(actor) or holder or governor):
        raise Denied(f"inbox:task:{action}", _("这项任务不在您手里") if by == "holder" else _("由交办的岗位办理"))
    task.state = to
    return task


def seat_for(
    actor: Actor, position_id: int, seat_unit_id: int | None, unit_id: int | None, now: datetime
) -> "tuple[Position, int | None]":
    """Return the seat that a task is to lie with.

    Raises:
        Invalid: the position takes no tasks, needs a unit, or nobody sits there.
    """
    position = accounts.able_positions(actor.zone_id, "inbox:task:accept").filter(pk=position_id).first()
    if position is None:
        raise Invalid(fields={"position_id": _("这个岗位不能承办任务")})
    bound = (seat_unit_id or unit_id) if position.unit_bound else None
    if position.unit_bound and bound is None:
        raise Invalid(fields={"position_id": _("这个岗位按单位设置，请先选单位")})
    if not is_system(actor) and not accounts.sitting(position.pk, bound, now):
        raise Invalid(fields={"position_id": _("这个岗位现在没有人，请换一个岗位")})
    return position, bound


def step(
    task: Task,
    action: str,
    *,
    actor: Actor,
    now: datetime,
    note: str = "",
    frm: Place | None = None,
    to: Place | None = None,
    rung: int = 0,
) -> Done[Task]:
    """Save a task with the step that it took, and tell of it."""
    task.version += 1
    task.save()
    frm, to = frm or Place(), to or Place()
    made = TaskStep.objects.create(
        zone_id=task.zone_id,
        task=task,
        action=action,
        recorded_at=now,
        account_id=actor.account_id,
        by="" if is_system(actor) else f"{actor.name} · {actor.position}"[:160],
        from_position=frm.position,
        from_unit_id=frm.unit_id,
        to_position=to.position,
        to_unit_id=to.unit_id,
        direction=rules.direction(frm.body, to.body) if frm.position and to.position else "",
        round=task.round,
        rung=rung,
        note=note,
        due_at=task.due_at,
    )
    told: list[Event] = [TaskMoved(zone_id=task.zone_id, task_id=task.pk, step_id=made.pk, action=action)]
    return Done(task, subject_of(task), told, {"step": made.pk} | ({"reason": note} if note else {}))


def subject_of(task: Task) -> Subject:
    """Return the task as the subject of a record."""
    number = rules.task_number(task.zone.list_prefix, task.year, task.serial)
    return Subject("task", task.pk, number, unit_id=task.unit_id)
