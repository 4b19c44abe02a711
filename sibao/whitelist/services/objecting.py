"""Objections during the publicity of a batch (异议): recorded for whoever raises one, answered with reasons before it goes out."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from sibao.accounts import queries as accounts
from sibao.directory import queries as directory
from sibao.inbox import queries as inbox_queries
from sibao.inbox import services as inbox
from sibao.inbox.inputs import AssignTask, CompleteTask
from sibao.kernel.access import Actor, system
from sibao.kernel.commands import Done, Subject, command
from sibao.kernel.personal import looks
from sibao.kernel.refusals import Conflict, NotFound, WrongMove
from sibao.kernel.secrets import keyed_hash, month, open_sealed, seal
from sibao.whitelist import queries, states
from sibao.whitelist.inputs import AnswerObjection, DropUnit, RecordObjection, RevealObjector
from sibao.whitelist.models import Batch, BatchMember, Objection
from sibao.whitelist.services.batches import drop_unit

PACK = "whitelist"
KIND = SUBJECT = "objection"
ANSWER = "whitelist:objection:answer"


@dataclass(frozen=True, slots=True)
class Objector:
    """Who objects, unmasked."""

    name: str
    phone: str


@command("whitelist:objection:record")
def record_objection(*, actor: Actor, now: datetime, given: RecordObjection) -> Done[Objection]:
    """Keep what somebody objects to a unit of a publicised batch; who it is, sealed. It is to be answered within a time.

    Raises:
        NotFound: the unit is not in the batch, or not within reach.
        WrongMove: the batch is not publicised, or its period is over.
    """
    batch = queries.access_batch(actor, given.batch_id)
    if batch.state != "publicised" or batch.objection_until is None or now >= batch.objection_until:
        raise WrongMove(_("不在公示期内，不能再提出异议"))
    unit = directory.access_unit(actor, given.unit_id)
    if not BatchMember.objects.filter(batch=batch, unit=unit).exists():
        raise NotFound
    made = Objection.objects.create(
        zone_id=batch.zone_id,
        batch=batch,
        unit=unit,
        sealed_name=seal(given.name, pack=PACK, period=month()),
        sealed_phone=seal(given.phone, pack=PACK, period=month()),
        phone_hash=keyed_hash(given.phone, purpose="phone"),
        matter=given.matter,
        lodged_at=now,
        recorded_by=f"{actor.name} · {actor.position}"[:160],
    )
    _ask(made, now)
    return Done(made, _subject(made), details={"batch": batch.pk})


@command(ANSWER)
def answer_objection(*, actor: Actor, now: datetime, given: AnswerObjection) -> Done[Objection]:
    """Answer an objection with reasons, which are public; where it holds, the unit leaves the batch.

    Raises:
        Conflict: it was answered meanwhile.
        Denied: it holds, and the actor may take no unit out of a batch.
        WrongMove: it is answered.
    """
    found = queries.access_objection(actor, given.objection_id)
    if found.version != given.version:
        raise Conflict(yours=given.version, current=found.version)
    found.state = states.OBJECTION.move(found.state, given.outcome)
    found.answer, found.answered_at, found.version = given.answer, max(now, found.lodged_at), found.version + 1
    found.answered_by = f"{actor.name} · {actor.position}"[:160]
    found.save()
    if found.state == "upheld" and queries.stays_in(found):
        reason = _("异议成立：%(answer)s") % {"answer": given.answer}
        drop = DropUnit(batch_id=found.batch_id, unit_id=found.unit_id, reason=reason[:200])
        drop_unit(actor=actor, given=drop, now=now)
    _end_task(found, now)
    return Done(found, _subject(found), details={"outcome": given.outcome})


@command("whitelist:objection:reveal")
def reveal_objector(*, actor: Actor, now: datetime, given: RevealObjector) -> Done[Objector]:
    """Show who objects; who looked, and why, is on the record."""
    found = queries.objection(actor, given.objection_id)
    what = "whitelist:objection:reveal"
    looks.looked(actor, now, what=what, given=given, subjects=[bytes(found.phone_hash)], unit_id=found.unit_id)
    shown = Objector(open_sealed(bytes(found.sealed_name)), open_sealed(bytes(found.sealed_phone)))
    return Done(shown, _subject(found), details={"purpose": given.purpose, "how": given.how})


def must_be_answered(batch: Batch) -> None:
    """Refuse to publish a batch while an objection to one of its units is unanswered, or holds.

    Raises:
        WrongMove: in words that name the units.
    """
    if names := queries.contested(batch):
        raise WrongMove(_("还有没答复的异议，先答复或撤出：%(names)s") % {"names": "、".join(names[:10])})


def _subject(found: Objection) -> Subject:
    return Subject(SUBJECT, found.pk, found.unit.name, unit_id=found.unit_id)


def _ask(made: Objection, now: datetime) -> None:
    able = accounts.able_positions(made.zone_id, ANSWER)
    seat = able.filter(sector=made.unit.sector_id).first() or able.filter(sector=None).first()
    if seat is None:
        return
    given = AssignTask(
        kind=KIND,
        title=f"答复异议：{made.unit.name}"[:120],
        title_en=f"Answer an objection: {made.unit.name}"[:120],
        details=made.matter,
        position_id=seat.pk,
        unit_id=made.unit_id,
        subject_kind=SUBJECT,
        subject_id=made.pk,
        subject_label=made.unit.name,
    )
    inbox.assign_task(actor=system(made.zone_id, door="queue"), given=given, now=now)


def _end_task(found: Objection, now: datetime) -> None:
    task = inbox_queries.task_of(found.zone_id, KIND, SUBJECT, found.pk)
    if task is not None:
        done = CompleteTask(task_id=task.pk, version=task.version, result=found.answer[:200])
        inbox.complete_task(actor=system(found.zone_id, door="queue"), given=done, now=now)
