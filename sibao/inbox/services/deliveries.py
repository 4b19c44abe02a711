"""What people decide about deliveries whose fate is unknown or that were given up."""

from datetime import datetime

from django.utils.translation import gettext as _

from sibao.inbox import queries, states
from sibao.inbox.inputs import ReasonedDelivery
from sibao.inbox.models import Delivery, DeliveryStep
from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, Subject, command
from sibao.kernel.refusals import Conflict


@command("inbox:delivery:resend")
def resend_delivery(*, actor: Actor, now: datetime, given: ReasonedDelivery) -> Done[Delivery]:
    """Let a delivery be tried again, under the reference it had, so that a repeat can be told.

    Raises:
        NotFound: there is none of that id in the zone.
        Conflict: it was tried meanwhile.
        WrongMove: it is neither unknown nor given up.
    """
    return _decide(actor, now, given, "resend")


@command("inbox:delivery:confirm")
def confirm_delivery(*, actor: Actor, now: datetime, given: ReasonedDelivery) -> Done[Delivery]:
    """Say that a delivery of unknown fate has arrived, and how one knows.

    Raises:
        NotFound: there is none of that id in the zone.
        Conflict: it was tried meanwhile.
        WrongMove: its fate is not unknown.
    """
    return _decide(actor, now, given, "confirm")


def _decide(actor: Actor, now: datetime, given: ReasonedDelivery, action: str) -> Done[Delivery]:
    found = queries.access_delivery(actor, given.delivery_id)
    if found.attempt != given.attempt:
        raise Conflict(_("这次投递刚又试过一次，请核对后重试"), yours=given.attempt, current=found.attempt)
    found.state = states.DELIVERY.move(found.state, action)
    found.sent_at = now if found.state == "sent" else None
    found.next_at, found.tried_since = (now, now) if found.state == "waiting" else (found.next_at, found.tried_since)
    found.note = given.reason[:200]
    found.save()
    DeliveryStep.objects.create(
        zone_id=found.zone_id,
        delivery=found,
        attempt=found.attempt,
        action=action,
        recorded_at=now,
        next_at=found.next_at,
        account_id=actor.account_id,
        note=found.note,
    )
    details = {"channel": found.channel, "attempt": found.attempt, "reason": given.reason}
    return Done(found, Subject("delivery", found.pk, found.reference), details=details)
