"""The list of obligations: every matter at every site of listed units, and who answers for it (R45)."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sibao.directory import queries as directory
from sibao.duty import queries, services
from sibao.kernel.lists.definition import Chip, Column, Empty, Kind, ListDefinition, Tag
from sibao.kernel.lists.filters import Choice, Flag
from sibao.kernel.lists.registry import lists
from sibao.kernel.secrets import mask_name, mask_phone

OPEN, ANSWERED = Tag(_("没有责任人"), "danger", "alert-octagon"), Tag(_("已落实"), "ok", "circle-check")
REVEAL = "duty:responsible:reveal"

OBLIGATIONS = ListDefinition(
    key="duty:obligations",
    may="duty:responsible:read",
    title=_("责任人"),
    rows=queries.obligations,
    unit=_("项责任"),
    columns=(
        Column("unit", _("企业（项目）"), Kind.LINK, value="unit.name", sort="unit__name_pinyin", nullable=False),
        Column("site", _("场所"), value="site.name", sort="site__name", nullable=False),
        Column("matter", _("责任事项"), value="matter.name", sort="matter__order", nullable=False),
        Column("state", _("情况"), Kind.TAG, value=lambda row: ANSWERED if row.responsible_id else OPEN),
        Column("name", _("责任人"), Kind.PERSONAL, value=queries.name_of, mask=mask_name, reveal=REVEAL),
        Column("phone", _("电话"), Kind.PERSONAL, value=queries.phone_of, mask=mask_phone, reveal=REVEAL),
        Column("post", _("职务")),
        Column("since", _("自"), Kind.DATE, sort="since"),
        Column("until", _("至"), Kind.DATE, sort="until", default=False),
        Column("deputies", _("副责任人"), Kind.NUMBER, sort="deputies", nullable=False),
        Column("area", _("镇（街道）"), value="unit.area.name", sort="unit__area__code", nullable=False, default=False),
        Column(
            "sector", _("领域"), value="unit.sector.name", sort="unit__sector__order", nullable=False, default=False
        ),
        Column("code", _("信用代码或项目代码"), value="unit.code", sort="unit__code", nullable=False, default=False),
    ),
    filters=(
        *directory.place_filters("unit__"),
        Choice(key="matter", label=_("责任事项"), options=queries.matter_options, column="matter__code"),
        Flag(key="missing", label=_("没有责任人"), condition=lambda actor: queries.unanswered()),
    ),
    default_sort="unit",
    chips=(Chip("missing", _("没有责任人"), {"missing": ("1",)}, "alert-octagon"),),
    row_url=lambda row: reverse("duty:unit-responsibles", args=[row.unit_id]),
    label=lambda row: f"{row.unit.name} {row.site.name} {row.matter.name}",
    empty=Empty(_("还没有要落实的责任"), _("单位进入白名单、登记了场所以后，每个场所的每项责任列在这里。")),
    export=services.export_responsibles,
    export_may="duty:responsible:export",
)
lists.add(OBLIGATIONS)
