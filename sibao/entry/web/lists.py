"""The lists of arrivals, of codes and of areas of origin (R42, R43)."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sibao.directory import queries as directory
from sibao.entry import queries, services
from sibao.entry.web.words import COLOURS, HOW, STATES, WHY
from sibao.kernel.lists.definition import Action, Chip, Column, Counts, Empty, Kind, ListDefinition, Tag
from sibao.kernel.lists.filters import Choice, DateRange, Flag
from sibao.kernel.lists.registry import lists
from sibao.kernel.secrets import mask_identity, mask_name

REVEAL = "directory:person:reveal"
LATE, UNREGISTERED, IN_TIME = (
    Tag(_("迟报"), "warn", "clock-x"),
    Tag(_("未报备"), "danger", "alert-octagon"),
    Tag(_("提前报备"), "ok", "circle-check"),
)


def _ahead(row: Any) -> Tag:
    return UNREGISTERED if row.unregistered else LATE if row.late else IN_TIME


def _class(row: Any) -> str:
    return queries.class_name(row.origin_class) if row.origin_class else ""


PLACE = (
    Column("area", _("镇（街道）"), value="unit.area.name", sort="unit__area__code", nullable=False, default=False),
    Column("sector", _("领域"), value="unit.sector.name", sort="unit__sector__order", nullable=False, default=False),
)

ARRIVALS = ListDefinition(
    key="entry:arrivals",
    may="entry:arrival:read",
    title=_("入济报备"),
    rows=queries.arrivals,
    unit=_("人次"),
    columns=(
        Column("unit", _("企业（项目）"), Kind.LINK, value="unit.name", sort="unit__name_pinyin", nullable=False),
        Column("name", _("姓名"), Kind.PERSONAL, value=queries.name_of, mask=mask_name, reveal=REVEAL),
        Column(
            "identity",
            _("证件号码"),
            Kind.PERSONAL,
            value=queries.identity_of,
            mask=mask_identity,
            reveal=REVEAL,
            default=False,
        ),
        Column("origin", _("从哪里来"), value="origin_name", sort="origin_code", nullable=False),
        Column("planned_at", _("计划抵达"), Kind.MOMENT, sort="planned_at", nullable=False),
        Column("state", _("情况"), Kind.TAG, value=lambda row: STATES[row.state], sort="state", nullable=False),
        Column("ahead", _("报备"), Kind.TAG, value=_ahead),
        Column("transport", _("交通方式"), value=lambda row: row.get_transport_display(), default=False),
        Column("plate", _("车牌")),
        Column("arrived_at", _("抵达时间"), Kind.MOMENT, sort="arrived_at"),
        Column("registered_at", _("报备时间"), Kind.MOMENT, sort="registered_at", nullable=False, default=False),
        Column("site", _("场所"), value="site.name", default=False),
        *PLACE,
    ),
    filters=(
        *directory.place_filters("unit__"),
        Choice(key="state", label=_("情况"), options=queries.state_options, column="state"),
        Flag(key="under_way", label=_("未办结"), condition=queries.under_way),
        Flag(key="late", label=_("迟报"), condition=queries.is_late),
        Flag(key="unregistered", label=_("未报备抵达"), condition=queries.is_unregistered),
        DateRange(key="planned", label=_("计划抵达"), column="planned_at"),
    ),
    counts=Counts("state", STATES, name="state"),
    default_sort="-planned_at",
    chips=(
        Chip("under_way", _("未办结"), {"under_way": ("1",)}, "map-pin"),
        Chip("unregistered", _("未报备抵达"), {"unregistered": ("1",)}, "alert-octagon"),
    ),
    row_url=lambda row: reverse("entry:arrival", args=[row.pk]),
    label=lambda row: f"{row.unit.name} {row.origin_name}",
    empty=Empty(_("没有报备"), _("单位为将要来的人员报备后会列在这里。")),
    export=services.export_arrivals,
    export_may="entry:arrival:export",
)

CODES = ListDefinition(
    key="entry:codes",
    may="entry:code:read",
    title=_("赋码"),
    rows=queries.codes,
    unit=_("次赋码"),
    columns=(
        Column("unit", _("企业（项目）"), Kind.LINK, value="unit.name", sort="unit__name_pinyin", nullable=False),
        Column(
            "name",
            _("姓名"),
            Kind.PERSONAL,
            value=lambda row: queries.name_of(row.arrival),
            mask=mask_name,
            reveal=REVEAL,
        ),
        Column("colour", _("码色"), Kind.TAG, value=lambda row: COLOURS[row.colour], sort="colour", nullable=False),
        Column("why", _("为什么"), value=lambda row: row.reason or WHY[row.why]),
        Column("origin_class", _("来源地类别"), value=_class, sort="origin_class__order"),
        Column("from_at", _("自"), Kind.MOMENT, sort="from_at", nullable=False),
        Column("until_at", _("至"), Kind.MOMENT, sort="until_at"),
        Column("released_at", _("解除时间"), Kind.MOMENT, sort="released_at"),
        Column("released_how", _("怎样解除"), value=lambda row: HOW.get(row.released_how, "")),
        Column("issuer", _("赋码人"), default=False),
        *PLACE,
    ),
    filters=(
        *directory.place_filters("unit__"),
        Choice(key="colour", label=_("码色"), options=queries.colour_options, column="colour"),
        Choice(key="class", label=_("来源地类别"), options=queries.class_options, column="origin_class_id", main=False),
        Flag(key="running", label=_("未解除"), condition=queries.is_running),
        Flag(key="appealed", label=_("有申诉待答复"), condition=queries.has_open_appeal),
    ),
    counts=Counts("colour", COLOURS, name="colour"),
    default_sort="-from_at",
    default_for=lambda actor: {"running": ("1",)},
    chips=(
        Chip("running", _("未解除"), {"running": ("1",)}, "qrcode"),
        Chip("undecided", _("待定"), {"running": ("1",), "colour": ("unknown",)}, "help-circle"),
        Chip("appealed", _("有申诉待答复"), {"appealed": ("1",)}, "message-question"),
    ),
    row_url=lambda row: reverse("entry:arrival", args=[row.arrival_id]),
    label=lambda row: f"{row.unit.name} {row.get_colour_display()}",
    empty=Empty(_("没有赋码"), _("报备的人抵达后，按来源地类别赋的码会列在这里。")),
    export=services.export_codes,
    export_may="entry:code:export",
)

AREAS = ListDefinition(
    key="entry:areas",
    may="entry:area:read",
    title=_("来源地类别"),
    rows=queries.graded_areas,
    unit=_("个地区"),
    columns=(
        Column("name", _("地区"), sort="name", nullable=False),
        Column("code", _("区划代码"), sort="code", nullable=False),
        Column(
            "class",
            _("类别"),
            value=lambda row: queries.class_name(row.origin_class),
            sort="origin_class__order",
            nullable=False,
        ),
        Column("started_on", _("自"), Kind.DATE, sort="started_on", nullable=False),
        Column("ended_on", _("至"), Kind.DATE, sort="ended_on"),
        Column("basis", _("依据")),
    ),
    filters=(
        Choice(key="class", label=_("类别"), options=queries.class_options, column="origin_class_id"),
        Flag(key="now", label=_("现行"), condition=queries.in_force_now),
    ),
    default_sort="code",
    default_for=lambda actor: {"now": ("1",)},
    label=lambda row: row.name,
    actions=(Action(_("定级"), "entry:area-grade", "entry:area:grade"),),
    empty=Empty(_("没有定级的地区"), _("卫健部门定级后会列在这里；没有定级的地区来的人，码待定。")),
)
lists.add(ARRIVALS, CODES, AREAS)
