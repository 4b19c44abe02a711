"""The list of rules: when each warns, in words, and how much it warns of now."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sibao.criteria import Words
from sibao.facts.queries import in_language
from sibao.kernel.lists.definition import Column, Empty, Kind, ListDefinition, Tag
from sibao.kernel.lists.filters import Choice, Flag
from sibao.kernel.lists.registry import lists
from sibao.prevention import queries
from sibao.prevention.rules.words import LAYERS
from sibao.prevention.web.lists import GRADES


def _condition(row: Any) -> str:
    words: dict[str, Words] = row.words
    return in_language(words["normal"]) if "normal" in words else ""


def _basis(row: Any) -> str:
    return f"{row.document.number} {row.article}".strip() if row.document else row.article


OWN, PACKED = Tag(_("本区自定"), "info", "pencil"), Tag(_("数据包"), "muted", "package")

RULES = ListDefinition(
    key="prevention:rules",
    may=queries.READ_RULES,
    title=_("预警规则"),
    rows=queries.rules,
    unit=_("条"),
    columns=(
        Column("name", _("规则"), Kind.LINK, value=queries.rule_name, sort="name", nullable=False),
        Column(
            "severity", _("级别"), Kind.TAG, value=lambda row: GRADES[row.severity], sort="severity", nullable=False
        ),
        Column("condition", _("平时的条件"), value=_condition),
        Column("layer", _("哪一层的规则"), value=lambda row: LAYERS[row.layer], sort="layer", nullable=False),
        Column("limit_minutes", _("接收时限（分钟）"), Kind.NUMBER, sort="limit_minutes", nullable=False),
        Column("asks", _("交给哪个角色"), value=lambda row: row.role_words),
        Column("basis", _("依据"), value=_basis),
        Column("standing_now", _("正涉及"), Kind.NUMBER, sort="standing_now", nullable=False),
        Column(
            "settled",
            _("谁定的"),
            Kind.TAG,
            value=lambda row: OWN if row.settled_here else PACKED,
            sort="settled_here",
            nullable=False,
        ),
    ),
    filters=(
        Choice(key="severity", label=_("级别"), options=queries.severity_options, column="severity"),
        Flag(key="own", label=_("本区自定"), condition=queries.is_settled_here),
    ),
    default_sort="severity",
    enrich=queries.with_words,
    row_url=lambda row: reverse("prevention:rule", args=[row.pk]),
    label=lambda row: str(row.name),
    empty=Empty(_("没有预警规则"), _("装载数据包后，监测规则会列在这里。")),
)
lists.add(RULES)
