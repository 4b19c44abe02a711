"""What a hazard's pack says of daily work: classes and uses of sections, and the fields of the daily report."""

import pghistory
from django.db import models
from django.db.models import Q

from sibao.routine.rules.reports import PARTS


class Word(models.Model):
    """A word of the pack, in its order; one that the pack no longer holds stays with what was said by it."""

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    key = models.CharField(max_length=40)
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=60)
    order = models.PositiveSmallIntegerField()
    in_use = models.BooleanField(default=True)

    class Meta:
        abstract = True


@pghistory.track(append_only=True)
class SectionClass(Word):
    """How closed a section of a site is (分区类别), and how many hours a disinfection of it lasts."""

    hours = models.PositiveSmallIntegerField()
    document = models.ForeignKey("directory.PolicyDocument", models.PROTECT, null=True, related_name="+")
    article = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["zone", "key"], name="section_class_once"),
            models.CheckConstraint(condition=Q(hours__gte=1), name="section_class_has_hours"),
        ]


@pghistory.track(append_only=True)
class SectionUse(Word):
    """What a section is for (分区用途)."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["zone", "key"], name="section_use_once")]


@pghistory.track(append_only=True)
class ReportField(Word):
    """A whole number that a part of the daily report asks for (日报项); `prefill` names what the product knows of it."""

    part = models.CharField(max_length=10)
    unit_word = models.CharField(max_length=10)
    unit_word_en = models.CharField(max_length=20)
    highest = models.PositiveIntegerField()
    needed = models.BooleanField()
    prefill = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["zone", "part", "key"], name="report_field_once"),
            models.CheckConstraint(condition=Q(part__in=PARTS), name="report_part_known"),
        ]
