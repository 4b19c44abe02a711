"""How units are distributed among officers: plain arithmetic, the same units and officers give the same proposal."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256


@dataclass(frozen=True, slots=True)
class Place:
    """A unit that lacks an officer, and the path of its area."""

    unit_id: int
    area_path: str


@dataclass(frozen=True, slots=True)
class Bearer:
    """An officer: the path of the area she belongs to, how many units she has, and how many she may have at most."""

    officer_id: int
    area_path: str
    has: int
    most: int


def distribute(places: Iterable[Place], bearers: Iterable[Bearer]) -> dict[int, int | None]:
    """Give each unit the officer of its own area who has fewest; None where every officer is full or there is none.

    An officer of a town comes before one of the whole zone. Units are taken in their order.
    """
    officers = list(bearers)
    load = {one.officer_id: one.has for one in officers}
    near: dict[str, list[Bearer]] = {}
    given: dict[int, int | None] = {}
    for place in places:
        if place.area_path not in near:
            near[place.area_path] = [one for one in officers if place.area_path.startswith(one.area_path)]
        free = [one for one in near[place.area_path] if load[one.officer_id] < one.most]
        chosen = min(free, key=lambda one: (-len(one.area_path), load[one.officer_id], one.officer_id), default=None)
        if chosen is not None:
            load[chosen.officer_id] += 1
        given[place.unit_id] = chosen.officer_id if chosen else None
    return given


def fingerprint(proposal: Mapping[int, int | None]) -> str:
    """Return a short sign of a proposal, to see that what is applied is what was shown."""
    return sha256(repr(sorted(proposal.items())).encode()).hexdigest()[:16]
