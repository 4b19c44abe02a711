"""What every step of a consultation shares: the row, its tasks in the inbox, and what is told."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sibao.approvals import queries, states
from sibao.approvals.events import ConsultationMoved
from sibao.approvals.models import Consultation, ConsultedBody
from sibao.approvals.services.telling import tell_asker, tell_body
from sibao.approvals.services.wording import word_of
from sibao.inbox import queries as inbox_queries
from sibao.inbox import services as inbox
from sibao.inbox.inputs import AssignTask, CompleteTask, ReasonedTask
from sibao.kernel.access import Actor, system
from sibao.kernel.commands import Done, Subject

TASK_KIND = "consultation"
SUBJECT_KIND = "consulted_body"
TASK_TITLE = 120


def subject_of(found: Consultation) -> Subject:
    """Return the consultation as the subject of a record."""
    return Subject("consultation", found.pk, queries.number(found))


def moved(found: Consultation, **details: object) -> Done[Consultation]:
    """Return a step of a consultation as a command gives it back."""
    told = ConsultationMoved(zone_id=found.zone_id, consultation_id=found.pk, state=found.state)
    return Done(found, subject_of(found), [told], {**details, "permission": found.permission})


def close(found: Consultation, action: str, now: datetime, *, reason: str = "") -> None:
    """Take a consultation to a state after `open`, and end the tasks that wait for its answers."""
    waits = found.state == states.OPEN
    found.state = states.CONSULTATION.move(found.state, action)
    found.ended_at = None if found.state in states.LIVING else now
    found.reason, found.version = reason, found.version + 1
    found.save()
    if waits:
        word = word_of(found.state)
        for body in queries.bodies(found):
            end_task(body, now, lambda task: ReasonedTask(task_id=task.pk, version=task.version, reason=word))
    tell_asker(found, now)


def ask_body(found: Consultation, body: ConsultedBody, now: datetime) -> None:
    """Give the task of answering to the seat of a body; those of a body that takes no tasks are told."""
    seat = queries.seat_to_ask(found, body, now)
    if seat is None:
        tell_body(found, body, now)
        return
    given = AssignTask(
        kind=TASK_KIND,
        title=f"会签：{found.title}"[:TASK_TITLE],
        title_en=f"Consultation: {found.title_en}"[:TASK_TITLE],
        details=found.question,
        position_id=seat.pk,
        subject_kind=SUBJECT_KIND,
        subject_id=body.pk,
        subject_label=queries.number(found),
        due_at=found.answer_due_at,
    )
    inbox.assign_task(actor=_system(found.zone_id), given=given, now=now)


def answered(body: ConsultedBody, now: datetime) -> None:
    """End the task of a body that has answered."""
    end_task(body, now, lambda task: CompleteTask(task_id=task.pk, version=task.version, result="已签署意见"))


def end_task(body: ConsultedBody, now: datetime, given: Callable[[Any], CompleteTask | ReasonedTask]) -> None:
    """End the open task of a body, if there is one."""
    task = inbox_queries.task_of(body.zone_id, TASK_KIND, SUBJECT_KIND, body.pk)
    if task is None:
        return
    wanted = given(task)
    command = inbox.complete_task if isinstance(wanted, CompleteTask) else inbox.cancel_task
    command(actor=_system(body.zone_id), given=wanted, now=now)


def _system(zone_id: int) -> Actor:
    return system(zone_id, door="queue")
