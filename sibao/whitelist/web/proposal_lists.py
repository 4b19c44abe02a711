"""The list of what is proposed of the list."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sibao.criteria import Words
from sibao.directory import queries as directory
from sibao.facts.queries import in_language
from sibao.kernel.access import Actor
from sibao.kernel.lists.definition import Chip, Column, Counts, Empty, Kind, ListDefinition, Preset, Tag
from sibao.kernel.lists.filters import Choice
from sibao.kernel.lists.pickers import Option
from sibao.kernel.lists.registry import lists
from sibao.whitelist import queries, rules, states

STATES = {state.code: Tag(state.label, state.tone, state.icon) for state in states.PROPOSAL.states.values()}
KINDS = {
    "add": Tag(rules.KINDS["add"], "ok", "user-plus"),
    "remove": Tag(rules.KINDS["remove"], "danger", "circle-minus"),
    "lift": Tag(rules.KINDS["lift"], "info", "player-play"),
}


def _options(tags: dict[str, Tag]) -> list[Option]:
    return [Option(code, tag.label) for code, tag in tags.items()]


def _to_do(actor: Actor) -> Preset:
    return {"state": ("open",)}


def why(row: Any) -> str:
    """Return why something is proposed, in the language of the page."""
    return in_language(Words(row.why, row.why_en))


PROPOSALS = ListDefinition(
    key="whitelist:proposals",
    may="whitelist:proposal:read",
    title=_("名单提议"),
    rows=queries.list_proposals,
    columns=(
        Column("name", _("企业（项目）"), Kind.LINK, value="unit.name", sort="unit__name_pinyin", nullable=False),
        Column("kind", _("提议"), Kind.TAG, value=lambda row: KINDS[row.kind]),
        Column("why", _("为什么"), value=lambda row: rules.brief(row.kind, why(row))),
        Column("sector", _("领域"), value="sector.name", sort="sector__order", nullable=False),
        Column("area", _("镇（街道）"), value="unit.area.name", sort="unit__area__code", nullable=False),
        Column("made_at", _("提出"), Kind.MOMENT, sort="made_at", nullable=False),
        Column("state", _("状态"), Kind.TAG, value=lambda row: STATES[row.state]),
        Column("whole", _("判定依据"), value=why, default=False),
        Column("ended_at", _("办结"), Kind.MOMENT, sort="ended_at", default=False),
        Column("decided_by", _("谁决定的"), default=False),
        Column("reason", _("理由"), default=False),
    ),
    filters=(
        *directory.place_filters("unit__"),
        Choice(key="kind", label=_("提议"), options=lambda actor: _options(KINDS), column="kind"),
        Choice(key="state", label=_("状态"), options=lambda actor: _options(STATES), column="state"),
    ),
    counts=Counts("kind", KINDS, name="kind"),
    default_sort="-made_at",
    default_for=_to_do,
    chips=(
        Chip("open", _("待办"), _to_do, "bulb"),
        *(Chip(kind, tag.label, {"kind": (kind,), "state": ("open",)}, tag.icon) for kind, tag in KINDS.items()),
    ),
    row_url=lambda row: reverse("whitelist:proposal", args=[row.pk]),
    label=lambda row: row.unit.name,
    empty=Empty(_("现在没有提议"), _("每晚和有变化时按现行标准重新判定；名单只由人来改。")),
)
lists.add(PROPOSALS)
