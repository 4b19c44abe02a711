"""Deliveries: how each account is told, what is due, and what those who look after them see."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from sibao.accounts import queries as accounts
from sibao.inbox.models import Channel, Delivery, DeliveryStep, Message, MessagePreference, Reception
from sibao.inbox.states import BEGUN
from sibao.kernel.access import Actor, require
from sibao.kernel.message_kinds import MessageKind
from sibao.kernel.personal.kept import Kept
from sibao.kernel.refusals import NotFound
from sibao.kernel.secrets import mask_phone, open_sealed, open_shown


@dataclass(frozen=True, slots=True)
class Reader:
    """How one account is told one kind of message."""

    account_id: int
    channels: tuple[str, ...]
    digest: bool
    quiet: tuple[int, int] | None
    mail: bool
    phone: bool
    robot: bool

    def reached_by(self, channel: str) -> bool:
        """Return whether the account has an address of a channel."""
        return {"mail": self.mail, "sms": self.phone, "robot": self.robot}[channel]


def readers(account_ids: Iterable[int], kind: MessageKind) -> list[Reader]:
    """Return how some accounts are told a kind of message, in three queries however many they are."""
    ids = list(account_ids)
    chosen = {row.account_id: row for row in MessagePreference.objects.filter(account__in=ids, kind=kind.code)}
    receptions = {row.account_id: row for row in Reception.objects.filter(account__in=ids)}
    return [
        _reader(pk, bool(account.email), chosen.get(pk), receptions.get(pk), kind)
        for pk, account in sorted(accounts.people(ids).items())
    ]


def _reader(
    account_id: int, mail: bool, chosen: MessagePreference | None, where: Reception | None, kind: MessageKind
) -> Reader:
    return Reader(
        account_id=account_id,
        channels=tuple(chosen.channels) if chosen else kind.channels,
        digest=bool(chosen and chosen.digest),
        quiet=quiet_of(where),
        mail=mail,
        phone=bool(where and where.sealed_phone),
        robot=bool(where and where.sealed_robot),
    )


def quiet_of(where: Reception | None) -> tuple[int, int] | None:
    """Return an account's quiet hours, from and to, in minutes since midnight in Shanghai."""
    if where is None or where.quiet_from is None or where.quiet_to is None:
        return None
    return where.quiet_from, where.quiet_to


def reception(actor: Actor) -> Reception | None:
    """Return where and when the actor's account is told."""
    return Reception.objects.filter(account_id=actor.account_id).first()


def own_reception(actor: Actor, subjects: Sequence[bytes]) -> list[Kept]:
    """Tell the actor where she is told, masked."""
    where = reception(actor)
    phone = open_shown(where.sealed_phone, mask_phone) if where else ""
    told = [Kept(_("短信接收号码"), phone)] if phone else []
    return told + ([Kept(_("群机器人地址"), _("已设置"))] if where and where.sealed_robot else [])


def preferences(actor: Actor) -> dict[str, MessagePreference]:
    """Return what the actor's account has chosen, by kind."""
    return {row.kind: row for row in MessagePreference.objects.filter(account_id=actor.account_id)}


def next_delivery(zone_id: int, now: datetime, without: Collection[str]) -> Delivery | None:
    """Return, locked, the next delivery that is due, urgent ones first; what another worker holds is left to it."""
    rows = Delivery.objects.select_for_update(skip_locked=True).filter(zone_id=zone_id, state="waiting")
    return rows.filter(next_at__lte=now).exclude(channel__in=without).order_by("-urgent", "next_at", "id").first()


def left_lying(zone_id: int, real: datetime) -> list[Delivery]:
    """Return, locked, the deliveries whose worker has died: its lease has run out."""
    rows = Delivery.objects.select_for_update(skip_locked=True).filter(zone_id=zone_id, state__in=BEGUN)
    return list(rows.filter(leased_until__lt=real).order_by("pk"))


def message_of(delivery: Delivery) -> Message:
    """Return the message of a delivery, with its account."""
    return Message.objects.select_related("account").get(pk=delivery.message_id)


def reception_of(account_id: int) -> Reception | None:
    """Return where and when an account is told, for the worker that tells it."""
    return Reception.objects.filter(account_id=account_id).first()


def for_digest(zone_id: int) -> dict[int, int]:
    """Return, by account, how many unread messages wait for its digest, so far as any came after its last one."""
    digested = MessagePreference.objects.filter(account=OuterRef("account_id"), kind=OuterRef("kind"), digest=True)
    rows = Message.objects.filter(Exists(digested), zone_id=zone_id, read_at=None, urgent=False).order_by()
    waiting = rows.values("account_id").annotate(number=Count("pk"), newest=Max("told_at"))
    last = _last_digests(zone_id, [row["account_id"] for row in waiting])
    return {
        row["account_id"]: row["number"]
        for row in waiting
        if row["account_id"] not in last or row["newest"] > last[row["account_id"]]
    }


def _last_digests(zone_id: int, account_ids: list[int]) -> dict[int, datetime]:
    rows = Message.objects.filter(zone_id=zone_id, account__in=account_ids, kind="inbox:digest").order_by()
    return dict(rows.values("account_id").annotate(at=Max("told_at")).values_list("account_id", "at"))


def deliveries(actor: Actor) -> QuerySet[Delivery]:
    """Return the zone's deliveries for those who look after them, newest first; never what a message says."""
    require(actor, "inbox:delivery:read")
    rows = Delivery.objects.filter(zone_id=actor.zone_id).select_related("message__account")
    return rows.order_by("-id")


def delivery(actor: Actor, delivery_id: int) -> Delivery:
    """Return one of them.

    Raises:
        NotFound: there is none of that id in the zone.
    """
    found = deliveries(actor).filter(pk=delivery_id).first()
    if found is None:
        raise NotFound
    return found


def access_delivery(actor: Actor, delivery_id: int) -> Delivery:
    """Return one of them locked, the only way to hold it in order to change it.

    Raises:
        NotFound: there is none of that id in the zone.
    """
    found = deliveries(actor).select_for_update(of=("self",)).filter(pk=delivery_id).first()
    if found is None:
        raise NotFound
    return found


def steps_of(found: Delivery) -> QuerySet[DeliveryStep]:
    """Return what happened to a delivery, newest first."""
    return found.steps.order_by("-id")


def stuck() -> Q:
    """Return the condition that a delivery waits for a person."""
    return Q(state__in=["unknown", "given_up"])


def ways() -> list[str]:
    """Return the channels that this installation offers beside the page."""
    return [code for code in Channel.values if code != Channel.ROBOT or settings.ROBOT_HOSTS]


def mail_of(actor: Actor) -> str:
    """Return the mail address of the actor's own account; empty when it has none."""
    found = accounts.people([actor.account_id]).get(actor.account_id)
    return found.email if found else ""


def robot_secret(where: Reception | None) -> str:
    """Return the secret by which the owner's robot tells that a call is ours; empty without a robot."""
    if where is None or where.sealed_robot is None:
        return ""
    return secret_of_robot(open_sealed(where.sealed_robot))


def secret_of_robot(url: str) -> str:
    """Return the secret that a robot's calls are signed with; a new address has a new one."""
    return salted_hmac("sibao.inbox.robot", url, algorithm="sha256").hexdigest()
