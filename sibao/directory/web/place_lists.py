"""The lists of sites, vehicles and staff."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sibao.directory import queries
from sibao.directory.services import export_sites, export_staff, export_vehicles, revise_sites
from sibao.directory.web.lists import PICKER
from sibao.kernel import clock
from sibao.kernel.access import Actor
from sibao.kernel.lists.definition import Chip, Column, Empty, Kind, ListDefinition, Tag
from sibao.kernel.lists.filters import Choice, DateRange, Flag, Pick
from sibao.kernel.lists.pickers import Option
from sibao.kernel.lists.registry import lists
from sibao.kernel.revising.definition import Revise, RevisedField
from sibao.kernel.secrets import mask_identity, mask_name
from sibao.kernel.zoned import codes

REVEAL = "directory:person:reveal"
TENURES = {"own": Tag(_("自有"), "primary"), "contracted": Tag(_("外协"), "info")}
EXPOSURES = {"ordinary": Tag(_("一般"), "muted"), "contact": Tag(_("流动性、接触性"), "warn")}
RUNNING, ENDED = Tag(_("在用"), "ok"), Tag(_("已停用"), "muted")
EMPLOYED, LEFT = Tag(_("在职"), "ok"), Tag(_("已离职"), "muted")


def tenures(actor: Actor) -> list[Option]:
    """Return how a vehicle may belong to a unit."""
    return [Option(code, tag.label) for code, tag in TENURES.items()]


def _vehicle_kinds(actor: Actor) -> Sequence[Option]:
    return codes.options(actor, "vehicle_kind")


def exposures(actor: Actor) -> list[Option]:
    """Return how much contact a post may have with the outside."""
    return [Option(code, tag.label) for code, tag in EXPOSURES.items()]


def _still(row: Any, yes: Tag, no: Tag) -> Tag:
    return no if row.ended_on and row.ended_on < clock.today() else yes


SITES = ListDefinition(
    key="directory:sites",
    may="directory:unit:read",
    title=_("场所"),
    rows=queries.sites,
    unit=_("处"),
    columns=(
        Column("name", _("场所"), sort="name", nullable=False),
        Column("unit", _("企业（项目）"), value="unit.name", sort="unit__name_pinyin", nullable=False),
        Column("area", _("镇（街道）"), value="area.name", sort="area__code", nullable=False),
        Column("address", _("地址"), default=False),
        Column("gates", _("门岗"), Kind.NUMBER, value="gate_count", sort="gate_count", nullable=False, unit=_("个")),
        Column("teams", _("班组"), Kind.NUMBER, value="team_count", sort="team_count", nullable=False, unit=_("个")),
        Column("state", _("状态"), Kind.TAG, value=lambda row: _still(row, RUNNING, ENDED)),
        Column("id", _("场所编号"), value=lambda row: str(row.pk), default=False),
    ),
    filters=(
        *queries.place_filters("unit__"),
        Pick(key="unit", label=_("企业（项目）"), picker=PICKER, column="unit_id", main=False),
        Flag(key="gateless", label=_("没有门岗"), condition=lambda actor: queries.WITHOUT_GATE),
    ),
    default_sort="unit",
    chips=(Chip("gateless", _("没有门岗"), {"gateless": ("1",)}, "door-off"),),
    row_url=lambda row: reverse("directory:unit-places", args=[row.unit_id]),
    label=lambda row: f"{row.unit.name} {row.name}",
    empty=Empty(_("还没有场所"), _("在企业（项目）页的“场所”里登记。")),
    export=export_sites,
    export_may="directory:site:export",
    revise=Revise(
        may="directory:site:revise",
        fields=(
            RevisedField("area", _("镇（街道）"), options=queries.town_options),
            RevisedField("ended_on", _("最后一天"), "day", clears=True),
        ),
        judge=queries.judge_sites,
        write=revise_sites,
    ),
)

VEHICLES = ListDefinition(
    key="directory:vehicles",
    may="directory:vehicle:read",
    title=_("车辆"),
    rows=queries.vehicles,
    unit=_("辆次"),
    columns=(
        Column("plate", _("车牌"), value="vehicle.plate", sort="vehicle__plate", nullable=False),
        Column("colour", _("牌色"), value=lambda row: row.vehicle.get_colour_display()),
        Column("kind", _("车型"), value="kind_word"),
        Column("unit", _("企业（项目）"), value="unit.name", sort="unit__name_pinyin", nullable=False),
        Column("tenure", _("归属"), Kind.TAG, value=lambda row: TENURES[row.tenure]),
        Column("started_on", _("起"), Kind.DATE, sort="started_on", nullable=False),
        Column("ended_on", _("止"), Kind.DATE, sort="ended_on"),
        Column("state", _("状态"), Kind.TAG, value=lambda row: _still(row, RUNNING, ENDED), default=False),
    ),
    filters=(
        *queries.place_filters("unit__"),
        Choice(key="tenure", label=_("归属"), options=tenures, column="tenure"),
        Choice(key="kind", label=_("车型"), options=_vehicle_kinds, column="vehicle__kind", main=False),
        Pick(key="unit", label=_("企业（项目）"), picker=PICKER, column="unit_id", main=False),
        Flag(key="running", label=_("在用"), condition=lambda actor: queries.runs_on(clock.today())),
    ),
    default_sort="plate",
    chips=(Chip("running", _("在用"), {"running": ("1",)}, "truck"),),
    row_url=lambda row: reverse("directory:unit-vehicles", args=[row.unit_id]),
    label=lambda row: row.vehicle.plate,
    empty=Empty(_("还没有车辆"), _("在企业（项目）页的“车辆”里登记。")),
    export=export_vehicles,
    export_may="directory:vehicle:export",
)

STAFF = ListDefinition(
    key="directory:staff",
    may="directory:person:read",
    title=_("人员"),
    rows=queries.staff,
    unit=_("人次"),
    columns=(
        Column("name", _("姓名"), Kind.PERSONAL, value=queries.name_of, mask=mask_name, reveal=REVEAL),
        Column("number", _("证件号码"), Kind.PERSONAL, value=queries.number_of, mask=mask_identity, reveal=REVEAL),
        Column("unit", _("企业（项目）"), value="unit.name", sort="unit__name_pinyin", nullable=False),
        Column("site", _("场所"), value="site.name"),
        Column("post", _("岗位"), value="post.name", sort="post__name"),
        Column("team", _("班组"), value="team.name", sort="team__name"),
        Column("started_on", _("起"), Kind.DATE, sort="started_on", nullable=False),
        Column("ended_on", _("止"), Kind.DATE, sort="ended_on"),
        Column("state", _("状态"), Kind.TAG, value=lambda row: _still(row, EMPLOYED, LEFT)),
    ),
    filters=(
        *queries.place_filters("unit__"),
        Choice(key="exposure", label=_("岗位接触"), options=exposures, column="post__exposure"),
        Pick(key="unit", label=_("企业（项目）"), picker=PICKER, column="unit_id", main=False),
        Flag(key="employed", label=_("在职"), condition=lambda actor: queries.runs_on(clock.today())),
        DateRange(key="begun", label=_("起"), column="started_on"),
    ),
    default_sort="unit",
    chips=(
        Chip("employed", _("在职"), {"employed": ("1",)}, "users"),
        Chip("exposed", _("流动性、接触性岗位"), {"employed": ("1",), "exposure": ("contact",)}, "user-exclamation"),
    ),
    row_url=lambda row: reverse("directory:person", args=[row.pk]),
    label=lambda row: mask_name(queries.name_of(row)),
    empty=Empty(_("还没有人员"), _("登记任用关系后显示。")),
    export=export_staff,
    export_may="directory:person:export",
    subject=queries.subject_of,
)
lists.add(SITES, VEHICLES, STAFF)
