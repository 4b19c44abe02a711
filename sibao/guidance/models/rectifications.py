"""What has to be put right, by whom and until when."""

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q

from sibao.guidance.states import OPEN_RECTIFICATION, RECTIFICATION


@pghistory.track(append_only=True)
class Rectification(models.Model):
    """Something that a unit has to put right until a moment (整改): reported done with proof, confirmed by somebody else.

    `origin_kind` and `origin_id` say what found it: an answer of a check, or a thing of a context above.
    """

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    unit = models.ForeignKey("directory.Unit", models.PROTECT, related_name="+")
    item = models.ForeignKey("guidance.GuideItem", models.PROTECT, null=True, related_name="+")
    origin_kind = models.CharField(max_length=40)
    origin_id = models.BigIntegerField()
    title = models.CharField(max_length=200)
    title_en = models.CharField(max_length=300, blank=True)
    note = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=RECTIFICATION.choices(), default="open")
    due_at = models.DateTimeField()
    opened_at = models.DateTimeField()
    opened_by = models.BigIntegerField()
    opened_as = models.CharField(max_length=200)
    proof = models.CharField(max_length=300, blank=True)
    reported_at = models.DateTimeField(null=True)
    reported_by = models.BigIntegerField(null=True)
    reported_as = models.CharField(max_length=200, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.BigIntegerField(null=True)
    ended_as = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    times_returned = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["unit", "state"], name="rectification_of_unit"),
            models.Index(fields=["zone", "state", "due_at"], name="rectification_by_due"),
        ]
        constraints = [
            RECTIFICATION.constraint(),
            models.UniqueConstraint(
                fields=["unit", "item"], condition=Q(state__in=OPEN_RECTIFICATION), name="one_open_for_an_item"
            ),
            models.UniqueConstraint(
                fields=["unit", "origin_kind", "origin_id"],
                condition=Q(state__in=OPEN_RECTIFICATION),
                name="one_open_for_an_origin",
            ),
            models.CheckConstraint(
                condition=~Q(state="reported") | (Q(reported_by__isnull=False) & ~Q(proof="")),
                name="reported_with_proof",
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed")
                | (Q(ended_by__isnull=False) & (Q(reported_by=None) | ~Q(ended_by=F("reported_by")))),
                name="confirmed_by_somebody_else",
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | ~Q(reason=""), name="rectification_cancelled_with_reason"
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN_RECTIFICATION, ended_at=None)
                | (~Q(state__in=OPEN_RECTIFICATION) & Q(ended_at__isnull=False)),
                name="rectification_ended_means_closed",
            ),
        ]
        triggers = [
            RECTIFICATION.trigger(),
            pgtrigger.Protect(
                name="rectification_begins_open", operation=pgtrigger.Insert, condition=~pgtrigger.Q(new__state="open")
            ),
            pgtrigger.Protect(name="rectification_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="stays_as_found",
                fields=["zone", "item", "origin_kind", "origin_id", "title", "opened_at", "opened_by"],
            ),
        ]
