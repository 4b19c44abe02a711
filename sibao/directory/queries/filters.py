"""Filters by sector, town and name that every list of units, or of things of units, has (R06)."""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from sibao.directory.queries.units import search_condition, search_units
from sibao.directory.queries.zones import reached_areas, sectors
from sibao.kernel.access import Actor
from sibao.kernel.lists.filters import Choice, TextFilter
from sibao.kernel.lists.pickers import Option, Rows

NAME = _("名称 / 拼音首字母 / 代码")
PLACEHOLDER = _("如 yzqc、砚泽")


def sector_options(actor: Actor) -> list[Option]:
    """Return the sectors the actor may choose, by code."""
    return [Option(sector.code, sector.name) for sector in sectors(actor)]


def town_options(actor: Actor) -> list[Option]:
    """Return the towns and parks the actor may choose, by code; the zone itself too, for units that are in none."""
    return [Option(area.code, area.name) for area in reached_areas(actor)]


def place_filters(prefix: str = "") -> tuple[TextFilter, Choice, Choice]:
    """Return the filters by name, sector and town.

    Args:
        prefix: the relation to the unit, such as "unit__"; empty for units themselves.
    """
    return (
        TextFilter(key="q", label=NAME, placeholder=PLACEHOLDER, search=_search(prefix)),
        Choice(key="sector", label=_("行业领域"), options=sector_options, column=f"{prefix}sector__code"),
        Choice(key="town", label=_("镇（街道）"), options=town_options, column=f"{prefix}area__code"),
    )


def _search(prefix: str) -> Callable[[Rows, str], Rows]:
    if not prefix:
        return search_units
    return lambda rows, text: rows.filter(pk__in=rows.filter(search_condition(text, prefix=prefix)).values("pk"))
