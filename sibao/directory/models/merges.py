"""Units that are one: which were merged, what moved, and which pairs may be the same."""

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


@pghistory.track(append_only=True)
class Merge(models.Model):
    """Two units were merged (合并): `retired` stands for itself no longer, `survivor` goes on for both.

    `taken` names the details that the survivor took from the retired one; `summary` says for each follower how many
    rows moved, how many stayed and which was the table's last row then; `left` what an undo did not bring back.
    """

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    retired = models.ForeignKey("directory.Unit", models.PROTECT, related_name="merges")
    survivor = models.ForeignKey("directory.Unit", models.PROTECT, related_name="mergers")
    taken = models.JSONField(default=list)
    reason = models.CharField(max_length=200)
    summary = models.JSONField(default=dict)
    merged_at = models.DateTimeField()
    merged_by = models.BigIntegerField()
    undone_at = models.DateTimeField(null=True)
    undone_by = models.BigIntegerField(null=True)
    undo_reason = models.CharField(max_length=200, blank=True)
    left = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(retired=F("survivor")), name="no_merge_with_itself"),
            models.UniqueConstraint(fields=["retired"], condition=Q(undone_at=None), name="merged_once"),
            models.CheckConstraint(condition=Q(undone_at=None) | ~Q(undo_reason=""), name="undone_merge_has_reason"),
        ]
        indexes = [models.Index(fields=["zone", "-id"], name="merge_by_zone")]


class MergeRow(models.Model):
    """One row that a merge moved or changed (合并明细): its columns before and after. Rows are only ever added."""

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    merge = models.ForeignKey("directory.Merge", models.PROTECT, related_name="rows")
    follower = models.CharField(max_length=60)
    row_id = models.BigIntegerField()
    before = models.JSONField()
    after = models.JSONField()
    digest = models.CharField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["merge", "follower", "row_id"], name="merge_row_once")]


@pghistory.track(append_only=True)
class Likeness(models.Model):
    """Two units that may be one (疑似重复), with the reasons; once someone has said that they are not, it stays said.

    `first` has the lower id. `weight` adds up the reasons; a pair is found anew whenever units change.
    """

    class State(models.TextChoices):
        OPEN = "open", _("待核对")
        APART = "apart", _("不是同一家")

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    first = models.ForeignKey("directory.Unit", models.PROTECT, related_name="+")
    second = models.ForeignKey("directory.Unit", models.PROTECT, related_name="+")
    reasons = ArrayField(models.CharField(max_length=10))
    weight = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=5, choices=State.choices, default=State.OPEN)
    note = models.CharField(max_length=200, blank=True)
    found_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="likeness_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="likeness_in_order"),
            models.CheckConstraint(condition=~Q(state="apart") | ~Q(note=""), name="apart_has_reason"),
        ]
        indexes = [models.Index(fields=["zone", "state", "-weight", "id"], name="likeness_by_weight")]
