"""Rows of units and of what stands at them."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sibao.config.demo.streams import stream
from sibao.config.demo.world import Area, SupplyLink, Unit, World
from sibao.directory import models
from sibao.kernel import search
from sibao.kernel.secrets import keyed_hash, seal

SUFFIXES = ("街道", "镇", "乡", "市", "县", "区")
SOURCE = "演示数据，虚构"
KNOWN_STOCK = 0.8
Tables = Iterator[tuple[Any, tuple[str, ...], Iterator[Any]]]


def tables(world: World, keys: Any, now: datetime) -> Tables:
    """Yield model, columns and rows of units, of their grounds, and of what is known of them."""
    yield from _units(world, keys, now)
    yield from _grounds(world, keys)
    yield from _figures(world, keys, now)


def _units(world: World, keys: Any, now: datetime) -> Tables:
    zone = keys.zone
    former: dict[int, list[str]] = {}
    for name in world.former_names:
        former.setdefault(name.unit_id, []).append(name.name)
    yield models.Unit, UNIT, (_unit(unit, former.get(unit.id, []), keys, now) for unit in world.units)
    yield (
        models.UnitName,
        ("id", "zone_id", "unit_id", "name", "until"),
        ((one.id, zone, one.unit_id, one.name, one.until) for one in world.former_names),
    )


def _grounds(world: World, keys: Any) -> Tables:
    zone = keys.zone
    yield (
        models.Site,
        ("id", "zone_id", "unit_id", "number", "name", "area_id", "area_path", "address"),
        ((one.id, zone, one.unit_id, one.number, one.name, *keys.areas[one.area], one.address) for one in world.sites),
    )
    yield (
        models.Gate,
        ("id", "zone_id", "site_id", "name"),
        ((one.id, zone, one.site_id, one.name) for one in world.gates),
    )
    yield (
        models.Post,
        ("id", "zone_id", "unit_id", "name", "exposure"),
        ((one.id, zone, one.unit_id, one.name, one.exposure) for one in world.posts),
    )
    yield (
        models.Team,
        ("id", "zone_id", "site_id", "name"),
        ((one.id, zone, one.site_id, one.name) for one in world.teams),
    )


def _figures(world: World, keys: Any, now: datetime) -> Tables:
    zone = keys.zone
    yield (
        models.Contact,
        ("id", "zone_id", "unit_id", "duty", "name_sealed", "phone_sealed", "phone_hash", "updated_at"),
        (
            (
                one.id,
                zone,
                one.unit_id,
                one.duty,
                seal(one.name),
                seal(one.phone),
                keyed_hash(one.phone, purpose="phone"),
                now,
            )
            for one in world.contacts
        ),
    )
    yield (
        models.UnitMeasure,
        ("id", "zone_id", "unit_id", "measure_id", "year", "value", "source", "recorded_at"),
        (
            (one.id, zone, one.unit_id, keys.measures[one.measure], one.year, one.amount, one.source, now)
            for one in world.measures
        ),
    )
    yield (
        models.SupplyLink,
        ("id", "zone_id", "supplier_id", "customer_id", "material", "share_bp", "stock_days", "source"),
        (
            (one.id, zone, one.supplier_id, one.customer_id, one.material, one.share, _stock(world, one), SOURCE)
            for one in world.supply_links
        ),
    )


def _stock(world: World, link: SupplyLink) -> int | None:
    random = stream(world.seed, "stock", link.id)
    return random.randint(1, 45) if random.random() < KNOWN_STOCK else None


UNIT = (
    "id",
    "zone_id",
    "kind",
    "code",
    "owner_code",
    "name",
    "name_pinyin",
    "name_initials",
    "search",
    "area_id",
    "area_path",
    "sector_id",
    "industry_code",
    "address",
    "founded_on",
    "staff_count",
    "revenue_fen",
    "assets_fen",
    "size_class",
    "city_lifeline",
    "version",
    "created_at",
    "updated_at",
)


def _unit(unit: Unit, former: list[str], keys: Any, now: datetime) -> tuple[Any, ...]:
    pinyin, initials = search.pinyin_of(unit.name)
    lexemes = search.index_of(names=[unit.name, *former], pinyin=pinyin, initials=initials, codes=[unit.code])
    return (
        unit.id,
        keys.zone,
        unit.kind,
        unit.code,
        unit.owner_code,
        unit.name,
        pinyin,
        initials,
        " ".join("'" + lexeme + "'" for lexeme in lexemes),
        *keys.areas[unit.area],
        keys.sectors[unit.sector],
        unit.industry,
        unit.address,
        unit.founded,
        unit.staff,
        unit.revenue,
        unit.assets,
        unit.size or "unknown",
        unit.lifeline,
        1,
        now,
        now,
    )


def area_row(area: Area) -> dict[str, str]:
    """Return an area of the province as a pack's row."""
    short = next((area.name.removesuffix(end) for end in SUFFIXES if area.name.endswith(end)), area.name) or area.name
    pinyin, _initials = search.pinyin_of(area.name)
    return {
        "code": area.code,
        "statistical_code": area.code,
        "kind": area.kind,
        "parent": area.parent,
        "name_zh": area.name,
        "short_zh": short,
        "pinyin": pinyin[:80],
    }
