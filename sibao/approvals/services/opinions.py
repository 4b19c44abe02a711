"""Giving an opinion; the one that completes the quorum decides."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from sibao.accounts import queries as accounts
from sibao.approvals import queries, rules
from sibao.approvals.inputs import GiveOpinion
from sibao.approvals.models import Consultation, ConsultedBody, Opinion
from sibao.approvals.services.steps import answered, close, moved
from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, command
from sibao.kernel.jobs import AWAITED
from sibao.kernel.refusals import Denied, WrongMove

CLOSE = "sibao.approvals.close"
GIVE = "approvals:opinion:give"


@command("approvals:opinion:give")
def give_opinion(*, actor: Actor, now: datetime, given: GiveOpinion) -> Done[Consultation]:
    """Agree, disagree or abstain, once, in the seat that was asked; a deputy signs as a deputy.

    What the opinions lead to is decided under the row's lock, so that of two last ones only the second decides.

    Raises:
        NotFound: the actor may not see it.
        Denied: she asked it herself, was not asked, or has answered.
        WrongMove: it is decided, withdrawn or out of time.
    """
    found = queries.access_consultation(actor, given.consultation_id)
    if found.state != "open" or found.lapses_at <= now:
        raise WrongMove(_("这件会签已结束或已到期"))
    answering = queries.answering(actor, found)
    if answering.body is None:
        raise Denied(GIVE, answering.why_not)
    opinion = _write(actor, now, given, found, answering.body)
    _decide(found, answering.body, now)
    return moved(found, opinion=opinion.pk, stance=given.stance)


def _write(actor: Actor, now: datetime, given: GiveOpinion, found: Consultation, body: ConsultedBody) -> Opinion:
    try:
        with transaction.atomic():
            return Opinion.objects.create(
                zone_id=found.zone_id,
                consultation=found,
                body=body,
                appointment_id=actor.appointment_id or 0,
                account_id=actor.account_id,
                holder_id=accounts.seat_of(actor).account_ids[-1],
                by=f"{actor.name} · {actor.position}"[:160],
                stance=given.stance,
                reason=given.reason,
                recorded_at=now,
            )
    except IntegrityError as error:
        raise Denied(GIVE, _("这个岗位或账号不能签署这件会签的意见")) from error


def _decide(found: Consultation, body: ConsultedBody, now: datetime) -> None:
    asked = queries.bodies(found)
    voices = queries.voices(found, asked)
    led_to = rules.outcome(voices, quorum=found.quorum, least=[one.least for one in asked], veto=found.veto)
    agreed = sum(voice.stance == rules.AGREE and asked[voice.body].pk == body.pk for voice in voices)
    if agreed >= max(body.least, 1):
        answered(body, now)
    if led_to:
        found.decided_at = now
        close(found, led_to, now)
        close_job = app.configure_task(CLOSE, queue=AWAITED, lock=f"consultation-{found.pk}")
        close_job.defer(zone_id=found.zone_id, consultation_id=found.pk)
