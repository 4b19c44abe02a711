"""Rows of responsible persons: a unit's contacts answer at most of its sites; some duties are open, so that something is left."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sibao.config.demo.streams import stream
from sibao.config.demo.world import Contact, World
from sibao.duty import models
from sibao.kernel.secrets import keyed_hash, sealer

SITE_OPEN, DUTY_OPEN, WITH_DEPUTY = 0.04, 0.05, 0.3
COLUMNS = (
    *("zone_id", "unit_id", "site_id", "matter_id", "role", "name_sealed", "phone_sealed", "phone_hash", "post"),
    *("started_on", "reason"),
)


def tables(world: World, keys: Any) -> Iterator[tuple[Any, tuple[str, ...], Iterator[Any]]]:
    """Yield model, columns and rows; a province has none, for it is there to be measured."""
    if world.scale == "zone":
        yield models.Responsible, COLUMNS, _rows(world, keys)


def _rows(world: World, keys: Any) -> Iterator[tuple[Any, ...]]:
    random, people = stream(world.seed, "responsibles"), _people(world)
    for site in world.sites:
        since = world.now.date() - timedelta(days=random.randint(20, 400))
        if random.random() < SITE_OPEN:
            continue
        own = people[site.unit_id]
        for place, matter in enumerate(keys.matters):
            if random.random() < DUTY_OPEN:
                continue
            first = (site.number + place) % len(own)
            yield keys.zone, site.unit_id, site.id, matter, "lead", *own[first], since, "按本单位分工"
            if len(own) > 1 and random.random() < WITH_DEPUTY:
                second = (first + 1) % len(own)
                yield keys.zone, site.unit_id, site.id, matter, "deputy", *own[second], since, "按本单位分工"


def _people(world: World) -> dict[int, list[tuple[bytes, bytes, bytes, str]]]:
    """Name and phone sealed, hash and post of each unit's contacts; who occurs twice counts once."""
    seal, found = sealer(), defaultdict[int, dict[str, Contact]](dict)
    for one in world.contacts:
        found[one.unit_id].setdefault(one.phone, one)
    return {
        unit: [
            (seal(one.name), seal(phone), keyed_hash(phone, purpose="phone"), one.duty) for phone, one in own.items()
        ]
        for unit, own in found.items()
    }
