"""A unit says that a department's value about it is wrong; the department answers, and only its yes changes anything."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, override

from sibao.criteria import CriterionError
from sibao.directory import queries as directory
from sibao.facts import queries, rules
from sibao.facts.events import FactsRecorded
from sibao.facts.inputs import AcceptCorrection, AskCorrection, DeclineCorrection, OneCorrection
from sibao.facts.models import FactCorrection, FactDefinition, FactValue
from sibao.facts.queries import CORRECTION_KIND as KIND
from sibao.facts.services import asking
from sibao.facts.services.values import moment
from sibao.facts.states import ACCEPT, ASK, CORRECTION, DECLINE, TAKE_BACK
from sibao.inbox import services as inbox
from sibao.inbox.inputs import Notify
from sibao.kernel import clock, message_kinds
from sibao.kernel.access import Actor
from sibao.kernel.attaching.inputs import AddAttachment
from sibao.kernel.attaching.services import add_attachment
from sibao.kernel.commands import Done, Subject, command
from sibao.kernel.message_kinds import MessageKind
from sibao.kernel.refusals import Conflict, Denied, Invalid, NotFound, WrongMove

ANSWERED = MessageKind(
    "facts:correction-answered",
    gettext_lazy("更正答复"),
    gettext_noop("%(unit)s 的“%(fact)s”：%(state)s %(answer)s"),
    icon="message-check",
    channels=("mail",),
)
message_kinds.declare(ANSWERED)


@command(ASK)
def ask_correction(*, actor: Actor, now: datetime, given: AskCorrection) -> Done[FactCorrection]:
    """Say that a department's value about one's own unit is wrong, and what is right; the department gets a task.

    Raises:
        NotFound: the unit is out of scope, or the catalogue has no such fact for it.
        Denied: it is not the actor's own unit.
        WrongMove: the unit was merged, no department supplies the fact, or nothing is known of it that could be wrong.
        Invalid: the value is impossible or the one that counts, the day lies ahead or before that value's, or the file
            is none that is taken.
        Conflict: an earlier one is not answered yet.
    """
    unit = directory.access_unit(actor, given.unit_id)
    if actor.scope.unit_id != unit.pk:
        raise Denied(ASK, _("由单位自己的账号申请"))
    known = queries.known_facts(actor.zone_id)
    row = known.definitions.get(given.key)
    if row is None or not queries.asked_of(row, unit.sector.code):
        raise NotFound
    disputed, raw = _disputed(known, row, unit.pk, given)
    made = FactCorrection(
        zone_id=actor.zone_id,
        unit=unit,
        definition=row,
        disputed=disputed,
        raw=raw,
        observed_on=given.observed_on,
        reason=given.reason,
        asked_at=now,
        asked_by=actor.account_id,
        asked_as=actor.position[:200],
    )
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(_("这一项已有一份没有答复的更正申请")) from error
    _prove(actor, made, given, now)
    _ask_source(made, unit.sector_id, now)
    return _done(made)


def _disputed(known: queries.Known, row: FactDefinition, unit_id: int, given: AskCorrection) -> tuple[FactValue, int]:
    """The value that counts, and what it ought to be."""
    if row.source_id is None:
        raise WrongMove(_("“%(name)s”不由部门提供，不用申请更正") % {"name": row.name})
    current = queries.current_value(unit_id, row.pk)
    if current is None:
        raise WrongMove(_("“%(name)s”现在没有值，没有可更正的") % {"name": row.name})
    try:
        raw = rules.raw_value(known.catalogue.facts[row.key], given.value, "")
    except CriterionError as error:
        raise Invalid(fields={"value": rules.in_language(error.problems[0].words)}) from error
    if raw is None or raw == current.raw:
        raise Invalid(fields={"value": _("请填写与现值不同的正确值")})
    if not current.observed_at.astimezone(clock.SHANGHAI).date() <= given.observed_on <= clock.today():
        raise Invalid(fields={"observed_on": _("不能早于现值的日期，也不能是将来的日期")})
    return current.value, raw


def _prove(actor: Actor, made: FactCorrection, given: AskCorrection, now: datetime) -> None:
    hung = AddAttachment(subject_kind=KIND, subject_id=made.pk, upload=given.proof)
    try:
        add_attachment(actor=actor, given=hung, now=now)
    except Invalid as refusal:
        why = [str(one) for one in (refusal.fields or {}).values()] or [str(refusal)]
        raise Invalid(fields={"proof": "；".join(why)}) from refusal


def _ask_source(made: FactCorrection, sector_id: int, now: datetime) -> None:
    row = made.definition
    seat = asking.seat_of(made.zone_id, row.source_id or 0, ACCEPT, KIND, sector_id)
    if seat is None:
        return
    asking.ask(
        made.zone_id,
        now,
        kind=KIND,
        title=f"答复更正：{made.unit.name}的“{row.name}”"[:120],
        title_en=f"Answer a correction: {row.name_en} of {made.unit.name}"[:120],
        details=made.reason,
        position_id=seat.pk,
        unit_id=made.unit_id,
        subject_kind=KIND,
        subject_id=made.pk,
        subject_label=made.unit.name,
    )


@command(ACCEPT)
def accept_correction(*, actor: Actor, now: datetime, given: AcceptCorrection) -> Done[FactCorrection]:
    """Agree: the department says the new value, which counts from now on; what was said before stays.

    Raises:
        NotFound: it is out of reach.
        Denied: another department answers, or who asked it.
        WrongMove: it is answered already, the unit was merged, or the catalogue no longer has the fact.
        Conflict: it was changed, or another value was said, since the page was opened.
    """
    found = _held(actor, given, "accept", ACCEPT)
    current = queries.current_value(found.unit_id, found.definition_id, locked=True)
    if current is None or current.value_id != given.current_id:
        raise Conflict(_("这项事实刚有了新的值，请核对后再答复"))
    if found.unit.merged_into_id or found.definition.retired:
        raise WrongMove(_("单位已并入另一家或事实目录已无此项，请说明理由，不予更正"))
    found.value = FactValue.objects.create(
        zone_id=found.zone_id,
        unit_id=found.unit_id,
        definition_id=found.definition_id,
        raw=found.raw,
        observed_at=max(current.observed_at, min(now, moment(found.observed_on, now))),
        recorded_at=now,
        source_id=found.definition.source_id,
        recorded_by=actor.account_id,
        note=f"依单位申请更正：{found.reason}"[:200],
    )
    _close(actor, found, given.answer, now)
    told = FactsRecorded(zone_id=found.zone_id, unit_ids=(found.unit_id,), keys=(found.definition.key,))
    return _done(found, told)


@command(DECLINE)
def decline_correction(*, actor: Actor, now: datetime, given: DeclineCorrection) -> Done[FactCorrection]:
    """Refuse with a reason; nothing that is known changes.

    Raises:
        NotFound: it is out of reach.
        Denied: another department answers, or who asked it.
        WrongMove: it is answered already.
        Conflict: it was changed meanwhile.
    """
    found = _held(actor, given, "decline", DECLINE)
    _close(actor, found, given.answer, now)
    return _done(found)


@command(TAKE_BACK)
def withdraw_correction(*, actor: Actor, now: datetime, given: OneCorrection) -> Done[FactCorrection]:
    """Take back what one's own unit asked for.

    Raises:
        NotFound: it is out of reach.
        Denied: it is not the actor's own unit.
        WrongMove: it is answered already.
        Conflict: it was changed meanwhile.
    """
    found = _held(actor, given, "withdraw", TAKE_BACK)
    _close(actor, found, "", now)
    return _done(found)


def _held(actor: Actor, given: OneCorrection, action: str, permission: str) -> FactCorrection:
    found = queries.access_correction(actor, given.correction_id)
    if found.version != given.version:
        raise Conflict(yours=given.version, current=found.version)
    found.state = CORRECTION.move(found.state, action)
    if permission == TAKE_BACK and actor.scope.unit_id != found.unit_id:
        raise Denied(permission, _("由申请的单位撤回"))
    if permission != TAKE_BACK and not queries.answers_for(actor, found):
        source = found.definition.source.short_name if found.definition.source else ""
        raise Denied(permission, _("由%(source)s答复") % {"source": source})
    if permission != TAKE_BACK and found.asked_by == actor.account_id:
        raise Denied(permission, _("申请由申请人以外的人答复"))
    return found


def _close(actor: Actor, found: FactCorrection, answer: str, now: datetime) -> None:
    found.answer, found.version = answer, found.version + 1
    found.answered_at, found.answered_by, found.answered_as = now, actor.account_id, actor.position[:200]
    found.save()
    result = "：".join(filter(None, (_word(found, "zh-hans"), answer)))
    asking.finish(found.zone_id, KIND, KIND, found.pk, result, now)
    if found.state != "withdrawn":
        _tell(found, now)


def _tell(found: FactCorrection, now: datetime) -> None:
    """Tell who asked what has come of it."""
    row = found.definition
    given = Notify(
        kind=ANSWERED.code,
        account_ids=(found.asked_by,) if found.asked_by else (),
        key=f"correction:{found.pk}",
        values={
            "unit": found.unit.name[:100],
            "fact": row.name,
            "fact_en": row.name_en,
            "state": _word(found, "zh-hans"),
            "state_en": _word(found, "en"),
            "answer": found.answer,
        },
        subject_kind=KIND,
        subject_id=found.pk,
    )
    inbox.notify(actor=asking.by_itself(found.zone_id), given=given, now=now)


def _word(found: FactCorrection, language: str) -> str:
    with override(language):
        return str(CORRECTION.states[found.state].label)


def _done(found: FactCorrection, *told: FactsRecorded) -> Done[FactCorrection]:
    details: dict[str, object] = {"fact": found.definition.key, "state": found.state}
    if found.value_id:
        details["value"] = found.value_id
    return Done(found, Subject(KIND, found.pk, found.unit.name, unit_id=found.unit_id), told, details)
