"""The list of deletions: what went of the zone's signals, when, by whom and how many."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sibao.kernel.access import Actor
from sibao.kernel.lists.definition import Column, Empty, Kind, ListDefinition, Tag
from sibao.kernel.lists.filters import Choice, DateRange
from sibao.kernel.lists.pickers import Option
from sibao.kernel.lists.registry import lists
from sibao.kernel.standing import in_words
from sibao.prevention import queries

OCCASIONS = {
    "days": Tag(_("保存期满"), "muted", "calendar-off"),
    "end": Tag(_("数据包退出"), "info", "package-off"),
}


def _occasions(actor: Actor) -> list[Option]:
    return [Option(code, tag.label) for code, tag in OCCASIONS.items()]


def _url(row: Any) -> str:
    return reverse("prevention:deletion", args=[row.pk])


DELETIONS = ListDefinition(
    key="prevention:deletions",
    may=queries.READ_DELETIONS,
    title=_("数据删除证明"),
    rows=queries.deletions,
    unit=_("份"),
    columns=(
        Column("number", _("编号"), Kind.LINK, value=queries.number_of, sort="id", nullable=False),
        Column("at", _("删除时间"), Kind.MOMENT, sort="at", nullable=False),
        Column("occasion", _("为什么"), Kind.TAG, value=lambda row: OCCASIONS[row.occasion], sort="occasion"),
        Column("rows", _("条数"), Kind.NUMBER, sort="rows", nullable=False),
        Column("by", _("谁删除的"), value=lambda row: in_words(row.by_as)),
    ),
    filters=(
        Choice(key="occasion", label=_("为什么"), options=_occasions, column="occasion"),
        DateRange(key="at", label=_("删除时间"), column="at", moment=True),
    ),
    default_sort="-at",
    row_url=_url,
    label=queries.number_of,
    empty=Empty(_("还没有删除过数据"), _("信号的保存天数满了，每天夜里删除，证明会列在这里。")),
)
lists.add(DELETIONS)
