"""Who must enter the list together with a key unit (链式保障, R33)."""

from collections import defaultdict
from collections.abc import Container
from dataclasses import dataclass

from sibao.whitelist.rules.cascade import Link, Net


@dataclass(frozen=True, slots=True)
class Companion:
    """A unit that must enter too: without it `customer` has no `material`; `step` is how many links it stands from the key unit."""

    unit: int
    step: int
    customer: int
    material: str


@dataclass(frozen=True, slots=True)
class Group:
    """Who must enter with a key unit, nearest first; `cut` when there are more than were asked for."""

    companions: tuple[Companion, ...]
    cut: bool


def must_enter(net: Net, key: int, listed: Container[int], *, steps: int = 5, most: int = 50) -> Group:
    """Return the indispensable suppliers of a unit, and theirs, that are not on the list yet.

    A supplier is indispensable when it is the only one known for a material that its customer cannot do without and
    whose stock does not outlast the terms. Those that are listed are gone through, not named.

    Args:
        listed: units that are on the list or on their way to it.
        steps: how many links to go up.
        most: how many to name.
    """
    above: dict[int, list[Link]] = defaultdict(list)
    for links in net.needs():
        if len(links) == 1 and (links[0].stock_days or 0) <= net.terms.days:
            above[links[0].customer].append(links[0])
    seen, level, named = {key}, [key], list[Companion]()
    for step in range(1, steps + 1):
        links = [link for unit in level for link in above[unit]]
        level = []
        for link in links:
            if link.supplier not in seen:
                seen.add(link.supplier)
                level.append(link.supplier)
                if link.supplier not in listed:
                    named.append(Companion(link.supplier, step, link.customer, link.material))
    further = any(link.supplier not in seen for unit in level for link in above[unit])
    return Group(tuple(named[:most]), cut=further or len(named) > most)
