"""Sending what is due: claimed under a lease, marked before it leaves, settled by whoever holds the newest attempt.

A worker may be killed at any point. Before the mark nothing has left, and the delivery is due again when its lease has
run out. After it, nobody knows: where the other side knows a repeat it is made again, otherwise a person decides.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from sibao.inbox import queries, rules, states
from sibao.inbox.models import Delivery, DeliveryStep, Message
from sibao.inbox.services.channels import WAYS, Letter, NoAnswer, Refused, Unreachable
from sibao.kernel import clock
from sibao.kernel.message_kinds import KINDS
from sibao.kernel.secrets import SealBroken, open_sealed

LEASE = timedelta(seconds=90)
"""Longer than any channel waits for the other side."""


@dataclass(frozen=True, slots=True)
class Held:
    """An attempt that this worker holds."""

    delivery: Delivery
    attempt: int


def send_due(zone_id: int, now: datetime) -> int:
    """Send everything that is due and return how many attempts were made; a way that is down is left for the next time."""
    recover(zone_id, now)
    down: set[str] = set()
    made = 0
    while (held := claim(zone_id, now, down)) is not None:
        made += 1
        if not carry(held, now):
            down.add(held.delivery.channel)
    return made


@transaction.atomic
def recover(zone_id: int, now: datetime) -> None:
    """Take up what a dead worker left: due again where nothing had left the house, else by whether a repeat is known."""
    for found in queries.left_lying(zone_id, clock.real()):
        again = found.state == "claimed" or WAYS[found.channel].repeats
        words = _("发送进程中断，尚未发出") if found.state == "claimed" else _("发送进程中断，不知是否已发出")
        _move(found, "retry" if again else "lose", now, words, next_at=now)


@transaction.atomic
def claim(zone_id: int, now: datetime, down: set[str]) -> Held | None:
    """Take the next delivery under a lease, with a new attempt number; None when nothing is due."""
    found = queries.next_delivery(zone_id, now, down)
    if found is None:
        return None
    found.attempt += 1
    _move(found, "claim", now)
    return Held(found, found.attempt)


def carry(held: Held, now: datetime) -> bool:
    """Make one attempt and settle it; return whether its way answers."""
    way = WAYS[held.delivery.channel]
    try:
        letter = _letter(held.delivery)
        with way.opened(letter) as hand_over:
            if not begin(held, now):
                return True
            hand_over()
    except Unreachable as error:
        _try_again(held, now, str(error))
        return False
    except NoAnswer as error:
        _try_again(held, now, str(error))
    except (Refused, SealBroken) as error:
        settle(held, "give-up", now, str(error))
    except Exception as error:  # noqa: BLE001 - whatever it was, the letter may have left
        _lost(held, now, _("发出后没有答复（%(what)s）") % {"what": type(error).__name__}, repeats=way.repeats)
    else:
        settle(held, "sent", now)
    return True


def begin(held: Held, now: datetime) -> bool:
    """Mark, and commit, that the letter leaves now; False when the attempt is no longer this worker's."""
    return settle(held, "begin", now)


@transaction.atomic
def settle(held: Held, action: str, now: datetime, note: str = "", *, next_at: datetime | None = None) -> bool:
    """Move a delivery on as far as this worker still holds its newest attempt; return whether it does."""
    rows = Delivery.objects.select_for_update().filter(pk=held.delivery.pk, attempt=held.attempt)
    found = rows.filter(state__in=states.BEGUN).first()
    if found is None:
        return False
    _move(found, action, now, note, next_at=next_at)
    return True


def _try_again(held: Held, now: datetime, note: str) -> None:
    next_at = rules.next_attempt(now, held.attempt, held.delivery.tried_since)
    settle(held, "give-up" if next_at is None else "retry", now, note, next_at=next_at)


def _lost(held: Held, now: datetime, note: str, *, repeats: bool) -> None:
    """After the mark nobody knows; before it, nothing has left."""
    state = Delivery.objects.filter(pk=held.delivery.pk).values_list("state", flat=True).get()
    if repeats or state == "claimed":
        _try_again(held, now, note)
    else:
        settle(held, "lose", now, note)


def _move(found: Delivery, action: str, now: datetime, note: str = "", *, next_at: datetime | None = None) -> None:
    found.state = states.DELIVERY.move(found.state, action)
    found.leased_until = clock.real() + LEASE if found.state in states.BEGUN else None
    found.sent_at = now if found.state == "sent" else None
    found.next_at = next_at or found.next_at
    found.note = note[:200]
    found.save()
    DeliveryStep.objects.create(
        zone_id=found.zone_id,
        delivery=found,
        attempt=found.attempt,
        action=action,
        recorded_at=now,
        next_at=found.next_at,
        note=found.note,
    )


def _letter(delivery: Delivery) -> Letter:
    message = queries.message_of(delivery)
    kind = KINDS.get(message.kind)
    with override(message.account.language or settings.LANGUAGE_CODE):
        label = str(kind.label) if kind else _("新消息")
        link = f"{settings.ORIGIN}{reverse('inbox:message', args=[message.pk])}"
        urgent = _("【紧急】") if message.urgent else ""
        text = _("%(urgent)s您有一条新消息：%(label)s。请登录查看：%(link)s")
        return Letter(
            to=_address(delivery, message),
            label=label,
            text=text % {"urgent": urgent, "label": label, "link": link},
            link=link,
            reference=delivery.reference,
            kind=message.kind,
            urgent=message.urgent,
        )


def _address(delivery: Delivery, message: Message) -> str:
    """Return where a delivery goes, as it stands now.

    Raises:
        Refused: the account is closed or has no address of the channel any more.
    """
    where = queries.reception_of(message.account_id)
    if delivery.channel == "mail":
        found = message.account.email
    else:
        sealed = (where.sealed_phone if delivery.channel == "sms" else where.sealed_robot) if where else None
        found = open_sealed(sealed) if sealed else ""
    if not found or not message.account.is_active:
        raise Refused(_("账号已停用，或不再有这个渠道的地址"))
    return found
