"""The list of criteria."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sibao.facts import queries, states
from sibao.kernel.access import Actor
from sibao.kernel.lists.definition import Action, Column, Empty, Kind, ListDefinition, Rows, Sort, Tag
from sibao.kernel.lists.filters import Choice, TextFilter
from sibao.kernel.lists.pickers import Option
from sibao.kernel.lists.registry import lists


def _state(row: Any) -> Tag:
    if row.state == "published" and row.valid_to is not None:
        return Tag(_("已被替代"), "muted", "history")
    state = states.CRITERION.states[row.state]
    return Tag(state.label, state.tone, state.icon)


def _basis(row: Any) -> str:
    return " ".join(filter(None, (row.document.number if row.document else "", row.article)))


def _confirmed(row: Any) -> Tag:
    return Tag(_("已核对"), "ok") if row.confirmed else Tag(_("待核实"), "warn")


def _uses(actor: Actor) -> list[Option]:
    return [Option(word, use.name) for word, use in queries.USES.items()]


def _of_use(chosen: Sequence[str]) -> Q:
    return Q(use__in=chosen)


STANDINGS = {
    "in_force": (_("有效"), Q(valid_from__isnull=False, valid_to=None)),
    "draft": (_("草稿"), Q(state="draft")),
    "over": (_("已不再有效"), Q(valid_to__isnull=False)),
}


def _standings(actor: Actor) -> list[Option]:
    return [Option(key, label) for key, (label, _condition) in STANDINGS.items()]


def _standing(chosen: Sequence[str]) -> Q:
    found = Q(pk__in=[])
    for key in chosen:
        found |= STANDINGS[key][1]
    return found


def _search(rows: Rows, text: str) -> Rows:
    return rows.filter(title__icontains=text)


CRITERIA = ListDefinition(
    key="facts:criteria",
    may="facts:criterion:read",
    title=_("条件"),
    rows=queries.criteria,
    columns=(
        Column("title", _("名称"), Kind.LINK, sort="title", nullable=False),
        Column("use", _("用于"), value=lambda row: queries.use_of(row.use).name),
        Column("number", _("版本"), Kind.NUMBER, sort="number", nullable=False),
        Column("state", _("状态"), Kind.TAG, value=_state),
        Column("valid_from", _("生效"), Kind.MOMENT, sort="valid_from"),
        Column("valid_to", _("失效"), Kind.MOMENT, sort="valid_to"),
        Column("basis", _("依据"), value=_basis),
        Column("confirmed", _("核对"), Kind.TAG, value=_confirmed),
    ),
    filters=(
        TextFilter(key="q", label=_("搜索"), search=_search, placeholder=_("名称")),
        Choice(key="use", label=_("用于"), options=_uses, condition=_of_use),
        Choice(key="standing", label=_("状态"), options=_standings, condition=_standing),
    ),
    sorts=(Sort("key", _("对象"), "key", nullable=False),),
    default_sort="key",
    row_url=lambda row: reverse("facts:criterion", args=[row.pk]),
    label=lambda row: str(row.title),
    empty=Empty(
        _("没有这样的条件"), _("换个筛选，或起草一条。"), _("起草条件"), "facts:criterion-new", "facts:criterion:draft"
    ),
    actions=(Action(_("起草条件"), "facts:criterion-new", "facts:criterion:draft"),),
)
lists.add(CRITERIA)
