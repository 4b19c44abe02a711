"""Units: enterprises and projects."""

import pghistory
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


@pghistory.track(append_only=True, exclude=["search"])
class Unit(models.Model):
    """An enterprise or project (企业/项目). `code` is the USCC of an enterprise or the project code of a project.

    The columns `zone`, `area_path`, `sector` and `id` are the dimensions of every actor's scope.
    Money is in 分; `search` holds the bigrams of names, pinyin, initials and codes. A unit that was `merged_into` another
    keeps its id, code and page; it stands in no list and nothing new is registered for it.
    """

    class Kind(models.TextChoices):
        ENTERPRISE = "enterprise", _("企业")
        PROJECT = "project", _("项目")

    class SizeClass(models.TextChoices):
        LARGE = "large", _("大型")
        MEDIUM = "medium", _("中型")
        SMALL = "small", _("小型")
        MICRO = "micro", _("微型")
        UNKNOWN = "unknown", _("未知")

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    code = models.CharField(max_length=40)
    owner_code = models.CharField(max_length=18, blank=True)
    name = models.CharField(max_length=120)
    name_pinyin = models.CharField(max_length=700)
    name_initials = models.CharField(max_length=120)
    search = SearchVectorField(null=True)
    area = models.ForeignKey("directory.Area", models.PROTECT, related_name="+")
    area_path = models.CharField(max_length=80)
    sector = models.ForeignKey("directory.Sector", models.PROTECT, related_name="+")
    industry_code = models.CharField(max_length=4, blank=True)
    address = models.CharField(max_length=200, blank=True)
    founded_on = models.DateField(null=True)
    staff_count = models.PositiveIntegerField(null=True)
    revenue_fen = models.BigIntegerField(null=True)
    assets_fen = models.BigIntegerField(null=True)
    size_class = models.CharField(max_length=10, choices=SizeClass.choices, default=SizeClass.UNKNOWN)
    city_lifeline = models.BooleanField(default=False)
    ceased_on = models.DateField(null=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged")
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["zone", "code"], name="unit_code_once"),
            models.CheckConstraint(
                condition=Q(kind="project") | Q(code__regex="^[0-9A-Z]{18}$"), name="enterprise_has_uscc"
            ),
            models.CheckConstraint(
                condition=(Q(revenue_fen=None) | Q(revenue_fen__gte=0)) & (Q(assets_fen=None) | Q(assets_fen__gte=0)),
                name="unit_money_not_negative",
            ),
            models.CheckConstraint(condition=~Q(area_path__contains="#"), name="area_path_names_no_unit"),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")), name="not_merged_into_itself"
            ),
        ]
        indexes = [
            GinIndex(fields=["search"], name="unit_search"),
            models.Index(fields=["zone", "area_path"], opclasses=["int8_ops", "text_pattern_ops"], name="unit_by_area"),
            models.Index(fields=["zone", "sector", "id"], name="unit_by_sector"),
            models.Index(fields=["zone", "name_pinyin", "id"], name="unit_by_pinyin"),
            models.Index(fields=["zone", "name"], name="unit_by_name"),
        ]


@pghistory.track(append_only=True)
class UnitName(models.Model):
    """A former name of a unit (曾用名); with the `code` of the unit that was merged into it under that name."""

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    unit = models.ForeignKey("directory.Unit", models.CASCADE, related_name="former_names")
    name = models.CharField(max_length=120)
    code = models.CharField(max_length=40, blank=True, default="", db_default="")
    until = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "name", "code"], name="former_name_once")]
        indexes = [
            models.Index(fields=["zone", "name"], name="former_name"),
            models.Index(fields=["zone", "code"], name="former_code", condition=~Q(code="")),
        ]


@pghistory.track(append_only=True)
class UnitMeasure(models.Model):
    """A unit's value of one measure in one year, with its source (年度指标)."""

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    unit = models.ForeignKey("directory.Unit", models.CASCADE, related_name="measures")
    measure = models.ForeignKey("directory.Measure", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    value = models.BigIntegerField()
    source = models.CharField(max_length=120)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "measure", "year"], name="unit_measure_once"),
            models.CheckConstraint(condition=Q(value__gte=0), name="unit_measure_not_negative"),
        ]
        indexes = [models.Index(fields=["measure", "year", "unit"], include=["value"], name="unit_measure_sums")]
