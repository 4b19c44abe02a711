"""What a zone settles for itself."""

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q


@pghistory.track(append_only=True)
class FeatureSwitch(models.Model):
    """A feature is on or off in a zone (功能开关), since when, by whom and why; without a row it is as it was registered.

    `version` counts how often somebody has turned it; 0 = only a pack, or nobody, has.
    """

    zone_id = models.BigIntegerField()
    key = models.CharField(max_length=40)
    on = models.BooleanField()
    reason = models.CharField(max_length=200, blank=True)
    by = models.CharField(max_length=160, blank=True)
    turned_at = models.DateTimeField()
    version = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["zone_id", "key"], name="switch_once")]


@pghistory.track(append_only=True)
class CodeList(models.Model):
    """A closed vocabulary of a zone (代码表); its key never changes and it is never deleted."""

    zone_id = models.BigIntegerField()
    key = models.CharField(max_length=40)
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["zone_id", "key"], name="code_list_once")]
        triggers = [
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="key_stays", fields=["zone_id", "key"]),
        ]


@pghistory.track(append_only=True)
class Code(models.Model):
    """A code of a list (代码) with its words; it is offered from a day to a day, and never changed or deleted.

    `version` counts how often somebody has edited it; 0 = it is as a pack gave it.
    """

    zone_id = models.BigIntegerField()
    list = models.ForeignKey("kernel.CodeList", models.PROTECT, related_name="codes")
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=60)
    order = models.PositiveSmallIntegerField()
    started_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    reason = models.CharField(max_length=200, blank=True)
    by = models.CharField(max_length=160, blank=True)
    recorded_at = models.DateTimeField()
    version = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["list", "code"], name="code_once"),
            models.CheckConstraint(
                condition=Q(started_on=None) | Q(ended_on=None) | Q(ended_on__gte=F("started_on")), name="code_ends"
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="code_stays", fields=["zone_id", "list", "code"]),
        ]
