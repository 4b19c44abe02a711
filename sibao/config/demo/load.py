"""The demo world into the database: the pack by its commands, the rest by COPY."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from sibao.config import packs
from sibao.config.demo import (
    accounts,
    applications,
    arrivals,
    checks,
    daily,
    facts,
    fields,
    guides,
    inside_rows,
    living,
    messages,
    officers,
    people_rows,
    register_rows,
    responsible_rows,
    signals,
    unit_rows,
)
from sibao.config.demo.copying import analyse, continue_sequences, copy, history_of, remember, stripped, unbound
from sibao.config.demo.generate import generate
from sibao.config.demo.sources import Scale
from sibao.config.demo.world import World
from sibao.directory import models as directory
from sibao.duty import models as duty
from sibao.duty import queries as duties
from sibao.kernel import clock
from sibao.kernel.access import Actor, acting
from sibao.kernel.refusals import WrongMove
from sibao.kernel.secrets import sealer
from sibao.whitelist import models as whitelist
from sibao.whitelist import sql
from sibao.whitelist.services.chain import reckon

PACK = settings.PACKS / "jiyuan"
CHAIN = (whitelist.SinglePoint, whitelist.Fall)
TRACKED = (
    directory.Unit,
    directory.UnitName,
    directory.UnitMeasure,
    directory.Person,
    directory.Employment,
    directory.Contact,
    directory.Site,
    directory.Gate,
    directory.Post,
    directory.Team,
    directory.SupplyLink,
    directory.Shift,
    directory.Sitting,
    directory.Room,
    directory.Venue,
    directory.ShiftTurn,
    directory.SittingTurn,
    directory.Vehicle,
    directory.VehicleUse,
    duty.Responsible,
    whitelist.Batch,
    whitelist.BatchMember,
    whitelist.Listing,
    whitelist.Denominator,
)
TABLES = (*TRACKED, whitelist.ListingChange)
PROVINCE = {"zone_code": "41", "zh": "河南省（演示）", "en": "Henan Province (demo)", "short_zh": "河南省"}


@dataclass(frozen=True, slots=True)
class Keys:
    """Ids of the pack's rows by their codes, for the rows that point at them."""

    zone: int
    areas: dict[str, tuple[int, str]]
    sectors: dict[str, int]
    measures: dict[str, int]
    matters: list[int]


def has_units() -> bool:
    """Return whether the database already holds units."""
    return directory.Unit.objects.exists()


def load(seed: int, scale: Scale) -> World:
    """Load the pack and the demo world whole or not at all, and let the clock run on from the demo's morning.

    Raises:
        WrongMove: the database already holds units or a zone that is no demo; nothing is changed.
    """
    try:
        with transaction.atomic():
            _require_empty()
            world = generate(seed, scale)
            clock.set_to(world.now)
            actor = _pack(world, scale)
            with acting(actor):
                _fill(actor, world)
    finally:
        clock.forget()
    return world


def _require_empty() -> None:
    if has_units():
        raise WrongMove("库中已有企业（项目），演示数据只装入空库 the database already holds units")
    if directory.Zone.objects.filter(demo=False).exists():
        raise WrongMove("库中已有正式地区，演示数据不能装入 the database belongs to a real zone")


def _fill(actor: Actor, world: World) -> None:
    keys = _keys(actor.zone_id)
    sealer()  # makes the first key, which asks the database; a COPY lets nothing be asked beside it
    with stripped(*TABLES, *map(history_of, TRACKED)):
        with unbound(*TABLES):
            _copy(world, keys)
        for model in TRACKED:
            remember(model)
    continue_sequences(*TABLES)
    register_rows.name_causes(actor.zone_id)
    register_rows.issue_documents(actor)
    _count(actor, world)
    analyse(*TABLES)
    if world.scale == "zone":
        accounts.load_accounts(actor, settings.DEMO_ACCOUNTS)
        officers.load(actor, world.seed)
        fields.load(actor, world)
        facts.load_facts(actor, world)
        guides.load_guides(actor, world)
        checks.load_checks(actor, world)
        applications.load_applications(actor, world.now)
        living.load_living(actor, world.now)
        messages.load_messages(actor.zone_id, world.now)
        signals.load_signals(actor, world)
        daily.load_daily(actor, world)
        arrivals.load_arrivals(actor, world)


def _pack(world: World, scale: Scale) -> Actor:
    if scale == "zone":
        return packs.load(PACK, demo=True, now=world.now)
    parks = [row for row in packs.area_rows(PACK) if row["kind"] == "park"]
    areas = [unit_rows.area_row(area) for area in world.areas] + parks
    return packs.load(PACK, demo=True, instead=PROVINCE, areas=areas, now=world.now)


def _keys(zone_id: int) -> Keys:
    rows = directory.Area.objects.filter(zone_id=zone_id)
    return Keys(
        zone=zone_id,
        areas={code: (pk, path) for code, pk, path in rows.values_list("code", "id", "path")},
        sectors=dict(directory.Sector.objects.filter(zone_id=zone_id).values_list("code", "id")),
        measures=dict(directory.Measure.objects.filter(zone_id=zone_id).values_list("code", "id")),
        matters=list(duties.matters(zone_id).values_list("id", flat=True)),
    )


def _copy(world: World, keys: Keys) -> None:
    for model, columns, rows in _tables(world, keys, world.now):
        copy(model, columns, rows)


def _tables(world: World, keys: Keys, now: datetime) -> Iterator[tuple[Any, tuple[str, ...], Iterator[Any]]]:
    yield from unit_rows.tables(world, keys, now)
    yield from inside_rows.tables(world, keys)
    yield from people_rows.tables(world, keys, now)
    yield from responsible_rows.tables(world, keys)
    yield from register_rows.tables(world, keys, now)


def _count(actor: Actor, world: World) -> None:
    """Count coverage as it was after each batch, then as it is, so that the trend has a past."""
    cells = sql.all_cells(actor.zone_id)
    sql.rebuild_cells(actor.zone_id, cells, clock.now())
    register_rows.write_trend(actor.zone_id, world)
    with stripped(*CHAIN), unbound(*CHAIN):
        reckon(actor.zone_id, clock.now())
    for model in CHAIN:
        remember(model)
