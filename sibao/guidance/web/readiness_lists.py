"""The list of how ready units are (R12, R14)."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sibao.directory import queries as directory
from sibao.guidance import queries
from sibao.guidance.rules import GRADES, PLANS
from sibao.kernel.lists.definition import Chip, Column, Counts, Empty, Kind, ListDefinition, Tag
from sibao.kernel.lists.filters import Choice, Flag
from sibao.kernel.lists.registry import lists

TAGS = {one.code: Tag(one.word, one.tone, one.icon) for one in GRADES.values()}

READINESS = ListDefinition(
    key="guidance:readiness",
    may="guidance:readiness:read",
    title=_("备战情况"),
    rows=queries.readiness,
    unit=_("家"),
    columns=(
        Column("unit", _("企业（项目）"), Kind.LINK, value="unit.name", sort="unit__name_pinyin", nullable=False),
        Column("grade", _("备战等级"), Kind.TAG, value=lambda row: TAGS[row.grade], sort="grade", nullable=False),
        Column("normal_open", _("日常缺项"), Kind.NUMBER, sort="normal_open", nullable=False),
        Column("emergency_open", _("应急缺项"), Kind.NUMBER, sort="emergency_open", nullable=False),
        Column("to_put_right", _("待整改"), Kind.NUMBER, sort="to_put_right", nullable=False),
        Column("overdue", _("已逾期"), Kind.NUMBER, sort="overdue", nullable=False),
        Column("next_on", _("下一个到期"), Kind.DATE, sort="next_on"),
        Column("plan", _("工作预案"), value=lambda row: PLANS[row.plan], sort="plan", nullable=False),
        Column("stock_missing", _("储备没有数据"), Kind.NUMBER, sort="stock_missing", nullable=False),
        Column("stock_old", _("储备数据过期"), Kind.NUMBER, sort="stock_old", nullable=False, default=False),
        Column("area", _("镇（街道）"), value="unit.area.name", sort="unit__area__code", nullable=False, default=False),
        Column(
            "sector", _("领域"), value="unit.sector.name", sort="unit__sector__order", nullable=False, default=False
        ),
    ),
    filters=(
        *directory.place_filters("unit__"),
        Choice(key="grade", label=_("备战等级"), options=queries.grade_options, column="grade"),
        Choice(key="plan", label=_("工作预案"), options=queries.plan_options, column="plan"),
        Flag(key="soon", label=_("30 天内到期"), condition=queries.soon),
        Flag(key="unstocked", label=_("储备有缺项"), condition=queries.lacks_stock),
        Flag(key="old_stock", label=_("储备数据过期"), condition=queries.has_old_stock),
    ),
    counts=Counts("grade", TAGS, name="grade"),
    default_sort="unit",
    chips=(
        Chip("soon", _("30 天内到期"), {"soon": ("1",)}, "clock"),
        Chip("stale", _("预案跟的是旧版指南"), {"plan": ("stale",)}, "history"),
    ),
    row_url=lambda row: reverse("guidance:unit", args=[row.unit_id]),
    label=lambda row: str(row.unit.name),
    empty=Empty(_("还没有备战情况"), _("单位登记以后会自动算出来。")),
)
lists.add(READINESS)
