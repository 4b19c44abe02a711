"""Filters by sector, town and name that every list of units, or of things of units, has (R06)."""

from collections.abc import Callable, Sequence
from functools import partial, reduce
from operator import or_

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from sibao.directory.models import Area
from sibao.directory.queries.units import search_condition, search_units
from sibao.directory.queries.zones import TOWNS, reached_areas, sectors
from sibao.kernel.access import Actor
from sibao.kernel.lists.filters import Choice, TextFilter
from sibao.kernel.lists.pickers import Option, Rows

NAME = _("名称 / 拼音首字母 / 代码")
PLACEHOLDER = _("如 yzqc、砚泽")
OFFERED = 250
"""More areas than this are chosen from the levels above them."""


def sector_options(actor: Actor) -> list[Option]:
    """Return the sectors the actor may choose, by code."""
    return [Option(sector.code, sector.name) for sector in sectors(actor)]


def town_options(actor: Actor) -> list[Option]:
    """Return the areas the actor may choose, by code; the zone itself too, for units in no town; none where they are many."""
    found = _options(reached_areas(actor)[: OFFERED + 1])
    return found if len(found) <= OFFERED else []


def region_options(actor: Actor) -> list[Option]:
    """Return the areas with others below them that the actor may choose, by code; none where there is but one."""
    found = _options(reached_areas(actor).exclude(kind__in=TOWNS)[:OFFERED])
    return found if len(found) > 1 else []


def areas_named(actor: Actor, codes: Sequence[str]) -> list[Option]:
    """Return the areas of these codes that the actor reaches."""
    return _options(reached_areas(actor).filter(code__in=codes))


def _options(areas: QuerySet[Area]) -> list[Option]:
    return [Option(area.code, area.name) for area in areas]


def place_filters(prefix: str = "") -> tuple[TextFilter, Choice, Choice, Choice]:
    """Return the filters by name, sector, area with all below it, and town.

    Args:
        prefix: the relation to the unit, such as "unit__"; empty for units themselves.
    """
    return (
        TextFilter(key="q", label=NAME, placeholder=PLACEHOLDER, search=_search(prefix)),
        Choice(key="sector", label=_("行业领域"), options=sector_options, column=f"{prefix}sector__code"),
        Choice(
            key="area",
            label=_("区域（含下级）"),
            options=region_options,
            named=areas_named,
            condition=partial(_below, f"{prefix}area_path"),
        ),
        Choice(
            key="town",
            label=_("镇（街道）"),
            options=town_options,
            named=areas_named,
            column=f"{prefix}area__code",
        ),
    )


def _below(column: str, codes: Sequence[str]) -> Q:
    """Areas of these codes and what is below them: a path is the codes from the top down, each with a slash behind it."""
    anywhere = [
        Q(**{f"{column}__startswith": f"{code}/"}) | Q(**{f"{column}__contains": f"/{code}/"}) for code in codes
    ]
    return reduce(or_, anywhere)


def _search(prefix: str) -> Callable[[Rows, str], Rows]:
    if not prefix:
        return search_units
    return lambda rows, text: rows.filter(pk__in=rows.filter(search_condition(text, prefix=prefix)).values("pk"))
