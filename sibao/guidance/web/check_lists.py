"""The lists of checks and of rectifications (R30, R53)."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sibao.directory import queries as directory
from sibao.guidance import queries, services
from sibao.guidance.rules import CHECK_KINDS
from sibao.guidance.states import RECTIFICATION
from sibao.kernel.lists.definition import Chip, Column, Empty, Kind, ListDefinition, Tag
from sibao.kernel.lists.filters import Choice, Flag
from sibao.kernel.lists.registry import lists

TAGS = {state.code: Tag(state.label, state.tone, state.icon) for state in RECTIFICATION.states.values()}
UNIT = Column("unit", _("企业（项目）"), Kind.LINK, value="unit.name", sort="unit__name_pinyin", nullable=False)
PLACE = (
    Column("area", _("镇（街道）"), value="unit.area.name", sort="unit__area__code", nullable=False, default=False),
    Column("sector", _("领域"), value="unit.sector.name", sort="unit__sector__order", nullable=False, default=False),
)

CHECKS = ListDefinition(
    key="guidance:checks",
    may="guidance:check:read",
    title=_("自查与现场检查"),
    rows=queries.checks,
    unit=_("次"),
    columns=(
        UNIT,
        Column("kind", _("方式"), value=lambda row: CHECK_KINDS[row.kind], sort="kind", nullable=False),
        Column("posture", _("状态"), value=lambda row: row.get_posture_display(), sort="posture", nullable=False),
        Column("submitted_at", _("提交时间"), Kind.MOMENT, sort="submitted_at"),
        Column("asked", _("条目"), Kind.NUMBER, sort="asked", nullable=False),
        Column("unmet", _("不符合"), Kind.NUMBER, sort="unmet", nullable=False),
        Column("by", _("提交人"), value="submitted_as"),
        Column("guide", _("指南版本"), value=lambda row: row.guide.edition if row.guide else "", default=False),
        *PLACE,
    ),
    filters=(
        *directory.place_filters("unit__"),
        Choice(key="kind", label=_("方式"), options=queries.kind_options, column="kind"),
        Choice(key="posture", label=_("状态"), options=queries.posture_options, column="posture"),
    ),
    default_sort="-submitted_at",
    row_url=lambda row: reverse("guidance:check", args=[row.pk]),
    label=lambda row: f"{row.unit.name} {row.get_kind_display()}",
    empty=Empty(_("还没有自查或现场检查"), _("从企业（项目）页的“备战”开始一次。")),
    export=services.export_checks,
    export_may="guidance:check:export",
)

RECTIFICATIONS = ListDefinition(
    key="guidance:rectifications",
    may="guidance:rectification:read",
    title=_("整改"),
    rows=queries.rectifications,
    unit=_("项"),
    columns=(
        Column("title", _("整改什么"), Kind.LINK, nullable=False),
        Column("unit", _("企业（项目）"), value="unit.name", sort="unit__name_pinyin", nullable=False),
        Column("state", _("情况"), Kind.TAG, value=lambda row: TAGS[row.state], sort="state", nullable=False),
        Column("due_at", _("到期"), Kind.MOMENT, sort="due_at", nullable=False),
        Column("opened_as", _("谁提出"), default=False),
        Column("reported_at", _("报告时间"), Kind.MOMENT, sort="reported_at"),
        Column("times_returned", _("退回次数"), Kind.NUMBER, sort="times_returned", nullable=False, default=False),
        Column("ended_at", _("了结时间"), Kind.MOMENT, sort="ended_at", default=False),
        *PLACE,
    ),
    filters=(
        *directory.place_filters("unit__"),
        Choice(key="state", label=_("情况"), options=queries.state_options, column="state"),
        Flag(key="overdue", label=_("已逾期"), condition=queries.is_overdue),
    ),
    default_sort="due_at",
    chips=(
        Chip("overdue", _("已逾期"), {"overdue": ("1",)}, "alert-octagon"),
        Chip("reported", _("待确认"), {"state": ("reported",)}, "eye-check"),
        Chip("open", _("待整改"), {"state": ("open",)}, "tool"),
    ),
    row_url=lambda row: reverse("guidance:rectification", args=[row.pk]),
    label=lambda row: str(row.title),
    empty=Empty(_("没有要整改的"), _("自查或检查里不符合的条目会列在这里。")),
    export=services.export_rectifications,
    export_may="guidance:rectification:export",
)
lists.add(CHECKS, RECTIFICATIONS)
