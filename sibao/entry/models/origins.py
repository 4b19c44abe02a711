"""What a hazard's pack says of coming in, and which class each area of origin has."""

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sibao.kernel.database.periods import ends_after_start, one_at_a_time


@pghistory.track(append_only=True)
class EntryRules(models.Model):
    """The numbers of a zone's rules of coming in (入口规则), one row a zone, from the pack of its hazard.

    `version` is the pack's; a code keeps it. Arrivals are registered `ahead_days` before, crews `crew_hours`. What a gate
    reads is good for `certificate_hours`, `emergency_hours` in an emergency, a code for `code_hours`, a list on a phone
    for `list_minutes`.
    """

    zone = models.OneToOneField("directory.Zone", models.PROTECT, related_name="+")
    hazard = models.CharField(max_length=40)
    version = models.CharField(max_length=20)
    ahead_days = models.PositiveSmallIntegerField()
    crew_hours = models.PositiveSmallIntegerField()
    certificate_hours = models.PositiveSmallIntegerField()
    emergency_hours = models.PositiveSmallIntegerField()
    code_hours = models.PositiveSmallIntegerField()
    list_minutes = models.PositiveSmallIntegerField()
    document = models.ForeignKey("directory.PolicyDocument", models.PROTECT, null=True, related_name="+")
    article = models.CharField(max_length=200, blank=True)


@pghistory.track(append_only=True)
class OriginClass(models.Model):
    """A class of areas of origin (来源地类别), and what it means for who comes from there: one row of the decision table.

    Without a colour it is decided case by case. `follows` names what it was taken from where no document of the zone
    says so.
    """

    class Colour(models.TextChoices):
        GREEN = "green", _("绿码")
        YELLOW = "yellow", _("黄码")
        RED = "red", _("红码")

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    key = models.CharField(max_length=20)
    order = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=80)
    colour = models.CharField(max_length=8, choices=Colour.choices, blank=True)
    measures = models.CharField(max_length=200)
    measures_en = models.CharField(max_length=200)
    test_days = models.JSONField(default=list)
    days = models.PositiveSmallIntegerField(null=True)
    tests = models.PositiveSmallIntegerField(default=0)
    within = models.PositiveSmallIntegerField(default=0)
    exempts = models.BooleanField(default=False)
    follows = models.CharField(max_length=200, blank=True)
    document = models.ForeignKey("directory.PolicyDocument", models.PROTECT, null=True, related_name="+")
    article = models.CharField(max_length=200, blank=True)
    retired = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["zone", "key"], name="origin_class_once"),
            models.CheckConstraint(
                condition=Q(colour__in=["", "green", "yellow", "red"]), name="origin_class_colour_known"
            ),
        ]


@pghistory.track(append_only=True)
class OriginArea(models.Model):
    """An area is of a class from a day to a day (来源地定级), by a document; `code` is a division's or how those within begin."""

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    code = models.CharField(max_length=6)
    name = models.CharField(max_length=40)
    origin_class = models.ForeignKey("entry.OriginClass", models.PROTECT, related_name="areas")
    started_on = models.DateField()
    ended_on = models.DateField(null=True)
    basis = models.CharField(max_length=200)

    class Meta:
        constraints = [
            ends_after_start("origin_area_ends"),
            one_at_a_time("zone", "code", name="one_class_at_a_time"),
            models.CheckConstraint(condition=Q(code__regex="^([0-9]{2}){1,3}$"), name="origin_area_code_known"),
        ]
