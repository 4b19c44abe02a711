"""The smallest set of changes that turns a verdict into a yes.

Where no column is read twice, the cheapest choice within every part is the cheapest of the whole. Else a way to a yes is
a choice of leaves that suffices, and it demands certain numbers of each column that its leaves read: the ways are
combined part by part, and up to `WAYS` kept that change fewest columns.
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
    if not criterion.entangled:
        return tuple([_remedy(_Demand(atom, atom.met, False), inquiry) for atom in _fewest(criterion.root, inquiry)])
    ways = _Search(criterion, inquiry).ways(criterion.root)
    if not ways:
        return ()
    unmet = [(column, demand) for column, demand in ways[0].demands.items() if not demand.is_met]
    unmet.sort(key=lambda one: criterion.places[one[0]])
    return tuple([_remedy(demand, inquiry) for _column, demand in unmet])


def _fewest(part: Part, inquiry: Inquiry) -> list[Atom]:
    """The unmet atoms of the cheapest choice, the earlier of two equally cheap."""
    if isinstance(part, Question):
        return [] if inquiry.ask(part.atom) else [part.atom]
    ways = [_fewest(child, inquiry) for child in part.parts]
    if part.needed < len(ways):
        cheapest = sorted(range(len(ways)), key=lambda place: len(ways[place]))[: part.needed]
        ways = [ways[place] for place in sorted(cheapest)]
    return [atom for way in ways for atom in way]


def _remedy(demand: _Demand, inquiry: Inquiry) -> Remedy:
    number = inquiry.number(demand.atom)
    wanted = None if number is None else nearest(demand.allowed, number)
    return Remedy(demand.atom, number, wanted, demand.allowed)


class _Search:
    def __init__(self, criterion: Criterion, inquiry: Inquiry) -> None:
        self.inquiry = inquiry
        self.entangled = criterion.entangled
        self.groups = criterion.entangled_groups

    def ways(self, part: Part) -> list[_Way]:
        if isinstance(part, Question):
            return [self.way(part.atom)]
        if part not in self.groups:
            changed = _fewest(part, self.inquiry)
            return [_Way(len(changed), {atom.column: _Demand(atom, atom.met, False) for atom in changed})]
        return self.chosen(part.needed, [self.ways(child) for child in part.parts])

    def way(self, atom: Atom) -> _Way:
        is_met = self.inquiry.ask(atom) is True
        return _Way(not is_met, {atom.column: _Demand(atom, atom.met, is_met)})

    def chosen(self, needed: int, parts: Sequence[list[_Way]]) -> list[_Way]:
        """Ways that take `needed` of the parts: best[n] are the cheapest that took n so far and can still take enough."""
        if needed == len(parts):
            return self.all_of(parts)
        best: list[list[_Way]] = [[_Way(0, {})], *([] for _ in range(needed))]
        for after, ways in zip(reversed(range(len(parts))), parts, strict=True):
            for taken in range(needed, max(0, needed - after - 1), -1):
                longer = [self.joined([before, way]) for before in best[taken - 1] for way in ways]
                best[taken] = self.cheapest([*best[taken], *filter(None, longer)])
        return best[needed]

    def all_of(self, parts: Sequence[list[_Way]]) -> list[_Way]:
        """Ways that take every part: those with one way are joined at once, the others follow."""
        found = [self.joined([ways[0] for ways in parts if len(ways) == 1])]
        for ways in parts:
            if len(ways) != 1:
                longer = [self.joined([before, way]) for before in found if before for way in ways]
                found = [*self.cheapest([one for one in longer if one])]
        return [one for one in found if one]

    def cheapest(self, ways: Sequence[_Way]) -> list[_Way]:
        if len(ways) < 2:
            return list(ways)
        best: dict[frozenset[tuple[Column, Spans]], _Way] = {}
        for way in ways:
            shared = frozenset((column, way.demands[column].allowed) for column in self.entangled & way.demands.keys())
            if shared not in best or way.cost < best[shared].cost:
                best[shared] = way
        return sorted(best.values(), key=lambda way: way.cost)[:WAYS]

    def joined(self, ways: Sequence[_Way]) -> _Way | None:
        """All ways at once; None where they demand the impossible of a column."""
        demands: dict[Column, _Demand] = {}
        for way in ways:
            for column, demand in way.demands.items():
                other = demands.get(column)
                both = self.both(other, demand) if other else demand
                if both is None:
                    return None
                demands[column] = both
        return _Way(sum([not demand.is_met for demand in demands.values()]), demands)

    def both(self, left: _Demand, right: _Demand) -> _Demand | None:
        allowed = intersection(left.allowed, right.allowed)
        if not allowed:
            return None
        number = self.inquiry.number(left.atom)
        return _Demand(left.atom, allowed, number is not None and contains(allowed, number))
