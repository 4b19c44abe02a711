"""Changing one field of many rows at once, as something that lasts: it can be left, come back to and cancelled."""

from django.db import models

from sibao.kernel.models.runs import RunState


class Revision(models.Model):
    """One field of many rows of a list is changed at once (批量修改), in the background; `said` is the value in words."""

    zone_id = models.BigIntegerField()
    account_id = models.BigIntegerField()
    appointment_id = models.BigIntegerField()
    language = models.CharField(max_length=10, default="zh-hans")
    list_key = models.CharField(max_length=60)
    field = models.CharField(max_length=60, blank=True)
    value = models.CharField(max_length=60, blank=True)
    said = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=12, choices=RunState.choices, default=RunState.PREVIEW)
    total = models.PositiveIntegerField()
    progress = models.PositiveIntegerField(default=0)
    message = models.CharField(max_length=400, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["zone_id", "account_id", "-id"], name="revision_mine")]


class RevisionRow(models.Model):
    """One row that a revision chose (修改结果): the version that was seen, and what becomes of it."""

    revision = models.ForeignKey("kernel.Revision", models.CASCADE, related_name="+")
    zone_id = models.BigIntegerField()
    row_id = models.BigIntegerField()
    version = models.PositiveIntegerField()
    label = models.CharField(max_length=200)
    verdict = models.CharField(max_length=10, blank=True)
    before = models.CharField(max_length=200, blank=True)
    why = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["revision", "row_id"], name="revision_row_once")]
        indexes = [models.Index(fields=["revision", "verdict", "id"], name="revision_row_by_verdict")]
