"""What the one screen shows of the whitelist by place: the map of towns, and sectors by towns (R111)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from sibao.directory import queries as directory
from sibao.directory.queries import Boundaries, District
from sibao.kernel.access import Actor
from sibao.whitelist import queries
from sibao.whitelist.queries import Standing
from sibao.whitelist.web.lists import listings_url

WHOLE_CELL = 200
"""Rows of a page that shows all units of one sector in one town."""
MOST_PLACES = 60
"""More towns than this are told by a level above them: a province shows its cities, and each opens its own."""


def town_map(actor: Actor, now: datetime) -> Mapping[str, Any]:
    """Listed units per town on a schematic map; parks, which lie within towns, stand apart from it."""
    counted = queries.towns(actor)
    towns: list[dict[str, Any]] = []
    parks: list[dict[str, Any]] = []
    mapped = list(directory.places(actor))
    for area in mapped:
        (parks if area.kind == "park" else towns).append(_tile(area, counted.get(area.id, Standing())))
    off_the_map = [
        _place(district, queries.added_up(counted[member] for member in district.members))
        for district in directory.districts(actor, counted, MOST_PLACES, apart={area.id for area in mapped})
    ]
    drawn = _drawn(directory.boundaries(actor.zone_id), mapped, [*towns, *parks])
    return {"as_of": now, "towns": towns, "parks": parks, "off_the_map": off_the_map, "drawn": drawn} | {
        "rows": [*towns, *parks, *off_the_map]
    }


def _drawn(boundaries: Boundaries | None, areas: Sequence[Any], tiles: Sequence[Mapping[str, Any]]) -> Any:
    """What the chart of the map shows, its approval number printed on it; None while there is no approved map."""
    if boundaries is None:
        return None
    shapes = boundaries.of({area.code: area.short_name for area in areas})
    note = _("审图号：%(number)s") % {"number": boundaries.approval}
    values = [{name: tile[name] for name in ("name", "count", "tone", "word")} for tile in tiles]
    return {"shapes": shapes, "areas": values, "note": note, "source": boundaries.source}


def _tile(area: Any, found: Standing) -> dict[str, Any]:
    placed = {"column": area.tile_column, "row": area.tile_row}
    return _place(District(area, frozenset({area.pk})), found) | placed


def _place(district: District, found: Standing) -> dict[str, Any]:
    if found.suspended:
        tone, word = "warn", _("暂停 %(count)d") % {"count": found.suspended}
    elif found.publicised:
        tone, word = "info", _("公示 %(count)d") % {"count": found.publicised}
    elif found.listed:
        tone, word = "primary", _("在册")
    else:
        tone, word = "muted", _("尚无在册")
    return {
        "name": district.area.short_name,
        "count": found.listed,
        "tone": tone,
        "word": word,
        "url": listings_url(state="active", **_where(district)),
    }


def _where(district: District) -> dict[str, str]:
    return {"area" if district.whole else "town": district.area.code}


def grid(actor: Actor, now: datetime) -> Mapping[str, Any]:
    """Listed units per sector and town: from each number it is one click to each of its units (R111)."""
    counted = queries.cells(actor)
    places = directory.districts(actor, {area for area, _sector in counted}, MOST_PLACES)
    rows = [
        (sector, [_cell(place, sector, _in_cell(counted, place, sector.pk)) for place in places])
        for sector in directory.sectors(actor)
    ]
    return {"as_of": now, "places": [place.area for place in places], "rows": rows}


def _in_cell(counted: Mapping[tuple[int, int], Standing], place: District, sector_id: int) -> Standing:
    return queries.added_up(counted[key] for member in place.members if (key := (member, sector_id)) in counted)


def _cell(district: District, sector: Any, found: Standing) -> dict[str, Any]:
    chosen = {"sector": sector.code, **_where(district), "size": str(WHOLE_CELL)}
    return {
        "count": found.listed,
        "url": listings_url(state="active", **chosen),
        "suspended": found.suspended,
        "suspended_url": listings_url(state="suspended", **chosen),
        "title": f"{district.area.short_name} {sector.short_name}",
    }
