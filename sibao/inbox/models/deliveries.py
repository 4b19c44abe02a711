"""Messages on their way by mail, robot and SMS, and every step of it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sibao.inbox.states import BEGUN, DELIVERY


class Channel(models.TextChoices):
    """How a message is told beside the page (渠道)."""

    MAIL = "mail", _("邮件")
    ROBOT = "robot", _("群机器人")
    SMS = "sms", _("短信")


class Delivery(models.Model):
    """A message on its way by one channel (投递).

    `attempt` is the fencing number: whoever sends holds it, and what she says counts only as long as it is the newest.
    `leased_until` is real time; a worker that has not answered by then has died. `reference` stays the same over all
    attempts: the mail's Message-ID, the robot's idempotency key. `tried_since` begins anew when a person lets it be sent
    again. No address and no word of the message stands here.

    It begins with its message, and each move is a step; so its steps tell what it was at any moment, but for the lease;
    before any step it was due when the first one, which leaves that as it was, says so.
    """

    then = """
      select delivery.id, delivery.zone_id, delivery.message_id, delivery.channel, delivery.urgent, delivery.reference,
        case step.action when 'claim' then 'claimed' when 'begin' then 'sending' when 'sent' then 'sent'
          when 'confirm' then 'sent' when 'lose' then 'unknown' when 'give-up' then 'given_up' else 'waiting' end as state,
        coalesce(step.attempt, 0) as attempt, coalesce(step.note, '') as note,
        case when step.action in ('sent', 'confirm') then step.recorded_at end as sent_at,
        coalesce(step.next_at, (
          select first.next_at from public.inbox_deliverystep first
          where first.delivery_id = delivery.id order by first.id limit 1
        ), delivery.next_at) as next_at,
        coalesce((
          select max(again.recorded_at) from inbox_deliverystep again
          where again.delivery_id = delivery.id and again.action = 'resend'
        ), message.told_at) as tried_since,
        null::timestamptz as leased_until
      from public.inbox_delivery delivery
      join public.inbox_message message on message.id = delivery.message_id and message.told_at <= {moment}
      left join lateral (
        select * from inbox_deliverystep taken where taken.delivery_id = delivery.id order by taken.id desc limit 1
      ) step on true
    """

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    message = models.ForeignKey("inbox.Message", models.PROTECT, related_name="deliveries")
    channel = models.CharField(max_length=8, choices=Channel.choices)
    state = models.CharField(max_length=10, choices=DELIVERY.choices(), default="waiting")
    urgent = models.BooleanField(default=False)
    attempt = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    reference = models.CharField(max_length=40, unique=True)
    note = models.CharField(max_length=200, blank=True)
    tried_since = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            DELIVERY.constraint(),
            models.UniqueConstraint(fields=["message", "channel"], name="delivery_once_a_channel"),
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="delivery_channel_known"),
            models.CheckConstraint(
                condition=Q(state__in=BEGUN, leased_until__isnull=False) | (~Q(state__in=BEGUN) & Q(leased_until=None)),
                name="delivery_begun_means_leased",
            ),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at=None)),
                name="delivery_sent_means_when",
            ),
        ]
        indexes = [
            models.Index(fields=["-urgent", "next_at"], condition=Q(state="waiting"), name="delivery_waiting"),
            models.Index(fields=["leased_until"], condition=Q(state__in=BEGUN), name="delivery_leased"),
            models.Index(fields=["zone", "state", "-id"], name="delivery_by_state"),
        ]
        triggers = [DELIVERY.trigger()]


class DeliveryStep(models.Model):
    """One step of a delivery (投递经过). Rows are only ever added; the database lets no attempt be handed over twice.

    `next_at` is when the delivery was due after the step.
    """

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    delivery = models.ForeignKey("inbox.Delivery", models.PROTECT, related_name="steps")
    attempt = models.PositiveIntegerField()
    action = models.CharField(max_length=10)
    recorded_at = models.DateTimeField()
    next_at = models.DateTimeField()
    account_id = models.BigIntegerField(default=0)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["delivery", "attempt"], condition=Q(action="begin"), name="attempt_handed_over_once"
            ),
        ]
