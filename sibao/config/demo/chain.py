"""Who supplies whom: what a trade needs is taken from units that make it."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from random import Random

from sibao.config.demo.sources import trades
from sibao.config.demo.streams import stream
from sibao.config.demo.world import SupplyLink, Unit

HAULAGE = "货运服务"
SUPPLIERS = ((1, 72), (2, 24), (3, 4))


def make_supply_links(seed: int, units: Sequence[Unit]) -> Iterator[SupplyLink]:
    """Yield links without self-supply; the shares of one material at one customer never exceed 100 %."""
    makers = _makers(units)
    number = 0
    for unit in units:
        random = stream(seed, "supply", unit.id)
        for material in _needs(unit, random):
            others = [supplier for supplier in makers[material] if supplier != unit.id]
            for supplier, share in _suppliers(random, others):
                number += 1
                yield SupplyLink(number, supplier, unit.id, material, share)


def _trade_of(unit: Unit) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return next((trade.makes, trade.needs) for trade in trades()[unit.sector] if trade.industry == unit.industry)


def _makers(units: Sequence[Unit]) -> dict[str, list[int]]:
    makers: dict[str, list[int]] = defaultdict(list)
    for unit in units:
        for product in _trade_of(unit)[0]:
            makers[product].append(unit.id)
    return makers


def _needs(unit: Unit, random: Random) -> list[str]:
    needs = list(_trade_of(unit)[1])
    if unit.sector == "industry" and random.random() < 0.8:
        needs.append(HAULAGE)
    return needs


def _suppliers(random: Random, others: list[int]) -> Iterator[tuple[int, int]]:
    if not others:
        return
    wanted = random.choices([number for number, _ in SUPPLIERS], [weight for _, weight in SUPPLIERS])[0]
    left = 10_000
    for supplier in random.sample(others, min(wanted, len(others))):
        share = 100 * round(left * random.uniform(0.3, 0.8) / 100)
        left -= share
        yield supplier, share
