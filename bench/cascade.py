"""If a unit stops, who stops on which day: 300 stops over 2,000 units and 6,000 links, against a walk day by day."""

import random
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace

from bench.tables import Table, compare
from sibao.whitelist.rules import Link, Net, Terms, told

UNITS, LINKS, STOPS, MATERIALS, WALKED = 2_000, 6_000, 300, 40, 10
SECONDS = 0.2


def zone() -> list[Link]:
    """Links as they grow: few hubs supply many, most materials have one supplier, some two or three."""
    rng, made = random.Random(1), dict[tuple[int, int, str], Link]()
    while len(made) < LINKS:
        supplier, customer = min(int(rng.paretovariate(0.6)) - 1, UNITS - 1), rng.randrange(UNITS)
        material = f"m{rng.randrange(MATERIALS)}"
        if supplier != customer:
            stock = None if rng.random() < 0.2 else rng.randint(0, 45)
            made[supplier, customer, material] = Link(supplier, customer, material, rng.randint(2_000, 9_000), stock)
    return list(made.values())


def walk(links: Collection[Link], stopped: Collection[int], terms: Terms) -> dict[int, int]:
    """Return who stops on which day, as one would do it by hand: every day look at every material of every unit."""
    needs: dict[tuple[int, str], list[Link]] = defaultdict(list)
    for link in links:
        if link.share_bp:
            needs[link.customer, link.material].append(link)
    days = dict.fromkeys(stopped, 0)
    for today in range(terms.days + 1):
        fell = True
        while fell:
            fell = False
            for (customer, _material), suppliers in needs.items():
                if customer not in days and _run_out(suppliers, days, today, terms):
                    days[customer], fell = today, True
    return {unit: day for unit, day in days.items() if unit not in stopped}


def _run_out(suppliers: Sequence[Link], days: dict[int, int], today: int, terms: Terms) -> bool:
    return sum(link.share_bp for link in suppliers) >= terms.vital_bp and all(
        link.supplier in days and days[link.supplier] + (link.stock_days or 0) <= today for link in suppliers
    )


def run() -> Table:
    """Weigh all stops at once against walks one by one; the answers are compared first."""
    links, terms = zone(), Terms()
    stops = [[unit] for unit in range(STOPS)]
    told_apart(links, stops, terms)
    table = compare(
        f"{STOPS} stops over {UNITS:,} units and {LINKS:,} links, {terms.days} days",
        [
            (
                f"{WALKED} of the stops, walked day by day",
                lambda: [walk(links, one, terms) for one in stops[:WALKED]],
                None,
            ),
            (f"all {STOPS} at once, the net laid out anew", lambda: Net(links, terms).falls(stops), 0.05),
        ],
    )
    return replace(table, lines=(table.lines[0], replace(table.lines[1], within=SECONDS)))


def told_apart(links: Sequence[Link], stops: Sequence[Collection[int]], terms: Terms) -> None:
    """Every stop has to be answered as by events, and those that are walked as by the walk."""
    net = Net(links, terms)
    falls = net.falls(stops)
    for place, stopped in enumerate(stops):
        answer = falls.of(place)
        if answer != {stop.unit: stop.day for stop in told(net, stopped)}:
            raise AssertionError(f"the stop of {stopped} is answered differently by events")
        if place < WALKED and answer != walk(links, stopped, terms):
            raise AssertionError(f"the stop of {stopped} is answered differently by a walk day by day")
