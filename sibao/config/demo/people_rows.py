"""Rows of persons, sealed, and of their employments; two million rows are never held at once."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sibao.config.demo.world import World
from sibao.directory import models
from sibao.kernel.secrets import keyed_hash, sealer

PERSON = ("id", "zone_id", "identity_kind", "identity_hash", "identity_sealed", "name_sealed", "created_at")
WORK = ("zone_id", "person_id", "unit_id", "site_id", "post_id", "team_id", "started_on", "ended_on")
EMPLOYMENT = (*WORK, "sector_id", "reach")


def tables(world: World, keys: Any, now: datetime) -> Iterator[tuple[Any, tuple[str, ...], Iterator[Any]]]:
    """Yield model, columns and rows of persons and employments."""
    zone, seal = keys.zone, sealer()
    yield (
        models.Person,
        PERSON,
        (
            (
                one.person_id,
                zone,
                "citizen",
                keyed_hash(one.identity_number, purpose="identity"),
                seal(one.identity_number),
                seal(one.name),
                now,
            )
            for one in world.staff()
        ),
    )
    yield models.Employment, EMPLOYMENT, _employments(world, keys)


def _employments(world: World, keys: Any) -> Iterator[tuple[Any, ...]]:
    first_site: dict[int, int] = {}
    for site in world.sites:
        first_site.setdefault(site.unit_id, site.id)
    stands = {
        unit.id: (keys.sectors[unit.sector], models.reach_of(keys.zone, keys.areas[unit.area][1], unit.id))
        for unit in world.units
    }
    for one in world.staff():
        unit, former = one.unit_id, one.former_unit_id
        here = (one.site_id, one.post_id, one.team_id, one.started, None)
        yield keys.zone, one.person_id, unit, *here, *stands[unit]
        if former:
            there = (first_site[former], None, None, one.former_started, one.former_ended)
            yield keys.zone, one.person_id, former, *there, *stands[former]
