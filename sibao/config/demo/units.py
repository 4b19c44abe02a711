"""Units, their former names and contacts."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

from sibao.config.demo.identifiers import project_code, uscc, uscc_stems
from sibao.config.demo.naming import PersonNames, UnitNames, address, phone
from sibao.config.demo.places import Place, Places
from sibao.config.demo.sizes import WAN, YUAN, size_class
from sibao.config.demo.sources import Scale, SectorPlan, Trade, plan, sector_plans, trades, words
from sibao.config.demo.streams import apportion, pick, stream
from sibao.config.demo.world import Contact, FormerName, Unit

LEAST_STAFF = 4
FOUNDED = (date(1994, 3, 1), date(2021, 9, 1))
BEGUN = (date(2020, 4, 1), date(2022, 4, 20))
FORMER_NAME_SHARE = 0.09


def make_units(seed: int, scale: Scale, where: Places) -> tuple[tuple[Unit, ...], tuple[Unit, ...]]:
    """Return the units in the order of the sectors, and the newcomers (id 0) whom a later import brings."""
    counts = plan()["scales"][scale]
    pinned = plan()["pinned"] if scale == "zone" else []
    maker = _Maker(seed, where, pinned)
    units: list[Unit] = []
    for sector, number in counts["units"].items():
        ids = range(len(units) + 1, len(units) + number + 1)
        fixed = {row["id"]: row["staff"] for row in pinned if row["id"] in ids}
        staff = iter(
            _staff(seed, sector_plans()[sector], number - len(fixed), counts["staff"][sector] - sum(fixed.values()))
        )
        units += [maker.unit(sector, unit_id, fixed.get(unit_id) or next(staff)) for unit_id in ids]
    newcomers = [
        replace(maker.unit("industry", -place, 30 + 17 * place), id=0) for place in range(1, counts["newcomers"] + 1)
    ]
    return tuple(units), tuple(newcomers)


def _staff(seed: int, sector: SectorPlan, number: int, total: int) -> list[int]:
    random = stream(seed, "staff sizes", sector.key)
    weights = [random.paretovariate(sector.tail) for _ in range(number)]
    return apportion(total, weights, least=LEAST_STAFF, most=sector.largest)


class _Maker:
    """Draws one unit after the other; each sector's table has its own streams."""

    def __init__(self, seed: int, where: Places, pinned: list[dict[str, Any]]) -> None:
        self._seed = seed
        self._where = where
        self._pinned = {row["id"]: row for row in pinned}
        self._names = UnitNames(stream(seed, "unit names"), tuple(row["name"] for row in pinned))
        self._stems = uscc_stems(stream(seed, "uscc"))
        self._serials = iter(stream(seed, "project codes").sample(range(100_000, 1_000_000), 20_000))

    def unit(self, sector: str, number: int, staff: int) -> Unit:
        """Return the unit of that number."""
        random = stream(self._seed, "unit", number)
        fixed = self._pinned.get(number, {})
        place = self._where.by_code[fixed["town"]] if fixed else self._where.draw(random, sector)
        trade = self._trade(random, sector, fixed.get("industry", ""))
        drawn = sector_plans()[sector]
        name, short = self._names.name(trade, drawn, place.city, place.name)
        if fixed:
            name, short = fixed["name"], fixed["short"]
        revenue = round(int(staff * drawn.per_head * WAN * random.lognormvariate(0, 0.45)), -5)
        assets = round(int(revenue * random.uniform(0.4, 1.7)), -5)
        code, owner = self._codes(random, sector, place)
        return Unit(
            id=number, kind="project" if drawn.prefix == "project" else "enterprise",
            code=code, owner_code=owner, name=name, short_name=short, sector=sector, area=place.code,
            industry=trade.industry, staff=staff, revenue=revenue, assets=assets,
            size="" if drawn.prefix == "project" else size_class(trade.industry, staff=staff, revenue=revenue, assets=assets),
            lifeline=trade.industry in plan()["lifeline_industries"],
            founded=_founded(random, drawn),
            address=address(random, place.name),
        )  # fmt: skip

    def _trade(self, random: Random, sector: str, industry: str) -> Trade:
        drawn = pick(random, [(trade, trade.weight) for trade in trades()[sector]])
        return next((trade for trade in trades()[sector] if trade.industry == industry), drawn)

    def _codes(self, random: Random, sector: str, place: Place) -> tuple[str, str]:
        own = uscc(place.county_code, next(self._stems))
        if sector_plans()[sector].prefix != "project":
            return own, ""
        year, month = random.choice((2020, 2021, 2022)), random.randrange(1, 5)
        return project_code(year, month, place.county_code, next(self._serials)), own


def _founded(random: Random, sector: SectorPlan) -> date:
    first, last = BEGUN if sector.prefix == "project" else FOUNDED
    return first + timedelta(days=random.randrange((last - first).days))


def make_former_names(seed: int, units: tuple[Unit, ...], where: Places) -> Iterator[FormerName]:
    """Yield former names for some enterprises, none of them a present one."""
    random = stream(seed, "former names")
    names = UnitNames(random, tuple(unit.name for unit in units))
    number = 0
    for unit in units:
        if unit.kind == "enterprise" and random.random() < FORMER_NAME_SHARE:
            number += 1
            place = where.by_code[unit.area]
            trade = next(trade for trade in trades()[unit.sector] if trade.industry == unit.industry)
            name, _ = names.name(trade, sector_plans()[unit.sector], place.city, place.name)
            yield FormerName(number, unit.id, name, date(2016, 1, 1) + timedelta(days=random.randrange(2200)))


def make_contacts(seed: int, units: tuple[Unit, ...]) -> Iterator[Contact]:
    """Yield one to three contacts for each unit, with different duties."""
    random = stream(seed, "contacts")
    name = PersonNames()
    duties: list[str] = words()["contact_duties"]
    number = 0
    for unit in units:
        for duty in duties[: random.choice((1, 2, 2, 3))]:
            number += 1
            person = name(random.getrandbits(40), male=random.random() < 0.6)
            yield Contact(number, unit.id, f"{person}{words()['mark']}", duty, phone(random))


def unit_value(unit: Unit) -> int:
    """Return the unit's value of its sector's measure before yearly changes: 分, or 吨公里 where freight counts."""
    tonne_km = sector_plans()[unit.sector].tonne_km_per_head
    if not tonne_km:
        return unit.revenue
    return unit.revenue * tonne_km // (sector_plans()[unit.sector].per_head * WAN) // YUAN * YUAN
