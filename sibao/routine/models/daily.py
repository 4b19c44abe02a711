"""What a site says of a day: its report of both lines, and its checks of goods."""

import pghistory
from django.db import models
from django.db.models import Q


@pghistory.track(append_only=True)
class DailyReport(models.Model):
    """What a site says of a day, of production and of prevention side by side (双线日报, R08).

    Rows of its own, not signals: a report has many fields, is corrected, and says nothing by itself that a rule could
    warn of. A part that nobody has filled in is empty; the day is complete with both.
    """

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    unit = models.ForeignKey("directory.Unit", models.PROTECT, related_name="+")
    site = models.ForeignKey("directory.Site", models.PROTECT, related_name="+")
    day = models.DateField()
    production = models.JSONField(null=True)
    production_at = models.DateTimeField(null=True)
    production_as = models.CharField(max_length=200, blank=True)
    prevention = models.JSONField(null=True)
    prevention_at = models.DateTimeField(null=True)
    prevention_as = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "day"], name="daily_report_once"),
            models.CheckConstraint(
                condition=Q(production_at__isnull=False) | Q(prevention_at__isnull=False),
                name="daily_report_says_something",
            ),
        ]
        indexes = [models.Index(fields=["zone", "-day"], name="daily_report_latest")]


class GoodsCheck(models.Model):
    """Goods and materials that came in were checked at a site (物资检查, R99): sound or not; once a key; append-only."""

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    unit = models.ForeignKey("directory.Unit", models.PROTECT, related_name="+")
    site = models.ForeignKey("directory.Site", models.PROTECT, related_name="+")
    key = models.CharField(max_length=60)
    at = models.DateTimeField()
    sound = models.BooleanField()
    note = models.CharField(max_length=200, blank=True)
    by = models.BigIntegerField()
    by_as = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "key"], name="goods_check_once")]
        indexes = [models.Index(fields=["site", "-at"], name="goods_check_of_site")]
