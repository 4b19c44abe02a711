"""One's own messages; nobody reaches another's."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Count, QuerySet, Value

from sibao.inbox.models import Message, TaskStep
from sibao.inbox.queries.tasks import my_open, tasks
from sibao.kernel.access import Actor, may, require
from sibao.kernel.refusals import NotFound

if TYPE_CHECKING:
    from sibao.inbox.models import Task


class InHead(NamedTuple):
    """What the head of every page counts; `tasks` is None for who has none ever."""

    tasks: int | None
    unread: int


def messages(actor: Actor) -> QuerySet[Message]:
    """Return what the actor's account was told, newest first; the system reaches what everybody was told."""
    require(actor, "inbox:message:read")
    rows = Message.objects.filter(zone_id=actor.zone_id)
    hers = rows.filter(account_id=actor.account_id) if actor.account_id else rows
    return hers.order_by("-told_at", "-id")


def unread(actor: Actor) -> QuerySet[Message]:
    """Return those of them that are not read yet."""
    return messages(actor).filter(read_at=None)


def message(actor: Actor, message_id: int) -> Message:
    """Return one of them.

    Raises:
        NotFound: the actor was told nothing of that id.
    """
    found = messages(actor).filter(pk=message_id).first()
    if found is None:
        raise NotFound
    return found


def access_message(actor: Actor, message_id: int) -> Message:
    """Return one of them locked, the only way to hold it in order to change it.

    Raises:
        NotFound: the actor was told nothing of that id.
    """
    found = messages(actor).select_for_update().filter(pk=message_id).first()
    if found is None:
        raise NotFound
    return found


def in_head(actor: Actor) -> InHead:
    """Return how many open tasks lie with the actor and how many messages she has not read, in one query."""
    told = _counted(unread(actor), "unread")
    if not may(actor, "inbox:task:read"):
        return InHead(None, dict(told).get("unread", 0))
    found = dict(_counted(my_open(actor), "tasks").union(told, all=True))
    return InHead(found.get("tasks", 0), found.get("unread", 0))


def _counted(rows: "QuerySet[Message] | QuerySet[Task]", what: str) -> "QuerySet[Any, Any]":
    grouped = rows.order_by().values("zone_id").annotate(what=Value(what), number=Count("pk"))
    return grouped.values_list("what", "number")


def reached_tasks(actor: Actor, ids: Collection[int]) -> set[int]:
    """Return those of some tasks that the actor may see."""
    if not may(actor, "inbox:task:read"):
        return set()
    return set(tasks(actor).filter(pk__in=ids).order_by().values_list("pk", flat=True))


def step(step_id: int) -> TaskStep:
    """Return a step that has just been taken, with its task and where it went."""
    rows = TaskStep.objects.select_related("task__zone", "task__kind", "to_position__organisation", "to_unit")
    return rows.get(pk=step_id)


def first_step(found: TaskStep) -> TaskStep | None:
    """Return the step by which the task of a step was first given to somebody, by a seat."""
    rows = TaskStep.objects.filter(task_id=found.task_id, action="assign", from_position__isnull=False)
    return rows.order_by("id").first()
