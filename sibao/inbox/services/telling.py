"""Who is told of a task's step, and in which words."""

from collections.abc import Callable, Iterable

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from sibao.accounts import queries as accounts
from sibao.inbox import queries, rules
from sibao.inbox.models import TaskStep
from sibao.inbox.services import outbox
from sibao.kernel import clock, message_kinds, standing
from sibao.kernel.message_kinds import MessageKind, Text


def _kind(code: str, name: Text, words: str, icon: str, *, mail: bool = True, urgent: bool = False) -> MessageKind:
    made = MessageKind(f"inbox:task-{code}", name, words, icon=icon, urgent=urgent, channels=("mail",) if mail else ())
    message_kinds.declare(made)
    return made


ASSIGNED = _kind("assigned", _("任务交办"), gettext_noop("%(by)s 交办 %(number)s：%(title)s，%(due)s 到期"), "send")
HANDED_OVER = _kind(
    "handed-over", _("任务转办"), gettext_noop("%(by)s 转来 %(number)s：%(title)s，%(due)s 到期"), "arrow-right"
)
MOVED_ON = _kind(
    "moved-on", _("任务去向"), gettext_noop("您交办的 %(number)s（%(title)s）已转到 %(to)s"), "route", mail=False
)
ACCEPTED = _kind("accepted", _("任务接收"), gettext_noop("%(by)s 已接收 %(number)s：%(title)s"), "inbox", mail=False)
DECLINED = _kind("declined", _("任务退回"), gettext_noop("%(by)s 退回 %(number)s：%(title)s"), "arrow-back-up")
REMINDED = _kind("reminder", _("临期提醒"), gettext_noop("%(number)s（%(title)s）将于 %(due)s 到期"), "clock")
OVERDUE = _kind(
    "overdue",
    _("任务超时"),
    gettext_noop("%(number)s（%(title)s）已于 %(due)s 到期，尚未办结"),
    "alert-octagon",
    urgent=True,
)
ESCALATED = _kind(
    "escalated", _("逐级上报"), gettext_noop("%(number)s（%(title)s）无人答复，上报到您"), "arrow-up", urgent=True
)
RELEASED = _kind(
    "released", _("离岗退回岗位"), gettext_noop("%(number)s（%(title)s）的承办人已离岗，退回您的岗位"), "user-minus"
)
REOPENED = _kind(
    "reopened", _("任务重新办理"), gettext_noop("%(by)s 要求重新办理 %(number)s：%(title)s，%(due)s 到期"), "refresh"
)
COMPLETED = _kind(
    "completed", _("任务办结"), gettext_noop("%(by)s 已办结 %(number)s：%(title)s"), "circle-check", mail=False
)
CANCELLED = _kind(
    "cancelled", _("任务撤销"), gettext_noop("%(by)s 撤销了 %(number)s：%(title)s"), "circle-minus", mail=False
)


def _seat(step: TaskStep) -> Iterable[int]:
    """Who sits where the step went."""
    if step.to_position_id is None:
        return ()
    return accounts.sitting(step.to_position_id, step.to_unit_id, step.recorded_at)


def _holder(step: TaskStep) -> Iterable[int]:
    """Who has taken the task, or acts for her; before anyone has, who sits in its seat."""
    task = step.task
    if task.holder_id is None:
        return accounts.sitting(task.position_id, task.seat_unit_id, step.recorded_at)
    return accounts.acting_for(task.holder_id, task.position_id, task.seat_unit_id, step.recorded_at)


def _giver(step: TaskStep) -> Iterable[int]:
    """Who sits in the seat that the task came from."""
    return _from(queries.giver_of(step.task), step)


def _first_giver(step: TaskStep) -> Iterable[int]:
    """Who sits in the seat that gave the task out in the beginning."""
    return _from(queries.first_step(step), step)


def _from(came: TaskStep | None, step: TaskStep) -> Iterable[int]:
    if came is None or came.from_position_id is None:
        return ()
    return accounts.sitting(came.from_position_id, came.from_unit_id, step.recorded_at)


Whom = Callable[[TaskStep], Iterable[int]]
OF_STEP: dict[str, tuple[tuple[MessageKind, Whom], ...]] = {
    "assign": ((ASSIGNED, _seat),),
    "transfer": ((HANDED_OVER, _seat), (MOVED_ON, _first_giver)),
    "accept": ((ACCEPTED, _giver),),
    "decline": ((DECLINED, _seat),),
    "remind": ((REMINDED, _holder),),
    "overdue": ((OVERDUE, _holder),),
    "escalate": ((ESCALATED, _seat),),
    "release": ((RELEASED, _seat),),
    "reopen": ((REOPENED, _holder),),
    "complete": ((COMPLETED, _first_giver),),
    "cancel": ((CANCELLED, _holder),),
}
"""Who is told what of each action; of one step everybody is told once, the first of these that concerns her."""


def tell_of_step(step_id: int) -> None:
    """Tell those whom a step concerns, except who took it; a step that is told again tells nobody twice."""
    step = queries.step(step_id)
    for kind, whom in OF_STEP.get(step.action, ()):
        outbox.tell(
            kind,
            set(whom(step)) - {step.account_id},
            zone_id=step.zone_id,
            now=step.recorded_at,
            key=f"step:{step.pk}",
            values=_values(step),
            subject_kind="task",
            subject_id=step.task_id,
            guarantee=step.task.guarantee,
        )


def _values(step: TaskStep) -> dict[str, str | int]:
    task, position = step.task, step.to_position
    unit_or_body = step.to_unit or (position.organisation if position else None)
    body = getattr(unit_or_body, "short_name", "") or getattr(unit_or_body, "name", "")
    return {
        "number": rules.task_number(task.zone.list_prefix, task.year, task.serial),
        "title": task.title,
        "title_en": task.title_en,
        "by": step.by or standing.SYSTEM,
        "to": rules.seat_words(body, position.title) if position else "",
        "due": f"{task.due_at.astimezone(clock.SHANGHAI):%m-%d %H:%M}",
    }
