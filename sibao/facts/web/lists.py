"""The list of units by how much is known about them."""

from collections.abc import Sequence

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sibao.directory import queries as directory
from sibao.facts import queries
from sibao.kernel import clock
from sibao.kernel.access import Actor
from sibao.kernel.lists.definition import Column, Empty, Kind, ListDefinition
from sibao.kernel.lists.filters import Choice
from sibao.kernel.lists.pickers import Option
from sibao.kernel.lists.registry import lists


def _options(actor: Actor) -> list[Option]:
    return [Option(str(row.pk), row.name) for row in queries.definitions_to_report(actor)]


def _without(values: Sequence[str]) -> Q:
    return queries.without_facts([int(one) for one in values])


def _old(values: Sequence[str]) -> Q:
    return queries.with_old_facts([int(one) for one in values], clock.now())


UNITS = ListDefinition(
    key="facts:units",
    may="facts:value:read",
    title=_("事实情况"),
    rows=directory.units,
    unit=_("家"),
    columns=(
        Column("name", _("企业（项目）"), Kind.LINK, sort="name_pinyin", nullable=False),
        Column("area", _("镇（街道）"), value="area.name", sort="area__code", nullable=False),
        Column("sector", _("领域"), value="sector.name", sort="sector__order", nullable=False),
        Column("code", _("信用代码或项目代码"), sort="code", nullable=False),
    ),
    filters=(
        *directory.place_filters(),
        Choice(key="missing", label=_("缺少哪项事实"), options=_options, condition=_without, main=False),
        Choice(key="old", label=_("哪项事实已过期"), options=_options, condition=_old, main=False),
    ),
    default_sort="name",
    row_url=lambda row: reverse("facts:unit", args=[row.pk]),
    label=lambda row: str(row.name),
    empty=Empty(_("没有这样的单位"), _("这项事实在您的范围内都有了。")),
)
lists.add(UNITS)
