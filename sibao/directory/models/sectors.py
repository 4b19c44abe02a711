"""Sectors, their yearly measures, and the classifications units are judged by."""

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


@pghistory.track(append_only=True)
class Sector(models.Model):
    """A field of the whitelist (领域): a row, so that a sixth needs no code (R25)."""

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=40)
    short_name = models.CharField(max_length=10)
    name_en = models.CharField(max_length=60)
    order = models.PositiveSmallIntegerField()
    unit_kind = models.CharField(max_length=12, default="enterprise")
    industry_prefixes = ArrayField(models.CharField(max_length=4), default=list)
    lead = models.ForeignKey("directory.Organisation", models.PROTECT, null=True, related_name="+")
    measure = models.ForeignKey("directory.Measure", models.PROTECT, null=True, related_name="+")
    document = models.ForeignKey("directory.PolicyDocument", models.PROTECT, null=True, related_name="+")
    article = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["zone", "code"], name="sector_code_once")]


class Measure(models.Model):
    """What a sector is measured by in one year (指标): output, sales, freight turnover, tourism revenue, investment.

    Values are whole numbers of the base unit: 分 for money, 吨公里 for freight turnover.
    """

    class Dimension(models.TextChoices):
        MONEY = "money", _("金额")
        TONNE_KM = "tonne_km", _("货运周转量")
        COUNT = "count", _("数量")

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=60)
    dimension = models.CharField(max_length=10, choices=Dimension.choices)
    entry_units = ArrayField(models.CharField(max_length=10), default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["zone", "code"], name="measure_code_once")]

    @property
    def in_money(self) -> bool:
        """Whether values are 分 and may be added up with other sectors'."""
        return self.dimension == self.Dimension.MONEY


class Industry(models.Model):
    """One category of GB/T 4754—2017 (国民经济行业分类), from section to class."""

    code = models.CharField(max_length=4, primary_key=True)
    level = models.CharField(max_length=10)
    parent_code = models.CharField(max_length=4, blank=True)
    section = models.CharField(max_length=1)
    name = models.CharField(max_length=80)


class SizeBound(models.Model):
    """Lower bounds of one indicator for large, medium and small (统计上大中小微型企业划分办法 2017)."""

    group = models.CharField(max_length=30)
    industry_prefixes = ArrayField(models.CharField(max_length=4))
    indicator = models.CharField(max_length=10)
    large_min = models.BigIntegerField()
    medium_min = models.BigIntegerField()
    small_min = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "indicator"], name="size_bound_once")]
