"""Rows of what goes on inside a zone's sites: shifts, sittings, rooms, venues, turns, and vehicles of hauliers."""

from collections.abc import Iterator
from datetime import time, timedelta
from typing import Any

from sibao.config.demo.streams import stream
from sibao.config.demo.world import Site, World
from sibao.directory import models

SHIFTS = (("白班", time(8), time(20)), ("夜班", time(20), time(8)))
SITTINGS = (("第一批", time(11, 30), time(12)), ("第二批", time(12), time(12, 30)))
VENUES = (("食堂", "canteen", 60), ("生产车间", "workshop", 200))
STAFF_FOR_SITTINGS, STAFF_FOR_ROOMS, STAFF_PER_ROOM, BEDS = 50, 200, 40, 6
PART = ("id", "zone_id", "site_id", "name")
TURN = ("id", "zone_id", "team_id", "started_on")
Tables = Iterator[tuple[Any, tuple[str, ...], Iterator[Any]]]


def tables(world: World, keys: Any) -> Tables:
    """Yield model, columns and rows; a province has none, for it is there to be measured."""
    if world.scale != "zone":
        return
    zone, fed = keys.zone, [site for site in world.sites if site.staff >= STAFF_FOR_SITTINGS]
    yield models.Shift, (*PART, "starts_at", "ends_at"), _each(zone, world.sites, SHIFTS)
    sittings = tuple((*one, 120) for one in SITTINGS)
    yield models.Sitting, (*PART, "starts_at", "ends_at", "places"), _each(zone, fed, sittings)
    yield models.Venue, (*PART, "use", "places"), _each(zone, fed, VENUES)
    yield models.Room, (*PART, "places"), _rooms(zone, world)
    yield models.ShiftTurn, (*TURN, "shift_id"), _turns(zone, world, [site.id for site in world.sites])
    yield models.SittingTurn, (*TURN, "sitting_id"), _turns(zone, world, [site.id for site in fed])
    yield from _vehicles(zone, world)


def _each(zone: int, sites: Any, things: tuple[Any, ...]) -> Iterator[Any]:
    all_ones = ((site.id, *thing) for site in sites for thing in things)
    return ((number, zone, *row) for number, row in enumerate(all_ones, 1))


def _rooms(zone: int, world: World) -> Iterator[Any]:
    rooms = (
        (site.id, f"{1 + number // 10}{number % 10 + 1:02d}室")
        for site in world.sites
        for number in _room_numbers(site)
    )
    return ((number, zone, *row, BEDS) for number, row in enumerate(rooms, 1))


def _room_numbers(site: Site) -> range:
    return range(site.staff // STAFF_PER_ROOM if site.staff >= STAFF_FOR_ROOMS else 0)


def _turns(zone: int, world: World, sites: list[int]) -> Iterator[Any]:
    """Let the teams of each site take its two shifts, or sittings, by turns since the month before."""
    order, since = {site: place for place, site in enumerate(sites)}, world.now.date() - timedelta(days=30)
    taken = (team for team in world.teams if team.site_id in order)
    return (
        (number, zone, team.id, since, 2 * order[team.site_id] + 1 + team.id % 2)
        for number, team in enumerate(taken, 1)
    )


def _vehicles(zone: int, world: World) -> Tables:
    hauliers = [unit for unit in world.units if unit.sector == "transport"]
    owners = [unit.id for unit in hauliers for _ in range(stream(world.seed, "vehicles", unit.id).randint(2, 9))]
    yield (
        models.Vehicle,
        ("id", "zone_id", "plate", "colour", "kind"),
        ((number, zone, f"豫U{number:05d}", "yellow", "lorry") for number, _unit in enumerate(owners, 1)),
    )
    since = world.now.date() - timedelta(days=400)
    yield (
        models.VehicleUse,
        ("id", "zone_id", "vehicle_id", "unit_id", "tenure", "started_on", "version"),
        ((number, zone, number, unit, "own", since, 1) for number, unit in enumerate(owners, 1)),
    )
