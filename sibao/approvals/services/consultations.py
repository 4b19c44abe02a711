"""Asking, withdrawing, and how a consultation ends by itself."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _
from pydantic import BaseModel, ValidationError

from sibao.accounts import queries as accounts
from sibao.approvals import queries, states
from sibao.approvals.inputs import AskConsultation, ConcludeConsultation, OneConsultation, WithdrawConsultation
from sibao.approvals.models import Consultation, ConsultationRule, ConsultedBody, RuleBody
from sibao.approvals.services.steps import ask_body, close, moved, subject_of
from sibao.approvals.services.wording import KEPT_IN
from sibao.directory import queries as directory
from sibao.kernel import clock, consultation
from sibao.kernel.access import Actor, require
from sibao.kernel.commands import COMMANDS, Done, Subject, command, input_of, rehearse
from sibao.kernel.permissions import ALL
from sibao.kernel.refusals import BadRequest, Denied, Invalid, WrongMove
from sibao.kernel.secrets import month, seal

PACK = "approvals"


@command("approvals:consultation:ask")
def ask_consultation(*, actor: Actor, now: datetime, given: AskConsultation) -> Done[Consultation]:
    """Put exactly what would be done to those who have a say (R28); it has been tried and would be done now.

    Raises:
        Denied: the actor may not do it herself.
        Invalid: there is no such command, its input is wrong, it has no rule, or the same is being asked already.
        WrongMove: it needs no consultation.
        Refusal: whatever the command itself refuses.
    """
    wanted = _read(actor, given)
    rule = queries.rule_of(actor.zone_id, given.permission)
    if rule is None:
        raise Invalid(_("数据包没有这一步的会签规定，请联系管理员"))
    subject = rehearse(given.permission, actor=actor, given=wanted, now=now)
    directory.lock_zone(actor.zone_id)
    fingerprint = consultation.fingerprint(given.permission, actor.zone_id, wanted)
    there = queries.living(actor, fingerprint)
    if there is not None:
        raise Invalid(_("同样的内容已在会签中：%(number)s") % {"number": queries.number(there)})
    found = _put(actor, now, given, rule, subject, wanted)
    for row in rule.bodies.order_by("number"):
        ask_body(found, _body(found, row, now), now)
    return moved(found, fingerprint=fingerprint.hex())


def _read(actor: Actor, given: AskConsultation) -> BaseModel:
    """Return the command's input as it was kept, in its own type."""
    if actor.appointment_id is None:
        raise BadRequest(_("会签须以岗位身份提请"))
    if given.permission not in COMMANDS or not ALL[given.permission].consultation:
        raise Invalid(fields={"permission": _("没有这样的会签事项")})
    require(actor, given.permission)
    try:
        wanted = input_of(given.permission).model_validate_json(given.given)
    except ValidationError as error:
        raise Invalid(fields={"given": _("内容不完整，请回到原来的页面重新提交")}) from error
    if not consultation.needed(given.permission, wanted):
        raise WrongMove(_("这一步不用会签，请直接办理"))
    return wanted


def _put(
    actor: Actor, now: datetime, given: AskConsultation, rule: ConsultationRule, subject: Subject, wanted: BaseModel
) -> Consultation:
    seat = accounts.seat_of(actor)
    year = now.astimezone(clock.SHANGHAI).year
    answer, lapse = queries.calendar_due(rule, now)
    found = Consultation(
        zone=directory.zone(actor.zone_id),
        year=year,
        serial=queries.next_serial(actor.zone_id, year),
        permission=given.permission,
        title="：".join(filter(None, (rule.name, subject.label)))[:160],
        title_en=": ".join(filter(None, (rule.name_en, subject.label)))[:160],
        question=given.question,
        subject_kind=subject.kind,
        subject_id=subject.id,
        subject_label=subject.label,
        words=_words(actor, given.permission, wanted),
        sealed_given=seal(wanted.model_dump_json(), pack=PACK, period=month()),
        fingerprint=consultation.fingerprint(given.permission, actor.zone_id, wanted),
        quorum=rule.quorum,
        asker_counts=rule.asker_counts,
        veto=rule.veto,
        appointment_id=actor.appointment_id or 0,
        asker_id=actor.account_id,
        holder_id=seat.account_ids[-1],
        asked_by=f"{actor.name} · {actor.position}"[:160],
        asked_at=now,
        answer_due_at=answer,
        lapses_at=lapse,
    )
    try:
        with transaction.atomic():
            found.save(force_insert=True)
    except IntegrityError as error:
        raise Invalid(_("同样的内容已在会签中")) from error
    return found


def _words(actor: Actor, name: str, wanted: BaseModel) -> Sequence[Sequence[str]]:
    """What those asked read, in Chinese, as official words are."""
    with translation.override(KEPT_IN):
        lines = consultation.EXPLAINED[name](actor, wanted) if name in consultation.EXPLAINED else ()
        return [[str(line.label), str(line.before), str(line.after)] for line in lines]


def _body(found: Consultation, row: RuleBody, now: datetime) -> ConsultedBody:
    return ConsultedBody.objects.create(
        zone_id=found.zone_id,
        consultation=found,
        number=row.number,
        label=row.label,
        position_id=row.position_id,
        organisation_id=row.organisation_id,
        role_id=row.role_id,
        least=row.least,
        recorded_at=now,
    )


@command("approvals:consultation:withdraw")
def withdraw_consultation(*, actor: Actor, now: datetime, given: WithdrawConsultation) -> Done[Consultation]:
    """Take a question back before it is decided; only who asked it can.

    Raises:
        Denied: somebody else asked it.
        WrongMove: it is decided already.
    """
    found = queries.access_consultation(actor, given.consultation_id)
    if found.asker_id != actor.account_id:
        raise Denied("approvals:consultation:withdraw", _("由提请人撤回"))
    close(found, "withdraw", now, reason=given.reason)
    return moved(found, reason=given.reason)


@command("approvals:consultation:expire")
def expire_consultation(*, actor: Actor, now: datetime, given: OneConsultation) -> Done[Consultation | None]:
    """Let an open question end whose time has run out; nothing happens to any other."""
    found = queries.held_consultation(actor.zone_id, given.consultation_id)
    if found is None or found.state != states.OPEN or found.lapses_at > now:
        return _nothing(found)
    close(found, "expire", now)
    done = moved(found)
    return Done(found, done.subject, done.events, done.details)


@command("approvals:consultation:conclude")
def conclude_consultation(*, actor: Actor, now: datetime, given: ConcludeConsultation) -> Done[Consultation | None]:
    """Note why what was agreed to could not be carried out, for who asked; what was carried out stays so."""
    found = queries.held_consultation(actor.zone_id, given.consultation_id)
    if found is None or found.state != states.AGREED:
        return _nothing(found)
    close(found, "conclude", now, reason=given.reason)
    done = moved(found, reason=given.reason)
    return Done(found, done.subject, done.events, done.details)


def _nothing(found: Consultation | None) -> Done[Consultation | None]:
    return Done(None, subject_of(found) if found else Subject("consultation", None))
