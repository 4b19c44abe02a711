"""The list of work groups and task forces."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sibao.duty import queries
from sibao.kernel.lists.definition import Chip, Column, Empty, Kind, ListDefinition, Sort, Tag
from sibao.kernel.lists.filters import Flag
from sibao.kernel.lists.registry import lists

TO_CONFIRM, CONFIRMED = Tag(_("牵头待核实"), "warn", "help-circle"), Tag(_("已核实"), "ok", "circle-check")
LEADERLESS = Tag(_("没有牵头部门"), "danger", "alert-octagon")


def _standing(row: Any) -> Tag:
    if not row.leads:
        return LEADERLESS
    return TO_CONFIRM if row.unconfirmed else CONFIRMED


GROUPS = ListDefinition(
    key="duty:groups",
    may="duty:group:read",
    title=_("工作组与专班"),
    rows=queries.groups,
    unit=_("个"),
    columns=(
        Column("name", _("名称"), Kind.LINK, sort="name", nullable=False),
        Column("kind", _("类型"), value=lambda row: row.get_kind_display()),
        Column("leads", _("牵头部门"), sort="leads"),
        Column("members", _("成员"), Kind.NUMBER, value=lambda row: row.members or 0, sort="members"),
        Column("state", _("情况"), Kind.TAG, value=_standing),
        Column("source", _("依据"), value=lambda row: f"{row.document.number} {row.article}" if row.document else ""),
    ),
    sorts=(Sort("order", _("原有顺序"), "path", nullable=False),),
    filters=(Flag(key="unconfirmed", label=_("牵头待核实"), condition=queries.unconfirmed),),
    default_sort="order",
    chips=(Chip("unconfirmed", _("牵头待核实"), {"unconfirmed": ("1",)}, "help-circle"),),
    row_url=lambda row: reverse("duty:group", args=[row.pk]),
    label=lambda row: str(row.name),
    empty=Empty(_("还没有工作组"), _("工作组与专班随地方数据包装入。")),
)
lists.add(GROUPS)
