"""Facts of many subjects in columns, as narrow as their bounds allow, with derived facts worked out once."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sibao.criteria.bits import Plane, packed, padded, unpacked, words_of
from sibao.criteria.catalogue import Catalogue
from sibao.criteria.compiling import Atom
from sibao.criteria.derived import TODAY, Derived, Flags, Numbers, Values, work_out
from sibao.criteria.errors import refuse
from sibao.criteria.facts import Fact
from sibao.criteria.readings import MINUTES_OF_DAY, AsOf
from sibao.criteria.spans import HIGHEST, LOWEST, Span, Spans

LIMITS: dict[type[np.integer], Span] = {
    kind: (int(np.iinfo(kind).min), int(np.iinfo(kind).max))
    for kind in (np.int8, np.uint8, np.int16, np.uint16, np.int32, np.uint32, np.int64)
}


@dataclass(frozen=True)
class Column:
    """One fact of all subjects.

    Args:
        raw: its values as whole numbers, any number where not known.
        known: where there is a value.
        at: when each was observed, minutes since 1970 UTC.
    """

    raw: Numbers
    known: Flags
    at: Numbers


@dataclass(frozen=True)
class Numbered:
    """The numbers that atoms ask about, padded to whole words, and the plane of subjects for which they are known."""

    numbers: npt.NDArray[np.integer]
    known: Plane


class Store:
    """What is known about many subjects at one moment.

    Args:
        catalogue: what the facts are.
        size: number of subjects.
        columns: fact → its column of `size` rows; a fact without a column is not known of anybody.
        as_of: the moment of judgement: later values, stale values and values beyond a fact's bounds do not count.

    Attributes:
        impossible: fact → how many values lay beyond its bounds.

    Raises:
        CriterionError: a column that is not of the store's size.
    """

    def __init__(self, catalogue: Catalogue, size: int, columns: Mapping[str, Column], as_of: AsOf) -> None:
        self.catalogue, self.size, self.as_of = catalogue, size, as_of
        self.everyone = packed(np.ones(size, np.bool_))
        self.nobody: Plane = np.zeros(words_of(size), np.uint64)
        self.impossible: dict[str, int] = {}
        self._columns = {key: _checked(key, column, size) for key, column in columns.items()}
        self._values: dict[str, Values] = {}
        self._numbered: dict[tuple[str, str], Numbered] = {}
        self._planes: dict[tuple[str, str, Span], Plane] = {}
        self._atoms: dict[Atom, Plane] = {}
        self._denied: dict[Atom, Plane] = {}
        for key in self._columns.keys() - catalogue.derived.keys():
            self._values[key] = self._usable(catalogue.facts[key])

    def derive(self, rule: Derived, values: Values, at: Numbers) -> None:
        """Take in a derived fact that was worked out, observed when the oldest of its parts was."""
        self._columns[rule.fact.key] = Column(values.raw, values.known, at)
        self._values[rule.fact.key] = self._usable(rule.fact)

    def oldest(self, keys: set[str]) -> Numbers:
        """When the oldest known of some facts was observed, for every subject; the moment itself where none is."""
        at = np.full(self.size, self.as_of.minutes, np.int64)
        for key in keys & self._columns.keys():
            column = self._columns[key]
            np.minimum(at, column.at, out=at, where=column.known)
        return at

    def work_out(self, rule: Derived) -> Values:
        """A derived fact of every subject, for every rule but "case"."""
        return work_out(rule, [self._part(key) for key in rule.parts])

    def _part(self, key: str) -> Values:
        if key == TODAY:
            return Values(np.full(self.size, self.as_of.day, np.int64), np.ones(self.size, np.bool_))
        nothing = Values(np.zeros(self.size, np.int64), np.zeros(self.size, np.bool_))
        return self._values.get(key, nothing)

    def _usable(self, fact: Fact) -> Values:
        column = self._columns[fact.key]
        low, high = fact.reach
        sound = (column.raw >= low) & (column.raw <= high)
        self.impossible[fact.key] = int((column.known & ~sound).sum())
        known = column.known & sound & (column.at <= self.as_of.minutes)
        if fact.fresh_days is not None:
            known &= self.as_of.minutes - column.at <= fact.fresh_days * MINUTES_OF_DAY
        return Values(column.raw, known)

    def numbered(self, fact: Fact, aspect: str) -> Numbered:
        """The numbers of one aspect of a fact."""
        found = self._numbered.get((fact.key, aspect))
        if found is None:
            found = self._numbered[fact.key, aspect] = self._number(fact, aspect)
        return found

    def _number(self, fact: Fact, aspect: str) -> Numbered:
        values = self._part(fact.key)
        if aspect == "known":
            return Numbered(padded(values.known.astype(np.int8)), self.everyone)
        if aspect == "age":
            return self._age(fact)
        known = packed(values.known)
        if aspect:
            return Numbered(padded((values.raw >> fact.members.index(aspect) & 1).astype(np.int8)), known)
        numbers = np.where(values.known, values.raw, 0)
        return Numbered(padded(numbers.astype(_narrowest(numbers))), known)

    def _age(self, fact: Fact) -> Numbered:
        column = self._columns.get(fact.key)
        if column is None:
            return Numbered(padded(np.zeros(self.size, np.int8)), self.nobody)
        age = self.as_of.minutes - column.at
        return Numbered(padded(age.astype(np.int64)), packed(column.known & (age >= 0)))

    def yes(self, atom: Atom) -> Plane:
        """Subjects of which the atom is true."""
        plane = self._atoms.get(atom)
        if plane is None:
            plane = self._atoms[atom] = self._within(atom, atom.yes)
        return plane

    def no(self, atom: Atom) -> Plane:
        """Subjects of which the atom is known to be false."""
        plane = self._denied.get(atom)
        if plane is None:
            is_sharp, known = atom.is_sharp, self.numbered(atom.fact, atom.aspect).known
            plane = self._denied[atom] = known & ~self.yes(atom) if is_sharp else self._within(atom, atom.no)
        return plane

    def _within(self, atom: Atom, spans: Spans) -> Plane:
        found = self.nobody
        for span in spans:
            plane = self._between(atom, span)
            found = plane if found is self.nobody else found | plane
        return found

    def _between(self, atom: Atom, span: Span) -> Plane:
        key = (atom.fact.key, atom.aspect, span)
        plane = self._planes.get(key)
        if plane is None:
            plane = self._planes[key] = self._made(atom, span)
        return plane

    def _made(self, atom: Atom, span: Span) -> Plane:
        """One comparison: with a number, with one end, or what is from the low end on without what is beyond the high."""
        column, (low, high) = self.numbered(atom.fact, atom.aspect), span
        if low == high:
            return packed(_equal(column.numbers, low)) & column.known
        if high == HIGHEST:
            return packed(_from(column.numbers, low)) & column.known
        beyond = self._between(atom, (high + 1, HIGHEST))
        return ~beyond & (column.known if low == LOWEST else self._between(atom, (low, HIGHEST)))

    def flags(self, plane: Plane) -> Flags:
        """A plane as one flag a subject."""
        return unpacked(plane, self.size)


def _checked(key: str, column: Column, size: int) -> Column:
    if not len(column.raw) == len(column.known) == len(column.at) == size:
        raise refuse(f"/{key}", f"事实「{key}」的行数不对，应为 {size}", f"{key} has to have {size} rows")
    return column


def _narrowest(numbers: Numbers) -> type[np.integer]:
    least, most = (int(numbers.min()), int(numbers.max())) if len(numbers) else (0, 0)
    for kind, (low, high) in LIMITS.items():
        if low <= least and most <= high:
            return kind
    return np.int64


def _from(numbers: npt.NDArray[np.integer], low: int) -> Flags:
    """Which numbers are at least `low`."""
    least, most = LIMITS[numbers.dtype.type]
    if low <= least:
        return np.ones(len(numbers), np.bool_)
    return np.greater_equal(numbers, low) if low <= most else np.zeros(len(numbers), np.bool_)


def _equal(numbers: npt.NDArray[np.integer], number: int) -> Flags:
    """Which numbers are this one."""
    least, most = LIMITS[numbers.dtype.type]
    return np.equal(numbers, number) if least <= number <= most else np.zeros(len(numbers), np.bool_)
