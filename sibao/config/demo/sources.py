"""What the demo is made from: its plan, its words and the reference tables, read from the packs."""

import csv
import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

PACKS = Path(__file__).resolve().parents[3] / "packs"
DEMO = PACKS / "jiyuan" / "demo"
SHANGHAI = ZoneInfo("Asia/Shanghai")

Scale = Literal["zone", "province"]


@dataclass(frozen=True, slots=True)
class Trade:
    """One line of business 行业: its class, name tails, what it makes and what it needs."""

    sector: str
    industry: str
    weight: int
    tails: tuple[str, ...]
    makes: tuple[str, ...]
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SectorPlan:
    """How the units of one sector are drawn; values per head in 万元 and tonne-kilometres."""

    key: str
    tail: float
    largest: int
    per_head: int
    prefix: Literal["enterprise", "place", "project"]
    year: int
    tonne_km_per_head: int = 0


@dataclass(frozen=True, slots=True)
class BatchPlan:
    """One batch 批次 of the zone's history."""

    number: int
    zh: str
    document: str
    publicised_from: date
    publicised_to: date
    published: datetime
    counts: dict[str, int]


def read_toml(path: Path) -> dict[str, Any]:
    """Return the contents of a TOML file."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def read_rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file by heading."""
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@cache
def plan() -> dict[str, Any]:
    """Return the demo's plan as written."""
    return read_toml(DEMO / "plan.toml")


@cache
def words() -> dict[str, Any]:
    """Return the demo's words as written."""
    return read_toml(DEMO / "words.toml")


@cache
def trades() -> dict[str, tuple[Trade, ...]]:
    """Return the trades of each sector."""
    rows = [row["of"] for row in words()["trades"]]
    all_trades = [Trade(s, i, w, tuple(tails), tuple(makes), tuple(needs)) for s, i, w, tails, makes, needs in rows]
    return {key: tuple(trade for trade in all_trades if trade.sector == key) for key in plan()["sectors"]}


@cache
def sector_plans() -> dict[str, SectorPlan]:
    """Return the plan of each sector in the order of the sectors."""
    return {key: SectorPlan(key=key, **{"year": plan()["year"], **row}) for key, row in plan()["sectors"].items()}


@cache
def batch_plans() -> tuple[BatchPlan, ...]:
    """Return the batches of the history, oldest first, with aware moments."""
    return tuple(BatchPlan(**{**row, "published": local(row["published"])}) for row in plan()["batches"])


def local(moment: datetime) -> datetime:
    """Return a moment of the plan as an aware time in Shanghai."""
    return moment.replace(tzinfo=SHANGHAI)
