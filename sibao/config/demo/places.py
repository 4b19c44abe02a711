"""Where the demo's units stand: the zone's towns and parks, or every town of the province."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from sibao.config.demo.naming import is_denied, short_place
from sibao.config.demo.sources import PACKS, Scale, plan, read_rows
from sibao.config.demo.world import Area

REGULAR_KINDS = {
    "省": "province",
    "地级市": "city",
    "镇": "town",
    "街道": "subdistrict",
    "乡": "township",
    "民族乡": "township",
}
NATIVE_AREAS = ("419001", "410881")


@dataclass(frozen=True, slots=True)
class Place:
    """A town or park with what names and numbers need to know about it."""

    code: str
    name: str
    city: str
    county_code: str


@dataclass(frozen=True, slots=True)
class Places:
    """The areas of a scale and how to draw a place for a sector."""

    zone_code: str
    zone_name: str
    areas: tuple[Area, ...]
    draw: Callable[[Random, str], Place]
    by_code: dict[str, Place]
    native_areas: tuple[str, ...]


def places(scale: Scale) -> Places:
    """Return the places of a scale."""
    return _zone() if scale == "zone" else _province()


def _zone() -> Places:
    rows = read_rows(PACKS / "jiyuan" / "areas.csv")
    areas = tuple(Area(row["code"], row["kind"], row["parent"], row["name_zh"]) for row in rows)
    root = areas[0]
    by_code = {area.code: Place(area.code, area.name, short_place(root.name), root.code) for area in areas[1:]}
    towns = [area.code for area in areas if area.kind in {"town", "subdistrict"}]

    def draw(random: Random, sector: str) -> Place:
        factors = plan()["factors"].get(sector, {})
        town = random.choices(towns, [plan()["towns"][code] * factors.get(code, 1.0) for code in towns])[0]
        park, share = plan()["parks"].get(town, ("", 0.0))
        return by_code[park if sector == "industry" and random.random() < share else town]

    return Places(root.code, root.name, areas, draw, by_code, NATIVE_AREAS)


def _province() -> Places:
    rows = read_rows(PACKS / "reference" / "areas-henan.csv")
    areas = tuple(Area(row["code"], _kind(row), row["parent"], row["name_zh"]) for row in rows)
    names = {area.code: area.name for area in areas}
    towns = [row for row in rows if _may_name_units(row)]
    by_code = {
        row["code"]: Place(row["code"], row["name_zh"], short_place(names[row["parent"]]), row["parent"])
        for row in towns
    }
    codes = list(by_code)
    weights = [3 if row["kind"] == "街道" else 2 if row["kind"] == "镇" else 1 for row in towns]

    def draw(random: Random, _sector: str) -> Place:
        return by_code[random.choices(codes, weights)[0]]

    counties = tuple(sorted({place.county_code for place in by_code.values()}))
    return Places("41", names["41"], areas, draw, by_code, (*counties, "410881"))


def _may_name_units(row: dict[str, str]) -> bool:
    """A town that is called like a real firm gives its name to no invented one."""
    return row["level"] == "town" and row["regular_code"] == "1" and not is_denied(row["name_zh"])


def _kind(row: dict[str, str]) -> str:
    if row["level"] == "county":
        return "county"
    return REGULAR_KINDS.get(row["kind"], "city" if row["level"] == "city" else "township")
