"""The smallest set of changes that turns a verdict into a yes.

A way to a yes is a choice of leaves that suffices; it demands certain numbers of each column that its leaves read. The
ways are combined part by part, those kept that change fewest columns. Where no column is read twice the cheapest way
of every part is the cheapest of the whole and only that one is kept; else up to `WAYS` are.
"""

from collections.abc import Sequence
from typing import NamedTuple

from sibao.criteria.compiling import Atom, Criterion, Part, Question
from sibao.criteria.inquiry import Inquiry
from sibao.criteria.spans import Spans, contains, intersection, nearest

WAYS = 64
Column = tuple[str, str]


class Remedy(NamedTuple):
    """One change that is needed.

    Attributes:
        atom: the question that the change answers with a yes.
        number: the number as it stands; None where it is not known.
        wanted: the nearest number that does; None where any known one in `allowed` has to be supplied.
        allowed: all numbers that do.
    """

    atom: Atom
    number: int | None
    wanted: int | None
    allowed: Spans


class _Demand(NamedTuple):
    atom: Atom
    allowed: Spans
    is_met: bool


class _Way(NamedTuple):
    cost: int
    demands: dict[Column, _Demand]


def least(criterion: Criterion, inquiry: Inquiry) -> tuple[Remedy, ...]:
    """The changes of the cheapest way, in the criterion's order; empty where nothing can turn it."""
    ways = _Search(inquiry, criterion.entangled).ways(criterion.root)
    if not ways:
        return ()
    return tuple(_remedy(demand, inquiry) for demand in ways[0].demands.values() if not demand.is_met)


def _remedy(demand: _Demand, inquiry: Inquiry) -> Remedy:
    number = inquiry.number(demand.atom)
    wanted = None if number is None else nearest(demand.allowed, number)
    return Remedy(demand.atom, number, wanted, demand.allowed)


class _Search:
    def __init__(self, inquiry: Inquiry, entangled: frozenset[Column]) -> None:
        self.inquiry = inquiry
        self.entangled = entangled

    def ways(self, part: Part) -> list[_Way]:
        if isinstance(part, Question):
            return [self.way(part.atom)]
        return self.chosen(part.needed, [self.ways(child) for child in part.parts])

    def way(self, atom: Atom) -> _Way:
        is_met = self.inquiry.ask(atom) is True
        return _Way(not is_met, {atom.column: _Demand(atom, atom.met, is_met)})

    def chosen(self, needed: int, parts: Sequence[list[_Way]]) -> list[_Way]:
        """Ways that take `needed` of the parts: best[n] are the cheapest that took n so far and can still take enough."""
        best: list[list[_Way]] = [[_Way(0, {})], *([] for _ in range(needed))]
        for after, ways in zip(reversed(range(len(parts))), parts, strict=True):
            for taken in range(needed, max(0, needed - after - 1), -1):
                joined = [self.joined(before, way) for before in best[taken - 1] for way in ways]
                best[taken] = self.cheapest([*best[taken], *filter(None, joined)])
        return best[needed]

    def cheapest(self, ways: Sequence[_Way]) -> list[_Way]:
        if len(ways) < 2:
            return list(ways)
        best: dict[frozenset[tuple[Column, Spans]], _Way] = {}
        for way in ways:
            shared = frozenset((column, way.demands[column].allowed) for column in self.entangled & way.demands.keys())
            if shared not in best or way.cost < best[shared].cost:
                best[shared] = way
        return sorted(best.values(), key=lambda way: way.cost)[:WAYS]

    def joined(self, left: _Way, right: _Way) -> _Way | None:
        """Both ways at once; None where they demand the impossible of a column."""
        demands, cost = dict(left.demands), left.cost + right.cost
        for column, demand in right.demands.items():
            other = demands.get(column)
            if other is None:
                demands[column] = demand
                continue
            both = self.both(other, demand)
            if both is None:
                return None
            cost += (not both.is_met) - (not other.is_met) - (not demand.is_met)
            demands[column] = both
        return _Way(cost, demands)

    def both(self, left: _Demand, right: _Demand) -> _Demand | None:
        allowed = intersection(left.allowed, right.allowed)
        if not allowed:
            return None
        number = self.inquiry.number(left.atom)
        return _Demand(left.atom, allowed, number is not None and contains(allowed, number))
