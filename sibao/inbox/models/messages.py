"""Messages: what accounts were told."""

from django.db import models
from django.db.models import Q

from sibao.inbox.models.kinds import Guarantee


class Message(models.Model):
    """Something that one account was told (消息), written in the transaction in which it happened (R04).

    The row itself is how the page tells it; other channels have a delivery each. `words` is the sentence's message id and
    `values` fill it, so that each reads it in her own language. `key` names what happened: nobody is told it twice.
    Nothing of it ever changes but that it is read, once; so its two moments tell what it was at any other.
    """

    then = """
      select id, zone_id, account_id, kind, words, "values", subject_kind, subject_id, guarantee, urgent, key, told_at,
        case when read_at <= {moment} then read_at end as read_at
      from public.inbox_message where told_at <= {moment}
    """

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=60)
    words = models.CharField(max_length=200)
    values = models.JSONField(default=dict)
    subject_kind = models.CharField(max_length=40, blank=True)
    subject_id = models.BigIntegerField(null=True)
    guarantee = models.CharField(max_length=12, choices=Guarantee.choices, blank=True)
    urgent = models.BooleanField(default=False)
    key = models.CharField(max_length=100)
    told_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "key"], name="message_once"),
            models.CheckConstraint(condition=Q(guarantee__in=["", *Guarantee.values]), name="message_guarantee_known"),
        ]
        indexes = [
            models.Index(fields=["account", "-told_at", "-id"], name="message_of_account"),
            models.Index(fields=["account"], condition=Q(read_at=None), name="message_unread"),
        ]
