"""Tasks, narrowed to the asker: what lies or lay with her seat, and what she oversees."""

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet

from sibao.accounts import queries as accounts
from sibao.accounts.queries import OwnSeat
from sibao.inbox.models import Guarantee, Task, TaskKind, TaskStep
from sibao.inbox.states import OPEN
from sibao.kernel.access import Actor, ScopeColumns, may, predicate, require
from sibao.kernel.refusals import NotFound

if TYPE_CHECKING:
    from sibao.accounts.models import Position

GUARANTEES = Guarantee.choices
OF_TASK = ScopeColumns(unit="unit_id")
IS_OPEN = Q(state__in=OPEN)
"""Of tasks: neither ended nor called off."""
WITH_NAMES = ("zone", "kind", "position__organisation", "seat_unit", "holder", "unit")


def at_seat(seat: OwnSeat, position: str = "position_id", unit: str = "seat_unit_id") -> Q:
    """Return the condition that a column names this seat."""
    if seat.position_id is None:
        return Q(pk__in=[])
    return Q(**{position: seat.position_id, unit: seat.unit_id})


def tasks(actor: Actor) -> QuerySet[Task]:
    """Return the tasks that the actor may see, soonest due first.

    They are those that lie with her seat or ever passed it, those that went up to it, and, for who oversees, all in scope.
    """
    require(actor, "inbox:task:read")
    seat = accounts.seat_of(actor)
    passed = TaskStep.objects.filter(
        at_seat(seat, "from_position_id", "from_unit_id") | at_seat(seat, "to_position_id", "to_unit_id"),
        task=OuterRef("pk"),
    )
    seen = at_seat(seat) | Q(Exists(passed))
    if may(actor, "inbox:task:oversee"):
        seen |= predicate(actor.scope, OF_TASK)
    rows = Task.objects.filter(seen, zone_id=actor.zone_id)
    return rows.select_related(*WITH_NAMES).order_by("due_at", "id")


def is_mine(actor: Actor) -> Q:
    """Return the condition that a task lies with the actor: with her seat, and taken by nobody else there."""
    seat = accounts.seat_of(actor)
    return at_seat(seat) & (Q(holder=None) | Q(holder_id__in=seat.account_ids))


def my_open(actor: Actor) -> QuerySet[Task]:
    """Return the open tasks that lie with the actor, soonest due first."""
    require(actor, "inbox:task:read")
    rows = Task.objects.filter(is_mine(actor), zone_id=actor.zone_id, state__in=OPEN)
    return rows.select_related(*WITH_NAMES).order_by("due_at", "id")


def handed_out(actor: Actor) -> QuerySet[Task]:
    """Return the open tasks that the actor's seat has given to others, soonest due first."""
    seat = accounts.seat_of(actor)
    given = TaskStep.objects.filter(
        at_seat(seat, "from_position_id", "from_unit_id"), task=OuterRef("pk"), action__in=["assign", "transfer"]
    )
    return tasks(actor).filter(Exists(given), state__in=OPEN).exclude(is_mine(actor))


def gone_up_to(actor: Actor) -> Q:
    """Return the condition that a task has gone up to the actor's seat."""
    seat = accounts.seat_of(actor)
    rows = TaskStep.objects.filter(
        at_seat(seat, "to_position_id", "to_unit_id"), task=OuterRef("pk"), action="escalate", round=OuterRef("round")
    )
    return Q(Exists(rows))


def task(actor: Actor, task_id: int) -> Task:
    """Return one task.

    Raises:
        NotFound: there is none of that id that the actor may see.
    """
    found = tasks(actor).filter(pk=task_id).first()
    if found is None:
        raise NotFound
    return found


def access_task(actor: Actor, task_id: int) -> Task:
    """Return one task locked, the only way to hold it in order to change it.

    Raises:
        NotFound: there is none of that id that the actor may see.
    """
    reached = tasks(actor).filter(pk=task_id).order_by().values("pk")
    found = Task.objects.select_for_update(of=("self",)).select_related(*WITH_NAMES).filter(pk__in=reached).first()
    if found is None:
        raise NotFound
    return found


def holds(actor: Actor, found: Task) -> bool:
    """Return whether a task lies with the actor."""
    return Task.objects.filter(is_mine(actor), pk=found.pk).exists()


def governs(actor: Actor, found: Task) -> bool:
    """Return whether the actor gave the task out, hears of its silence, or oversees its scope."""
    if may(actor, "inbox:task:oversee") and Task.objects.filter(predicate(actor.scope, OF_TASK), pk=found.pk).exists():
        return True
    seat = accounts.seat_of(actor)
    gave = at_seat(seat, "from_position_id", "from_unit_id") & Q(action="assign")
    heard = at_seat(seat, "to_position_id", "to_unit_id") & Q(action="escalate")
    return TaskStep.objects.filter(gave | heard, task=found).exists()


def giver_of(found: Task) -> TaskStep | None:
    """Return the step by which a task came to where it lies."""
    rows = found.steps.filter(action__in=["assign", "transfer"], to_position=found.position, to_unit=found.seat_unit)
    return rows.select_related("from_position__organisation").order_by("-id").first()


def steps(found: Task) -> QuerySet[TaskStep]:
    """Return what happened to a task that the actor has already been allowed to see, newest first."""
    names = ("from_position__organisation", "to_position__organisation", "to_unit", "from_unit")
    return found.steps.select_related(*names).order_by("-id")


def task_of(zone_id: int, kind: str, subject_kind: str, subject_id: int) -> Task | None:
    """Return the open task of a kind for a thing, for contexts that own the thing."""
    rows = Task.objects.filter(zone_id=zone_id, kind__code=kind, state__in=OPEN)
    return rows.filter(subject_kind=subject_kind, subject_id=subject_id).first()


def subjects_waiting(zone_id: int, kind: str, subject_kind: str, ids: Collection[int]) -> list[int]:
    """Return those of the things for which there is an open task of a kind, for contexts that own the things."""
    rows = Task.objects.filter(IS_OPEN, zone_id=zone_id, kind__code=kind, subject_kind=subject_kind, subject_id__in=ids)
    return list(rows.values_list("subject_id", flat=True).order_by("subject_id"))  # type: ignore[arg-type]


def last_tasks(zone_id: int, kind: str, subject_kind: str, ids: Collection[int]) -> dict[int, Task]:
    """Return the newest task of a kind for each of some things, open or ended, for contexts that own the things: thing → task."""
    rows = Task.objects.filter(zone_id=zone_id, kind__code=kind, subject_kind=subject_kind, subject_id__in=ids)
    return {row.subject_id or 0: row for row in rows.order_by("subject_id", "-id").distinct("subject_id")}


def tasks_of_subject(actor: Actor, subject_kind: str, subject_id: int) -> QuerySet[Task]:
    """Return the tasks for a thing that the actor may see, for the thing's own page."""
    return tasks(actor).filter(subject_kind=subject_kind, subject_id=subject_id)


def kinds(zone_id: int) -> QuerySet[TaskKind]:
    """Return the kinds of tasks of a zone, in the pack's order."""
    return TaskKind.objects.filter(zone_id=zone_id).order_by("order", "id")


def seats(actor: Actor) -> "QuerySet[Position]":
    """Return the positions that can be given a task, in the pack's order."""
    require(actor, "inbox:task:read")
    return accounts.able_positions(actor.zone_id, "inbox:task:accept")


def to_remind(zone_id: int, now: datetime, most: int) -> list[int]:
    """Return the tasks whose holders are to be reminded, by id."""
    rows = Task.objects.filter(zone_id=zone_id, remind_at__lte=now)
    return list(rows.order_by("remind_at").values_list("pk", flat=True)[:most])


def to_go_up(zone_id: int, now: datetime, most: int) -> list[int]:
    """Return the tasks that have a rung to go up, by id."""
    rows = Task.objects.filter(zone_id=zone_id, next_rung_at__lte=now)
    return list(rows.order_by("next_rung_at").values_list("pk", flat=True)[:most])


def left_behind(zone_id: int, now: datetime) -> list[int]:
    """Return the open tasks whose holder sits in their seat no longer, by id."""
    rows = Task.objects.filter(zone_id=zone_id, state__in=["doing", "waiting"], holder__isnull=False)
    same = {"account_id": OuterRef("holder_id"), "position_id": OuterRef("position_id")}
    unit = Q(unit=OuterRef("seat_unit_id")) | Q(unit=None)
    sits = accounts.sitting_now(zone_id, now).filter(unit, **same)
    return list(rows.exclude(Exists(sits)).order_by("pk").values_list("pk", flat=True))


def running_over(zone_id: int, start: datetime, end: datetime) -> list[Task]:
    """Return, locked, the open tasks whose clock of working time runs over a part of a period, each with its ladder."""
    rows = Task.objects.select_for_update(of=("self",)).filter(zone_id=zone_id, state__in=["offered", "doing"])
    rows = rows.filter(clock_unit__startswith="working", clock_from__lt=end, due_at__gte=start)
    return list(rows.select_related(*WITH_NAMES).prefetch_related("kind__ladder").order_by("pk"))


def timed_task(zone_id: int, task_id: int) -> Task | None:
    """Return one task locked, for the clock; None when another worker holds it at this moment."""
    rows = Task.objects.select_for_update(of=("self",), skip_locked=True).select_related(*WITH_NAMES)
    return rows.filter(zone_id=zone_id, pk=task_id).first()
