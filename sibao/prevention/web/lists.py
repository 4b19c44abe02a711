"""The lists of alerts and of those whom they are about (R113)."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sibao.directory import queries as directory
from sibao.kernel.lists.definition import Chip, Column, Counts, Empty, Kind, ListDefinition, Tag
from sibao.kernel.lists.filters import Choice, DateRange, Flag
from sibao.kernel.lists.registry import lists
from sibao.kernel.secrets import mask_name
from sibao.prevention import queries, services
from sibao.prevention.rules.words import SEVERITIES
from sibao.prevention.states import ALERT

STATES = {state.code: Tag(state.label, state.tone, state.icon) for state in ALERT.states.values()}
GRADES = {number: Tag(word, tone, icon) for number, (word, tone, icon) in SEVERITIES.items()}
ENDED, STANDS = Tag(_("已消除"), "ok", "circle-check"), Tag(_("未消除"), "danger", "bell-ringing")


def _rule(row: Any) -> str:
    return queries.rule_name(row.rule)


ALERTS = ListDefinition(
    key="prevention:alerts",
    may="prevention:alert:read",
    title=_("预警"),
    rows=queries.alert_groups,
    unit=_("项"),
    columns=(
        Column("rule", _("预警"), Kind.LINK, value=_rule, sort="rule__name", nullable=False),
        Column(
            "severity",
            _("级别"),
            Kind.TAG,
            value=lambda row: GRADES[row.rule.severity],
            sort="rule__severity",
            nullable=False,
        ),
        Column("unit", _("企业（项目）"), value="unit.name", sort="unit__name_pinyin", nullable=False),
        Column("site", _("场所"), value="site.name"),
        Column("standing", _("涉及"), Kind.NUMBER, sort="standing", nullable=False),
        Column("state", _("情况"), Kind.TAG, value=lambda row: STATES[row.state], sort="state", nullable=False),
        Column("opened_at", _("发生时间"), Kind.MOMENT, sort="opened_at", nullable=False),
        Column("closed_at", _("销号时间"), Kind.MOMENT, sort="closed_at", default=False),
        Column("area", _("镇（街道）"), value="unit.area.name", sort="unit__area__code", nullable=False, default=False),
        Column(
            "sector", _("领域"), value="unit.sector.name", sort="unit__sector__order", nullable=False, default=False
        ),
    ),
    filters=(
        *directory.place_filters("unit__"),
        Choice(key="severity", label=_("级别"), options=queries.severity_options, column="rule__severity"),
        Choice(key="rule", label=_("规则"), options=queries.rule_options, column="rule_id", main=False),
        Choice(key="state", label=_("情况"), options=queries.state_options, column="state"),
        Flag(key="open", label=_("未销号"), condition=queries.is_open),
        Flag(key="overdue", label=_("超时未接收"), condition=queries.is_overdue),
        DateRange(key="opened", label=_("发生"), column="opened_at"),
    ),
    counts=Counts("state", STATES, name="state"),
    default_sort="severity",
    default_for=lambda actor: {"open": ("1",)},
    chips=(
        Chip("open", _("未销号"), {"open": ("1",)}, "bell-ringing"),
        Chip("gravest", _("特别重大，未销号"), {"open": ("1",), "severity": ("1",)}, "alert-octagon"),
        Chip("overdue", _("超时未接收"), {"overdue": ("1",)}, "clock-x"),
    ),
    row_url=lambda row: reverse("prevention:alert", args=[row.pk]),
    label=lambda row: f"{row.rule.name} {row.unit.name}",
    empty=Empty(_("没有预警"), _("监测规则触发后会列在这里；数据断了的显示为不知道，不是没有。")),
    export=services.export_alerts,
    export_may="prevention:alert:export",
)

RISKS = ListDefinition(
    key="prevention:risks",
    may="prevention:alert:read",
    title=_("涉疫风险一览"),
    rows=queries.open_alerts,
    unit=_("项"),
    columns=ALERTS.columns[:7],
    filters=(),
    counts=Counts("rule__severity", GRADES),
    default_sort="severity",
    row_url=ALERTS.row_url,
    label=ALERTS.label,
    empty=Empty(_("没有未销号的风险"), _("这里列出您范围内全部未销号的预警，没有筛选条件；数据断了的看“全程监测”。")),
    export=services.export_alerts,
    export_may="prevention:alert:export",
)

SUBJECTS = ListDefinition(
    key="prevention:subjects",
    may="prevention:alert:read",
    title=_("预警对象"),
    rows=queries.alerts,
    unit=_("个"),
    columns=(
        Column("rule", _("预警"), Kind.LINK, value=_rule, sort="rule__name", nullable=False),
        Column(
            "name",
            _("姓名"),
            Kind.PERSONAL,
            value=lambda row: directory.name_of(row.someone) if row.someone else "",
            mask=mask_name,
            reveal="directory:person:reveal",
        ),
        Column("unit", _("企业（项目）"), value="unit.name", sort="unit__name_pinyin", nullable=False),
        Column("site", _("场所"), value="group.site.name"),
        Column("team", _("班组"), value=lambda row: row.someone.team.name if row.someone and row.someone.team else ""),
        Column("state", _("情况"), Kind.TAG, value=lambda row: ENDED if row.closed_at else STANDS),
        Column("opened_at", _("发生时间"), Kind.MOMENT, sort="opened_at", nullable=False),
        Column("closed_at", _("消除时间"), Kind.MOMENT, sort="closed_at"),
    ),
    filters=(
        *directory.place_filters("unit__"),
        Choice(key="rule", label=_("规则"), options=queries.rule_options, column="rule_id"),
        Flag(key="open", label=_("未消除"), condition=queries.still_warned),
    ),
    default_sort="-opened_at",
    enrich=queries.with_people,
    chips=(Chip("open", _("未消除"), {"open": ("1",)}, "bell-ringing"),),
    row_url=lambda row: reverse("prevention:why", args=[row.pk]),
    label=lambda row: f"{row.rule.name} {row.unit.name}",
    empty=Empty(_("没有预警对象"), _("预警涉及的人员、场所、车辆和批次会列在这里。")),
)
lists.add(ALERTS, RISKS, SUBJECTS)
