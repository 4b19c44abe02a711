"""What follows from a verdict about an application: its state, the reviewer's task, and telling the unit."""

from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from sibao.accounts import queries as accounts
from sibao.facts import queries as facts
from sibao.facts import services as judging
from sibao.facts.inputs import RecordVerdict
from sibao.inbox import queries as inbox_queries
from sibao.inbox import services as inbox
from sibao.inbox.inputs import AssignTask, CompleteTask, Notify
from sibao.kernel import message_kinds
from sibao.kernel.access import Actor, system
from sibao.kernel.message_kinds import MessageKind
from sibao.kernel.refusals import WrongMove
from sibao.whitelist import queries, states
from sibao.whitelist.models import Application

KIND, SUBJECT = "application_review", "application"
BY_RULE = "按标准自动判定"
ANSWERED = MessageKind(
    "whitelist:application-answered",
    _("申报结果"),
    gettext_noop("%(unit)s 的申报：%(state)s %(reason)s"),
    icon="file-check",
    channels=("mail",),
)
message_kinds.declare(ANSWERED)


def judge(found: Application, now: datetime) -> bool:
    """Judge an application's unit by the standard in force and keep the verdict with it; return whether proof has to be looked at.

    Raises:
        WrongMove: no standard is in force, it cannot be read, or the unit has left the sector.
    """
    if found.sector_id != found.unit.sector_id:
        raise WrongMove(_("这家单位的领域已经改变，请退回，由单位按新领域重新申报"))
    key = found.sector.code
    given = RecordVerdict(unit_id=found.unit_id, use=queries.STANDARD.word, key=key)
    found.verdict = judging.record_verdict(actor=_system(found), given=given, now=now)
    found.answer = found.verdict.answer
    if not found.answer:
        return False
    vouched = facts.judge_unit(found.zone_id, found.unit_id, queries.STANDARD.word, key, now, vouched=True)
    return vouched is None or vouched.verdict.answer is not True


def unmet(found: Application) -> str:
    """Return the clauses that an application's verdict found not met, in Chinese."""
    clauses = found.verdict.clauses if found.verdict else []
    return "；".join(one["zh"] for one in clauses if one["answer"] is False)


def settle(found: Application, action: str, *, actor: Actor | None, now: datetime, reason: str = "") -> None:
    """Take an application by a move to its next state, with what follows: task, count of refusals, word to the unit.

    Args:
        actor: who decides; None = the rule itself.
        reason: of a person; a refusal by the rule names the clauses.
    """
    found.state = states.APPLICATION.move(found.state, action)
    found.reason = (reason or (unmet(found) if found.state == "refused" else ""))[:300]
    if found.state in ("accepted", "refused"):
        found.decided_at = now
        found.decided_by = f"{actor.name} · {actor.position}"[:160] if actor else BY_RULE
        found.decider = actor.account_id or None if actor else None
        found.refusals += found.state == "refused"
    found.version += 1
    found.save()
    if found.state == "reviewing":
        _ask(found, now)
    else:
        end_task(found, now, _word(found, "zh-hans"))
    tell(found, now)


def _ask(found: Application, now: datetime) -> None:
    """Give the sector's department the task of reviewing, within the kind's working days."""
    able = accounts.able_positions(found.zone_id, states.DECIDE)
    seat = able.filter(sector=found.sector_id).first() or able.filter(sector=None).first()
    if seat is None or inbox_queries.task_of(found.zone_id, KIND, SUBJECT, found.pk) is not None:
        return
    given = AssignTask(
        kind=KIND,
        title=f"审核申报：{found.unit.name}",
        title_en=f"Review an application: {found.unit.name}",
        details=found.statement,
        position_id=seat.pk,
        unit_id=found.unit_id,
        subject_kind=SUBJECT,
        subject_id=found.pk,
        subject_label=found.unit.name,
    )
    inbox.assign_task(actor=_system(found), given=given, now=now)


def end_task(found: Application, now: datetime, result: str, kind: str = KIND) -> None:
    """End the task that an application has open, with what came of it."""
    task = inbox_queries.task_of(found.zone_id, kind, SUBJECT, found.pk)
    if task is not None:
        done = CompleteTask(task_id=task.pk, version=task.version, result=result)
        inbox.complete_task(actor=_system(found), given=done, now=now)


def tell(found: Application, now: datetime, reason: str = "") -> None:
    """Tell who handed an application in what has become of it, and why: the reason kept with it, or another."""
    given = Notify(
        kind=ANSWERED.code,
        account_ids=(found.submitter,) if found.submitter else (),
        key=f"application:{found.pk}:{found.version}:{bool(reason)}",
        values={
            "unit": found.unit.name[:100],
            "state": _word(found, "zh-hans"),
            "state_en": _word(found, "en"),
            "reason": (reason or found.reason)[:300],
        },
        subject_kind=SUBJECT,
        subject_id=found.pk,
    )
    inbox.notify(actor=_system(found), given=given, now=now)


def _word(found: Application, language: str) -> str:
    with translation.override(language):
        return str(states.APPLICATION.states[found.state].label)


def _system(found: Application) -> Actor:
    return system(found.zone_id, door="queue")
