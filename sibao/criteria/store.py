"""Facts of many subjects in columns, as narrow as their bounds allow, with derived facts worked out once."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sibao.criteria.bits import Plane, packed, unpacked
from sibao.criteria.catalogue import Catalogue
from sibao.criteria.compiling import Atom
from sibao.criteria.derived import TODAY, Derived, Flags, Numbers, Values, work_out
from sibao.criteria.errors import refuse
from sibao.criteria.facts import Fact
from sibao.criteria.numbered import Numbered
from sibao.criteria.readings import MINUTES_OF_DAY, AsOf


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
        self.nobody: Plane = np.zeros_like(self.everyone)
        self.impossible: dict[str, int] = {}
        self._columns = {key: _checked(key, column, size) for key, column in columns.items()}
        self._values: dict[str, Values] = {}
        self._numbered: dict[tuple[str, str], Numbered] = {}
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
            found = self._numbered[fact.key, aspect] = Numbered(*self._number(fact, aspect), self.everyone)
        return found

    def _number(self, fact: Fact, aspect: str) -> tuple[npt.NDArray[np.integer], Flags]:
        if aspect == "age":
            return self._age(fact)
        values = self._part(fact.key)
        if aspect == "known":
            return values.known.astype(np.int8), np.ones(self.size, np.bool_)
        return (values.raw >> fact.members.index(aspect) & 1 if aspect else values.raw), values.known

    def _age(self, fact: Fact) -> tuple[Numbers, Flags]:
        column = self._columns.get(fact.key)
        if column is None:
            return np.zeros(self.size, np.int64), np.zeros(self.size, np.bool_)
        age = self.as_of.minutes - column.at
        return age, column.known & (age >= 0)

    def yes(self, atom: Atom) -> Plane:
        """Subjects of which the atom is true."""
        return self.numbered(atom.fact, atom.aspect).within(atom.yes)

    def may(self, atom: Atom) -> Plane:
        """Subjects of which the atom is true, or may turn out to be."""
        column = self.numbered(atom.fact, atom.aspect)
        if atom.is_sharp:
            return column.within(atom.yes) ^ column.unknown
        return column.within(atom.no) ^ self.everyone

    def flags(self, plane: Plane) -> Flags:
        """A plane as one flag a subject."""
        return unpacked(plane, self.size)


def _checked(key: str, column: Column, size: int) -> Column:
    if not len(column.raw) == len(column.known) == len(column.at) == size:
        raise refuse(f"/{key}", f"事实「{key}」的行数不对，应为 {size}", f"{key} has to have {size} rows")
    return column
