"""How each account wants to be told."""

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q


@pghistory.track(append_only=True)
class MessagePreference(models.Model):
    """How an account is told a kind of message beside the page (消息偏好); without a row the kind's own channels hold."""

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=60)
    channels = ArrayField(models.CharField(max_length=8), default=list, blank=True)
    digest = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "kind"], name="message_preference_once")]


@pghistory.track(append_only=True, exclude=["sealed_phone", "sealed_robot"])
class Reception(models.Model):
    """Where and when an account is told (接收设置): sealed addresses, and quiet hours in minutes since midnight in Shanghai."""

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    account = models.OneToOneField("accounts.Account", models.PROTECT, related_name="+")
    quiet_from = models.PositiveSmallIntegerField(null=True)
    quiet_to = models.PositiveSmallIntegerField(null=True)
    sealed_phone = models.BinaryField(null=True)
    sealed_robot = models.BinaryField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(quiet_from=None, quiet_to=None)
                | (Q(quiet_from__lt=1440, quiet_to__lt=1440) & ~Q(quiet_from=F("quiet_to"))),
                name="quiet_hours_begin_and_end",
            )
        ]
