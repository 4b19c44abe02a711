"""What is known of the demo's units: most of it, some of it too old, and for some units nothing."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from sibao.config.demo.copying import copy
from sibao.config.demo.streams import stream
from sibao.config.demo.world import Unit, World
from sibao.facts import queries
from sibao.facts.models import FactDefinition, FactValue
from sibao.kernel.access import Actor

COLUMNS = (
    "zone_id",
    "unit_id",
    "definition_id",
    "raw",
    "observed_at",
    "recorded_at",
    "source_id",
    "recorded_by",
    "note",
)
KNOWN = 0.86
NOTE = "演示数据"
LATER = frozenset(
    {
        "closed_loop_staff",
        "disinfectant_days",
        "epidemic_staff",
        "isolation_rooms",
        "key_posts_backed",
        "loop_tried_on",
        "protective_days",
        "test_kit_days",
    }
)
"""Drawn from a stream of their own, so that what is known of the others stays as it was."""
YES = {
    "open_safety_violation": 0.03,
    "open_environment_violation": 0.03,
    "seriously_dishonest": 0.02,
    "chain_critical": 0.3,
}
SPANS = {
    "outlets": (1, 60),
    "stock_days": (3, 45),
    "fleet": (5, 300),
    "crew_registered": (7_000, 10_000),
    "hotel_stars": (0, 5),
    "planned_investment": (10**10, 10**12),
    "material_days": (2, 40),
    "living_supply_days": (2, 30),
    "epidemic_staff": (1, 40),
    "closed_loop_staff": (5, 400),
    "isolation_rooms": (0, 30),
    "protective_days": (2, 40),
    "disinfectant_days": (2, 40),
    "test_kit_days": (2, 30),
    "loop_tried_on": (date(2022, 1, 10).toordinal(), date(2022, 5, 28).toordinal()),
    "transport_licence_until": (date(2022, 5, 1).toordinal(), date(2026, 4, 30).toordinal()),
}
SOUND = {
    "open_safety_violation": 0,
    "open_environment_violation": 0,
    "seriously_dishonest": 0,
    "supply_guarantee": 1,
    "real_name_workforce": 1,
}
AT_LEAST = {
    "stock_days": 10,
    "crew_registered": 9_200,
    "project_list": 1,
    "transport_licence_until": date(2022, 9, 1).toordinal(),
}
"""What was looked at before a unit was listed: what is so, and what is no less than this."""
FALLEN = 12
"""One in so many listed units is left as it is drawn, and may have fallen below its standard since."""
LODGED, CROWDED = (0.55, 1.1), (0.1, 0.6)
"""What part of its staff a listed unit has room for, and another."""


def load_facts(actor: Actor, world: World) -> None:
    """Copy in what the units' sources have said; the database keeps which value counts."""
    copy(FactValue, COLUMNS, _rows(actor, world, list(queries.definitions_to_report(actor))))


def _rows(actor: Actor, world: World, asked: list[FactDefinition]) -> Iterator[tuple[Any, ...]]:
    yield from _said(actor, world, [row for row in asked if row.key not in LATER], stream(world.seed, "facts"))
    yield from _said(actor, world, [row for row in asked if row.key in LATER], stream(world.seed, "inventory"))


def _said(actor: Actor, world: World, asked: list[FactDefinition], random: Random) -> Iterator[tuple[Any, ...]]:
    listed = {row.unit_id for row in world.listings}
    for unit in world.units:
        sound = unit.id in listed and unit.id % FALLEN > 0
        for row in asked:
            if queries.asked_of(row, unit.sector) and random.random() < KNOWN:
                at = _moment(random, row, world.now)
                source = row.source_id
                drawn = _raw(random, row, unit, LODGED if sound else CROWDED)
                raw = _sound(row.key, drawn) if sound else drawn
                yield (actor.zone_id, unit.id, row.pk, raw, at, at, source, actor.account_id, NOTE)


def _moment(random: Random, row: FactDefinition, now: datetime) -> datetime:
    """When a value held: most are fresh, one in eight or so is too old."""
    days = (row.fresh_days or 30) * (random.random() * 0.9 if random.random() < 0.88 else 1.2)
    return now - timedelta(minutes=int(days * 24 * 60) + 1)


def _sound(key: str, raw: int) -> int:
    return SOUND.get(key, max(raw, AT_LEAST.get(key, raw)))


def _raw(random: Random, row: FactDefinition, unit: Unit, lodged: tuple[float, float]) -> int:
    if row.kind == "flag":
        return int(random.random() < YES.get(row.key, 0.7))
    if row.kind == "label":
        return random.randrange(len(row.labels))
    if row.kind == "set":
        return random.randrange(1, 2 ** len(row.labels))
    if row.key == "lodging_places":
        return int(unit.staff * random.uniform(*lodged))
    return random.randint(*SPANS[row.key])
