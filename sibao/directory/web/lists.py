"""The list of units and its picker."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sibao.directory import queries
from sibao.directory.services import export_units, revise_units
from sibao.kernel import quality
from sibao.kernel.access import Actor
from sibao.kernel.lists.definition import Action, Chip, Column, Empty, Kind, ListDefinition, Tag
from sibao.kernel.lists.filters import Choice, Flag, NumberRange
from sibao.kernel.lists.pickers import Option, Picker
from sibao.kernel.lists.registry import lists, pickers
from sibao.kernel.revising.definition import YES_NO, Revise, RevisedField

SIZES = {
    "large": Tag(_("大型"), "primary"),
    "medium": Tag(_("中型"), "info"),
    "small": Tag(_("小型"), "muted"),
    "micro": Tag(_("微型"), "muted"),
    "unknown": Tag(_("未知"), "unknown"),
}
FEN_PER_WAN = 1_000_000
KINDS = {"number": Kind.NUMBER, "date": Kind.DATE}


def sizes(actor: Actor) -> list[Option]:
    """Return the size classes."""
    return [Option(code, tag.label) for code, tag in SIZES.items()]


def unit_url(unit: Any) -> str:
    """Return the page of a unit."""
    return reverse("directory:unit", args=[unit.pk])


def own_columns(actor: Actor) -> list[Column]:
    """Return a column for each optional field of the zone; a retired one says so, for rows may still have it."""
    return [_own_column(field) for field in queries.zone_fields(actor.zone_id)]


def _own_column(field: Any) -> Column:
    def value(unit: Any) -> Any:
        own = unit.own.get(field.key)
        return own and (own.value if field.kind in KINDS else own.shown)

    return Column(
        f"own_{field.key}", queries.field_label(field), KINDS.get(field.kind, Kind.TEXT), value, default=False
    )


UNITS = ListDefinition(
    key="directory:units",
    may="directory:unit:read",
    title=_("企业（项目）"),
    rows=queries.units,
    unit=_("家"),
    columns=(
        Column("name", _("企业（项目）"), Kind.LINK, sort="name_pinyin", nullable=False),
        Column("code", _("信用代码或项目代码"), sort="code", nullable=False),
        Column("area", _("镇（街道）"), value="area.name", sort="area__code", nullable=False),
        Column("sector", _("领域"), value="sector.name", sort="sector__order", nullable=False),
        Column("industry_code", _("国标行业"), sort="industry_code", nullable=False),
        Column("size", _("规模"), Kind.TAG, value=lambda unit: SIZES[unit.size_class]),
        Column("staff_count", _("员工数"), Kind.NUMBER, sort="staff_count", unit=_("人")),
        Column("revenue_fen", _("营业收入"), Kind.MONEY, sort="revenue_fen", unit=_("万元")),
        Column("assets_fen", _("资产总额"), Kind.MONEY, sort="assets_fen", unit=_("万元"), default=False),
        Column("founded_on", _("投产日期"), Kind.DATE, sort="founded_on", default=False),
        Column("address", _("地址"), default=False),
        Column("updated_at", _("更新"), Kind.MOMENT, sort="updated_at", nullable=False),
    ),
    filters=(
        *queries.place_filters(),
        Choice(key="scale", label=_("规模"), options=sizes, column="size_class"),
        Choice(
            key="quality",
            label=_("数据质量"),
            options=quality.options("directory:units"),
            condition=quality.any_of,
            main=False,
        ),
        Flag(key="lifeline", label=_("城市运行保障"), condition=lambda actor: queries.LIFELINE),
        Flag(key="ceased", label=_("已注销"), condition=lambda actor: queries.CEASED),
        NumberRange(key="staff", label=_("员工数"), column="staff_count", unit=_("人")),
        NumberRange(key="revenue", label=_("营业收入"), column="revenue_fen", scale=FEN_PER_WAN, unit=_("万元")),
    ),
    default_sort="name",
    enrich=queries.add_own,
    more=own_columns,
    chips=(
        Chip("lifeline", _("城市运行保障"), {"lifeline": ("1",)}, "shield-check"),
        Chip("unknown", _("规模未知"), {"scale": ("unknown",)}, "help-hexagon"),
    ),
    row_url=unit_url,
    label=lambda unit: unit.name,
    empty=Empty(
        _("还没有企业（项目）"),
        _("上传部门现有的名单，或逐家登记。"),
        _("去导入"),
        "kernel:imports",
        "kernel:import:start",
    ),
    actions=(Action(_("登记一家"), "directory:unit-register", "directory:unit:register"),),
    export=export_units,
    export_may="directory:unit:export",
    revise=Revise(
        may="directory:unit:revise",
        fields=(
            RevisedField("area", _("镇（街道）"), options=queries.town_options),
            RevisedField("sector", _("领域"), options=queries.sector_options),
            RevisedField("industry_code", _("国标行业"), "text", check=queries.industry_problem),
            RevisedField("city_lifeline", _("城市运行保障"), options=lambda actor: YES_NO),
            RevisedField("ceased_on", _("注销日期"), "day", clears=True),
        ),
        judge=queries.judge_units,
        write=revise_units,
    ),
)
PICKER = Picker(
    key="directory:units",
    may="directory:unit:read",
    rows=lambda actor: queries.units(actor).order_by("name_pinyin", "id"),
    search=queries.search_units,
    label=lambda unit: f"{unit.name} {unit.code}",
)
lists.add(UNITS)
INDUSTRIES = Picker(
    key="directory:industries",
    may="directory:unit:read",
    rows=lambda actor: queries.industries(),
    search=queries.search_industries,
    label=lambda row: f"{row.code} {row.name}",
    shared=True,
)
AREAS = Picker(
    key="directory:areas",
    may="directory:unit:read",
    rows=lambda actor: queries.areas(actor.zone_id),
    search=queries.search_areas,
    label=lambda row: f"{row.code} {row.name}",
    shared=True,
    by="code",
)
pickers.add(PICKER, INDUSTRIES, AREAS)
