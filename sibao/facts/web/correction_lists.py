"""The list of corrections that units ask for."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sibao.directory import queries as directory
from sibao.facts import queries
from sibao.facts.states import CORRECTION
from sibao.kernel.lists.definition import Chip, Column, Empty, Kind, ListDefinition, Tag
from sibao.kernel.lists.filters import Choice
from sibao.kernel.lists.registry import lists

TAGS = {state.code: Tag(state.label, state.tone, state.icon) for state in CORRECTION.states.values()}

CORRECTIONS = ListDefinition(
    key="facts:corrections",
    may="facts:correction:read",
    title=_("事实更正"),
    rows=queries.corrections,
    unit=_("份"),
    columns=(
        Column("unit", _("企业（项目）"), Kind.LINK, value="unit.name", sort="unit__name_pinyin", nullable=False),
        Column("fact", _("事实"), value="definition.name", sort="definition__order", nullable=False),
        Column("source", _("由谁答复"), value="definition.source.short_name"),
        Column("state", _("情况"), Kind.TAG, value=lambda row: TAGS[row.state], sort="state", nullable=False),
        Column("asked_at", _("申请时间"), Kind.MOMENT, sort="asked_at", nullable=False),
        Column("answered_at", _("答复时间"), Kind.MOMENT, sort="answered_at"),
        Column("reason", _("为什么不对"), default=False),
        Column("area", _("镇（街道）"), value="unit.area.name", sort="unit__area__code", nullable=False, default=False),
    ),
    filters=(
        *directory.place_filters("unit__"),
        Choice(key="state", label=_("情况"), options=queries.correction_states, column="state"),
    ),
    default_sort="-asked_at",
    chips=(Chip("asked", _("待答复"), {"state": ("asked",)}, "message-question"),),
    row_url=lambda row: reverse("facts:correction", args=[row.pk]),
    label=lambda row: f"{row.unit.name} {row.definition.name}",
    empty=Empty(_("没有更正申请"), _("单位认为部门提供的值不对的，会列在这里。")),
)
lists.add(CORRECTIONS)
