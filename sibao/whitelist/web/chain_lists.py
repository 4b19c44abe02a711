"""The list of single points of failure."""

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sibao.directory import queries as directory
from sibao.kernel.lists.definition import Chip, Column, Empty, Kind, ListDefinition, Sort, Tag
from sibao.kernel.lists.filters import Flag
from sibao.kernel.lists.registry import lists
from sibao.whitelist import queries, services
from sibao.whitelist.web.lists import LISTING_TAGS

UNLISTED = Tag(_("未列入"), "warn", "circle-dashed")


def chain_url(row: Any) -> str:
    """Return the tab that shows who stops with a single point."""
    return reverse("whitelist:unit-chain", args=[row.unit_id]) + "#stops"


def _outside(row: Any) -> str:
    return str(_("范围外 %(count)d 家") % {"count": row.outside}) if row.outside else ""


def _earliest(row: Any) -> str:
    return "—" if row.earliest is None else str(row.earliest)


POINTS = ListDefinition(
    key="whitelist:points",
    may="whitelist:chain:read",
    title=_("断点"),
    rows=queries.single_points,
    unit=_("家"),
    columns=(
        Column("name", _("一旦停产的单位"), Kind.LINK, value="unit.name", sort="unit__name_pinyin", nullable=False),
        Column("sector", _("领域"), value="unit.sector.name", sort="unit__sector__order", nullable=False),
        Column("area", _("镇（街道）"), value="unit.area.name", sort="unit__area__code", nullable=False),
        Column("state", _("白名单"), Kind.TAG, value=lambda row: LISTING_TAGS.get(row.state, UNLISTED)),
        Column("lifelines", _("连带城市运行单位"), Kind.LINK, sort="lifelines", nullable=False),
        Column("reached", _("连带停产"), Kind.LINK, sort="reached", nullable=False, unit=_("家")),
        Column("outside", _("范围外"), value=_outside, sort="outside", nullable=False),
        Column("earliest", _("最早第几天"), Kind.LINK, value=_earliest, sort="earliest"),
        Column("staff", _("连带职工"), Kind.NUMBER, sort="staff", unit=_("人")),
        Column("revenue", _("连带营业收入"), Kind.MONEY, sort="revenue", unit=_("万元")),
        Column("as_of", _("数据时间"), Kind.MOMENT, sort="as_of", nullable=False, default=False),
    ),
    filters=(
        *directory.place_filters("unit__"),
        Flag(key="lifeline", label=_("连带城市运行单位"), condition=lambda actor: Q(lifelines__gt=0)),
        Flag(key="unlisted", label=_("还没有列入"), condition=lambda actor: Q(state=None)),
    ),
    sorts=(Sort("precedence", _("城市运行在前，再看家数和职工"), "precedence", nullable=False),),
    default_sort="-precedence",
    chips=(
        Chip("lifeline", _("连带城市运行单位"), {"lifeline": ("1",)}, "building-lighthouse"),
        Chip("unlisted", _("还没有列入"), {"unlisted": ("1",)}, "circle-dashed"),
    ),
    row_url=chain_url,
    label=lambda row: str(row.unit.name),
    empty=Empty(_("没有断点"), _("登记供应关系后，谁一停别人跟着停，会列在这里。")),
    export=services.export_points,
    export_may="whitelist:chain:export",
)
lists.add(POINTS)
