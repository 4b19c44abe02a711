"""The lists of sections and of daily reports."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sibao.directory import queries as directory
from sibao.kernel import clock
from sibao.kernel.lists.definition import Chip, Column, Empty, Kind, ListDefinition, Tag
from sibao.kernel.lists.filters import Choice, DateRange, Flag
from sibao.kernel.lists.registry import lists
from sibao.routine import queries
from sibao.routine.rules.due import is_overdue

NEVER = Tag(_("没有消杀记录"), "unknown", "help-circle")
OVERDUE, GOOD = Tag(_("消杀超期"), "danger", "clock-x"), Tag(_("消杀未超期"), "ok", "circle-check")
SAID, MISSING = Tag(_("已填报"), "ok", "circle-check"), Tag(_("未填报"), "warn", "alert-triangle")


def section_tag(row: Any) -> Tag:
    """Return how a section stands: a section that nobody ever disinfected is unknown, not in order."""
    if row.due_at is None:
        return NEVER
    return OVERDUE if is_overdue(row.due_at, clock.now()) else GOOD


SECTIONS = ListDefinition(
    key="routine:sections",
    may="routine:day:read",
    title=_("分区消杀"),
    rows=queries.sections,
    unit=_("个"),
    columns=(
        Column("name", _("分区"), Kind.LINK, sort="name", nullable=False),
        Column("unit", _("企业（项目）"), value="unit.name", sort="unit__name_pinyin", nullable=False),
        Column("site", _("场所"), value="site.name"),
        Column("klass", _("类别"), value="klass.name", sort="klass__order", nullable=False),
        Column("use", _("用途"), value="use.name", sort="use__order", nullable=False),
        Column("separation", _("物理隔离"), value=lambda row: row.separation or (_("有") if row.separated else "")),
        Column("state", _("情况"), Kind.TAG, value=section_tag),
        Column("disinfected_at", _("最近消杀"), Kind.MOMENT, sort="disinfected_at"),
        Column("due_at", _("有效到"), Kind.MOMENT, sort="due_at"),
        Column("area", _("镇（街道）"), value="unit.area.name", sort="unit__area__code", nullable=False, default=False),
        Column(
            "sector", _("领域"), value="unit.sector.name", sort="unit__sector__order", nullable=False, default=False
        ),
    ),
    filters=(
        *directory.place_filters("unit__"),
        Choice(key="class", label=_("类别"), options=queries.class_options, column="klass_id"),
        Choice(key="use", label=_("用途"), options=queries.use_options, column="use_id", main=False),
        Flag(key="overdue", label=_("消杀超期"), condition=queries.is_due),
    ),
    default_sort="due_at",
    chips=(Chip("overdue", _("消杀超期"), {"overdue": ("1",)}, "clock-x"),),
    row_url=lambda row: reverse("routine:section", args=[row.pk]),
    label=lambda row: f"{row.unit.name} {row.name}",
    empty=Empty(_("还没有分区"), _("在场所的日常防控页登记分区，写明类别、用途和隔离。")),
)

REPORTS = ListDefinition(
    key="routine:reports",
    may="routine:day:read",
    title=_("双线日报"),
    rows=queries.reports,
    unit=_("份"),
    columns=(
        Column("unit", _("企业（项目）"), Kind.LINK, value="unit.name", sort="unit__name_pinyin", nullable=False),
        Column("site", _("场所"), value="site.name"),
        Column("day", _("日期"), Kind.DATE, sort="day", nullable=False),
        Column("production", _("生产"), Kind.TAG, value=lambda row: SAID if row.production_at else MISSING),
        Column("prevention", _("防疫"), Kind.TAG, value=lambda row: SAID if row.prevention_at else MISSING),
        Column("production_at", _("生产填报时间"), Kind.MOMENT, sort="production_at", default=False),
        Column("prevention_at", _("防疫填报时间"), Kind.MOMENT, sort="prevention_at", default=False),
        Column("area", _("镇（街道）"), value="unit.area.name", sort="unit__area__code", nullable=False, default=False),
        Column(
            "sector", _("领域"), value="unit.sector.name", sort="unit__sector__order", nullable=False, default=False
        ),
    ),
    filters=(
        *directory.place_filters("unit__"),
        Flag(key="incomplete", label=_("缺一条线"), condition=queries.incomplete),
        DateRange(key="day", label=_("日期"), column="day"),
    ),
    default_sort="-day",
    chips=(Chip("incomplete", _("缺一条线"), {"incomplete": ("1",)}, "alert-triangle"),),
    row_url=lambda row: reverse("routine:report", args=[row.site_id, row.day.isoformat()]),
    label=lambda row: f"{row.unit.name} {row.day:%Y-%m-%d}",
    empty=Empty(_("还没有日报"), _("每个场所每天填报生产和防疫两条线，都填了才算完整。")),
)
lists.add(SECTIONS, REPORTS)
