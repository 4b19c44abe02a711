"""What happened to tasks."""

from dataclasses import dataclass

from sibao.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskMoved(Event):
    """A task was assigned, handed on, answered, reminded of, gone up a rung or ended; `step_id` tells how."""

    task_id: int
    step_id: int
    action: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskCompleted(Event):
    """What a task asked for is done; contexts that own its subject listen."""

    task_id: int
    subject_kind: str
    subject_id: int | None
