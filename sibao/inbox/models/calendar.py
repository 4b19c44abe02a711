"""Which days and hours are worked."""

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


@pghistory.track(append_only=True)
class Holiday(models.Model):
    """A day that is not as its weekday says (节假日调休): a holiday off, or a weekend day that is worked."""

    class Kind(models.TextChoices):
        HOLIDAY = "holiday", _("放假")
        MAKEUP = "makeup_workday", _("调休上班")

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    day = models.DateField()
    kind = models.CharField(max_length=16, choices=Kind.choices)
    name = models.CharField(max_length=40)
    source = models.CharField(max_length=200)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["zone", "day"], name="holiday_once"),
            models.CheckConstraint(condition=Q(kind__in=["holiday", "makeup_workday"]), name="holiday_kind_known"),
            models.CheckConstraint(condition=~Q(source=""), name="holiday_has_source"),
        ]


@pghistory.track(append_only=True)
class CalendarYear(models.Model):
    """Whether a year's arrangement of holidays is published (年度安排); due times in other years are provisional (暂定)."""

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    published = models.BooleanField(default=False)
    source = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["zone", "year"], name="calendar_year_once")]


class WorkingSpan(models.Model):
    """A span of every working day (工作时段), in minutes since midnight in Shanghai."""

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    start = models.PositiveSmallIntegerField()
    end = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["zone", "start"], name="working_span_once"),
            models.CheckConstraint(condition=Q(start__lt=F("end"), end__lte=1440), name="working_span_runs_forward"),
        ]
