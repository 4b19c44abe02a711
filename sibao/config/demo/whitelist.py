"""History of the list and the figures that give it the planned coverage."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import log

from sibao.config.demo.sizes import WAN, YUAN
from sibao.config.demo.sources import PACKS, batch_plans, local, plan, read_toml, sector_plans
from sibao.config.demo.streams import stream
from sibao.config.demo.units import unit_value
from sibao.config.demo.world import Batch, Denominator, Listing, ListingMove, Measure, Unit

NOISE = 0.7
LIFELINE_HEAD_START = 3.0
MISSING_SHARE = 0.1
UNLISTED_PART = 0.85
STATES = {"suspend": "suspended", "remove": "removed"}


@dataclass(frozen=True, slots=True)
class Register:
    """Batches, listings and their history, sector totals, and the units' yearly values."""

    batches: tuple[Batch, ...]
    listings: tuple[Listing, ...]
    moves: tuple[ListingMove, ...]
    denominators: tuple[Denominator, ...]
    measures: tuple[Measure, ...]


def make_register(seed: int, units: Sequence[Unit]) -> Register:
    """Return the list's history: large and lifeline units early, some large ones not at all (entering is voluntary)."""
    values = {unit.id: _whole(unit_value(unit)) for unit in units}
    drawn = _draw_batches(seed, units, values)
    missing = _missing(seed, units, drawn)
    batches = tuple(
        Batch(b.number, b.number, b.zh, b.document, b.publicised_from, b.publicised_to, b.published)
        for b in batch_plans()
    )
    listings = _listings(units, drawn)
    listings, moves = _history(listings, {unit.id: unit.staff for unit in units if unit.sector == "industry"})
    totals = _totals(units, listings, values, missing)
    return Register(batches, listings, moves, totals, tuple(_measures(seed, units, values, missing)))


def _whole(value: int) -> int:
    return value // (1000 * YUAN) * 1000 * YUAN


def _draw_batches(seed: int, units: Sequence[Unit], values: dict[int, int]) -> dict[int, int]:
    """Return unit → batch. Ranked by value with noise, the lifeline first."""
    random = stream(seed, "batches")
    ranks: dict[str, list[tuple[float, int]]] = defaultdict(list)
    for unit in units:
        start = LIFELINE_HEAD_START if unit.lifeline else 0.0
        ranks[unit.sector].append((-log(values[unit.id]) - start + random.gauss(0, NOISE), unit.id))
    drawn: dict[int, int] = {}
    for sector, ranked in ranks.items():
        order = [unit_id for _, unit_id in sorted(ranked)]
        share = len(order) / plan()["scales"]["zone"]["units"][sector]
        for batch in batch_plans():
            count = round(batch.counts[sector] * share)
            drawn |= dict.fromkeys(order[:count], batch.number)
            order = order[count:]
    return drawn


def _missing(seed: int, units: Sequence[Unit], drawn: dict[int, int]) -> set[int]:
    """Return industry units whose value of the coverage year has no source yet; the pinned first unit has one."""
    random = stream(seed, "missing values")
    late = [unit.id for unit in units if unit.sector == "industry" and drawn.get(unit.id, 9) > 2 and unit.id > 1]
    return set(random.sample(late, round(len(late) * MISSING_SHARE)))


def _listings(units: Sequence[Unit], drawn: dict[int, int]) -> tuple[Listing, ...]:
    lifeline = {unit.id: unit.lifeline for unit in units}
    order = sorted(drawn, key=lambda unit_id: (drawn[unit_id], not lifeline[unit_id], unit_id))
    return tuple(
        Listing(number, number, unit_id, drawn[unit_id], 1 if lifeline[unit_id] else 5, "active")
        for number, unit_id in enumerate(order, start=1)
    )


def _history(
    listings: tuple[Listing, ...], staff: dict[int, int]
) -> tuple[tuple[Listing, ...], tuple[ListingMove, ...]]:
    """Return the listings in their present states and every step that led there."""
    published = {batch.number: batch for batch in batch_plans()}
    steps = [
        (published[row.batch_id].published, row, "publish", "active", published[row.batch_id].zh) for row in listings
    ]
    small = sorted(
        (row for row in listings if row.batch_id < 3 and row.priority > 1), key=lambda row: staff.get(row.unit_id, 0)
    )
    for move in plan()["moves"]:
        taken, small = small[: move["count"]], small[move["count"] :]
        steps += [(local(move["at"]), row, move["action"], STATES[move["action"]], move["reason"]) for row in taken]
    states = {row.id: to for _, row, _, to, _ in steps}
    moves = tuple(
        ListingMove(number, row.id, action, "" if action == "publish" else "active", to, at, reason)
        for number, (at, row, action, to, reason) in enumerate(sorted(steps, key=lambda step: step[0]), start=1)
    )
    return tuple(replace(row, state=states[row.id]) for row in listings), moves


def _totals(
    units: Sequence[Unit], listings: Sequence[Listing], values: dict[int, int], missing: set[int]
) -> tuple[Denominator, ...]:
    """Return the denominators that make the planned coverage true; unlisted units' values are fitted below them."""
    active = {row.unit_id for row in listings if row.state == "active"}
    measure_of = _measure_of()
    rows: list[Denominator] = []
    for sector, rate in plan()["coverage"].items():
        members = [unit.id for unit in units if unit.sector == sector]
        listed = sum(values[unit_id] for unit_id in members if unit_id in active and unit_id not in missing)
        total = listed * 10_000 // rate // WAN * WAN
        unlisted = [unit_id for unit_id in members if unit_id not in active]
        _set_margin(sector, unlisted, values, total)
        _fit(unlisted, values, total - listed)
        year = sector_plans()[sector].year
        source = plan()["denominator_source"]
        rows.append(Denominator(len(rows) + 1, sector, measure_of[sector], year, total, source))
    return tuple(rows)


def _set_margin(sector: str, unlisted: list[int], values: dict[int, int], total: int) -> None:
    shares = plan()["marginal"].get(sector, [])
    if not shares:
        return
    order = sorted(unlisted, key=lambda unit_id: (-values[unit_id], unit_id))
    for unit_id, share in zip(order, shares, strict=False):
        values[unit_id] = _whole(total * share // 10_000)
    ceiling = _whole(total * shares[-1] // 12_000)
    for unit_id in order[len(shares) :]:
        values[unit_id] = min(values[unit_id], ceiling)


def _fit(unlisted: list[int], values: dict[int, int], room: int) -> None:
    """Scale unlisted values so that the sector's other units, which the directory does not hold, have a part too."""
    most = int(room * UNLISTED_PART)
    present = sum(values[unit_id] for unit_id in unlisted)
    if present > most:
        values |= {unit_id: _whole(values[unit_id] * most // present) for unit_id in unlisted}


def _measures(seed: int, units: Sequence[Unit], values: dict[int, int], missing: set[int]) -> Iterator[Measure]:
    """Yield each unit's value of its sector's measure for each year it stands on record."""
    measure_of = _measure_of()
    number = 0
    for unit in units:
        random = stream(seed, "measures", unit.id)
        last = sector_plans()[unit.sector].year
        for year in plan()["years"] if unit.kind == "enterprise" else [last]:
            factor = 1.0 if year == last else random.uniform(0.78, 1.08)
            source = f"{year}年{random.choice(plan()['sources'])}"
            if year >= unit.founded.year and not (year == last and unit.id in missing):
                number += 1
                value = values[unit.id] if year == last else _whole(round(values[unit.id] * factor))
                yield Measure(number, unit.id, measure_of[unit.sector], year, value, source)


def _measure_of() -> dict[str, str]:
    return {row["key"]: row["measure"] for row in read_toml(PACKS / "jiyuan" / "sectors.toml")["sectors"]}
