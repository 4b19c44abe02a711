"""Announcements of headquarters, and who has taken note of them."""

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q


@pghistory.track(append_only=True)
class Announcement(models.Model):
    """What headquarters' office tells a part of the zone for a time (公告); it is withdrawn, never deleted.

    It reaches whoever sits within `area_path` and `sector`, in one of `roles`; empty = no limit. `told_at` is when its
    readers were told, once, at its beginning.
    """

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    text = models.CharField(max_length=4000)
    area_path = models.CharField(max_length=80, blank=True)
    sector = models.ForeignKey("directory.Sector", models.PROTECT, null=True, related_name="+")
    roles = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    must_acknowledge = models.BooleanField(default=False)
    urgent = models.BooleanField(default=False)
    by = models.CharField(max_length=160)
    created_by = models.BigIntegerField()
    created_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.CharField(max_length=1000, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="announcement_ends_after_start"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_reason="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_reason="")),
                name="announcement_withdrawn_with_reason",
            ),
        ]
        indexes = [models.Index(fields=["zone", "-starts_at"], name="announcement_of_zone")]


class Acknowledgement(models.Model):
    """An account has taken note of an announcement (签收). Rows are only ever added."""

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    announcement = models.ForeignKey("inbox.Announcement", models.PROTECT, related_name="acknowledgements")
    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    by = models.CharField(max_length=160)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["announcement", "account"], name="acknowledged_once")]
