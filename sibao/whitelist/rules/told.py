"""One cascade told: through what each unit stops, and who works with less."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count

from sibao.whitelist.rules.cascade import WHOLE, Link, Net

Need = tuple[int, str]
"""A customer and a material."""


@dataclass(frozen=True, slots=True)
class Stop:
    """A unit stops on a day because a material has run out, whose last supplier was missed then.

    `guessed`: a stock on the way is unknown and counted as none, so that the day is the earliest.
    """

    unit: int
    day: int
    material: str
    supplier: int
    guessed: bool


@dataclass(frozen=True, slots=True)
class Reduced:
    """A unit goes on with less from a day on: at the end `flow_bp` of its scarcest material still comes."""

    unit: int
    day: int
    flow_bp: int


def told(net: Net, stopped: Collection[int]) -> list[Stop]:
    """Return who stops when some units stop together, the earliest first, each through the material that ran out first."""
    needs = {_need(links[0]): links for links in net.needs()}
    served: dict[int, list[Link]] = defaultdict(list)
    for link in (link for links in needs.values() for link in links):
        served[link.supplier].append(link)
    left = Counter({need: len(links) for need, links in needs.items()})
    found: dict[int, Stop] = {}
    coming: list[tuple[int, int, Link]] = []
    order = count()

    def miss(unit: int, day: int) -> None:
        for link in served[unit]:
            heappush(coming, (day + (link.stock_days or 0), next(order), link))

    for unit in sorted(set(stopped)):
        miss(unit, 0)
    while coming and coming[0][0] <= net.terms.days:
        day, _order, link = heappop(coming)
        left[_need(link)] -= 1
        if left[_need(link)] or link.customer in found or link.customer in stopped:
            continue
        found[link.customer] = Stop(
            link.customer, day, link.material, link.supplier, _guessed(needs[_need(link)], found)
        )
        miss(link.customer, day)
    return sorted(found.values(), key=lambda stop: (stop.day, stop.unit))


def reduced_by(net: Net, stopped: Collection[int], stops: Collection[Stop]) -> list[Reduced]:
    """Return who goes on with less when those units stop, the scarcest first.

    Args:
        stops: what `told` said of the same units.
    """
    days = dict.fromkeys(stopped, 0) | {stop.unit: stop.day for stop in stops}
    missed: dict[int, list[tuple[int, Link]]] = defaultdict(list)
    held: Counter[Need] = Counter()
    for link in net.links:
        held[_need(link)] += link.share_bp
        if link.supplier in days and link.customer not in days:
            day = days[link.supplier] + (link.stock_days or 0)
            if day <= net.terms.days:
                missed[link.customer].append((day, link))
    found = [Reduced(unit, min(day for day, _link in lost), _flow(lost, held)) for unit, lost in missed.items()]
    return sorted((one for one in found if one.flow_bp < WHOLE), key=lambda one: (one.flow_bp, one.day, one.unit))


def _flow(lost: Collection[tuple[int, Link]], held: Mapping[Need, int]) -> int:
    """What is left of the scarcest material: all but what is lost, or as much as the others are known to bring."""
    by_need: Counter[Need] = Counter()
    for _day, link in lost:
        by_need[_need(link)] += link.share_bp
    return min(min(WHOLE, max(WHOLE - gone, held[need] - gone)) for need, gone in by_need.items())


def _guessed(links: Collection[Link], found: dict[int, Stop]) -> bool:
    return any(link.stock_days is None or (link.supplier in found and found[link.supplier].guessed) for link in links)


def _need(link: Link) -> Need:
    return link.customer, link.material
