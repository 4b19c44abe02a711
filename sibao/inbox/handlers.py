"""Listening: a task's step is told to whom it concerns, and open pages hear that tasks have moved."""

from sibao.inbox.events import TaskMoved
from sibao.inbox.services import telling
from sibao.kernel import live
from sibao.kernel.events import on

TASKS = "tasks"


@on(TaskMoved)
def task_moved(event: TaskMoved) -> None:
    """Tell open pages of the zone, without saying which task: each asks for what it may see."""
    live.announce(TASKS, zone_id=event.zone_id, may="inbox:task:read")


@on(TaskMoved)
def step_taken(event: TaskMoved) -> None:
    """Tell those whom the step concerns."""
    telling.tell_of_step(event.step_id)
