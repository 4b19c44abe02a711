"""The list of applications, for the unit, the town, the department and headquarters."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sibao.directory import queries as directory
from sibao.kernel.access import Actor
from sibao.kernel.lists.definition import Chip, Column, Counts, Empty, Kind, ListDefinition, Tag
from sibao.kernel.lists.filters import Choice, Flag
from sibao.kernel.lists.pickers import Option
from sibao.kernel.lists.registry import lists
from sibao.whitelist import queries, rules, services, states

TAGS = {state.code: Tag(state.label, state.tone, state.icon) for state in states.APPLICATION.states.values()}


def _state_options(actor: Actor) -> list[Option]:
    return [Option(code, tag.label) for code, tag in TAGS.items()]


def _rate(row: Any) -> int | None:
    return rules.prefill_rate(row.held, row.asked) if row.submitted_at else None


APPLICATIONS = ListDefinition(
    key="whitelist:applications",
    may="whitelist:application:read",
    title=_("申报"),
    rows=queries.applications,
    unit=_("份"),
    columns=(
        Column("name", _("企业（项目）"), Kind.LINK, value="unit.name", sort="unit__name_pinyin", nullable=False),
        Column("sector", _("领域"), value="sector.name", sort="sector__order", nullable=False),
        Column("area", _("镇（街道）"), value="unit.area.name", sort="unit__area__code", nullable=False),
        Column("state", _("状态"), Kind.TAG, value=lambda row: TAGS[row.state]),
        Column("submitted_at", _("提交"), Kind.MOMENT, sort="submitted_at"),
        Column("decided_at", _("决定"), Kind.MOMENT, sort="decided_at"),
        Column("decided_by", _("谁决定的")),
        Column("overridden", _("例外"), value=lambda row: _("例外决定") if row.overridden else ""),
        Column("reason", _("理由")),
        Column("rate", _("预填率（%）"), Kind.NUMBER, value=_rate, default=False),
        Column("code", _("信用代码或项目代码"), value="unit.code", sort="unit__code", nullable=False, default=False),
    ),
    filters=(
        *directory.place_filters("unit__"),
        Choice(key="state", label=_("状态"), options=_state_options, column="state"),
        Flag(key="overridden", label=_("例外决定"), condition=lambda actor: queries.OVERRIDDEN),
    ),
    counts=Counts("state", TAGS, name="state"),
    default_sort="-submitted_at",
    chips=(
        Chip("reviewing", _("审核中"), {"state": ("reviewing",)}, "eye"),
        Chip("accepted", _("达标待入批"), {"state": ("accepted",)}, "circle-check"),
        Chip("refused", _("不达标"), {"state": ("refused",)}, "circle-x"),
    ),
    row_url=lambda row: reverse("whitelist:application", args=[row.pk]),
    label=lambda row: row.unit.name,
    empty=Empty(_("还没有申报"), _("单位在自己的“申报条件”页上开始申报，提交后出现在这里。")),
    export=services.export_applications,
    export_may="whitelist:application:export",
)
lists.add(APPLICATIONS)
