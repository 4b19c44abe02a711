"""The list of documents: plans, guides and emergency plans, of the zone and of sectors (R10)."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sibao.guidance import queries
from sibao.guidance.rules import KINDS, ZONE_WORD
from sibao.guidance.states import DOCUMENT
from sibao.kernel.access import Actor
from sibao.kernel.lists.definition import Action, Chip, Column, Empty, Kind, ListDefinition, Tag
from sibao.kernel.lists.filters import Choice
from sibao.kernel.lists.pickers import Option
from sibao.kernel.lists.registry import lists

TAGS = {state.code: Tag(state.label, state.tone, state.icon) for state in DOCUMENT.states.values()}


def _kinds(actor: Actor) -> list[Option]:
    return [Option(key, word) for key, word in KINDS.items()]


def _states(actor: Actor) -> list[Option]:
    return [Option(state.code, state.label) for state in DOCUMENT.states.values()]


def _whose(row: Any) -> Any:
    return row.sector.name if row.sector else ZONE_WORD


DOCUMENTS = ListDefinition(
    key="guidance:documents",
    may="guidance:document:read",
    title=_("指南预案文件"),
    rows=queries.documents,
    unit=_("份"),
    columns=(
        Column("title", _("名称"), Kind.LINK, sort="title", nullable=False),
        Column("sector", _("领域"), value=_whose, sort="sector__order"),
        Column("kind", _("类别"), value=lambda row: row.get_kind_display(), sort="kind", nullable=False),
        Column("number", _("文号"), sort="number", nullable=False),
        Column("edition", _("版本"), sort="edition", nullable=False),
        Column("issued_on", _("成文日期"), Kind.DATE, sort="issued_on", nullable=False),
        Column("state", _("情况"), Kind.TAG, value=lambda row: TAGS[row.state], sort="state", nullable=False),
        Column("in_force_on", _("施行日期"), Kind.DATE, sort="in_force_on"),
    ),
    filters=(
        Choice(key="sector", label=_("领域"), options=queries.sector_options, condition=queries.of_sectors),
        Choice(key="kind", label=_("类别"), options=_kinds, column="kind"),
        Choice(key="state", label=_("情况"), options=_states, column="state"),
    ),
    default_sort="-issued_on",
    chips=(Chip("in_force", _("施行"), {"state": ("in_force",)}, "circle-check"),),
    row_url=lambda row: reverse("guidance:document", args=[row.pk]),
    label=lambda row: str(row.title),
    actions=(Action(_("起草文件"), "guidance:document-new", "guidance:document:edit"),),
    empty=Empty(_("没有这样的文件"), _("还缺的文件，由主管部门起草后施行。")),
)
lists.add(DOCUMENTS)
