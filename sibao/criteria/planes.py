"""All subjects × all criteria at once: for every criterion the set of those that meet it and of those known not to."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter

import numpy as np
import numpy.typing as npt

from sibao.criteria.bits import Plane, count, joined, words_of
from sibao.criteria.compiling import Atom, Criterion, Group, Part, Term, terms_of
from sibao.criteria.derived import Derived, Values
from sibao.criteria.store import Store


@dataclass(frozen=True)
class Matrix:
    """Answers of every criterion about every subject.

    Args:
        size: number of subjects.
        yes, no: (criteria, words) bits; what is in neither is unknown.
    """

    size: int
    yes: npt.NDArray[np.uint64]
    no: npt.NDArray[np.uint64]

    def answer(self, criterion: int, subject: int) -> bool | None:
        """One answer: true, false, or None for unknown."""
        word, bit = divmod(subject, 64)
        if int(self.yes[criterion, word]) >> bit & 1:
            return True
        return False if int(self.no[criterion, word]) >> bit & 1 else None

    def put(self, criterion: int, subject: int, answer: bool | None) -> bool:
        """Set one answer, after one subject changed; returns whether it differs from before."""
        if self.answer(criterion, subject) is answer:
            return False
        word, bit = divmod(subject, 64)
        mask = np.uint64(1 << bit)
        for plane, is_set in ((self.yes[criterion], answer is True), (self.no[criterion], answer is False)):
            plane[word] = plane[word] | mask if is_set else plane[word] & ~mask
        return True

    def counts(self) -> list[tuple[int, int, int]]:
        """Met, known not to be met, and unknown, for every criterion."""
        rows = zip(self.yes, self.no, strict=True)
        found = [(count(yes), count(no)) for yes, no in rows]
        return [(yes, no, self.size - yes - no) for yes, no in found]


class _Sets(dict[Term, Plane]):
    """Subjects of terms: of an atom as the store tells them, once; of a group joined whenever it is asked for."""

    def __init__(self, told: Callable[[Atom], Plane], words: int) -> None:
        super().__init__()
        self.told, self.words = told, words

    def __missing__(self, term: Term) -> Plane:
        if isinstance(term, Group):
            return joined([self[part] for part in term.terms], term.needed)
        plane = self[term] = self.told(term)
        return plane

    def ask(self, atoms: set[Atom]) -> None:
        """Have atoms told, those of one column one after the other, while its numbers are at hand."""
        for atom in sorted(atoms - self.keys(), key=attrgetter("column")):
            self[atom] = self.told(atom)

    def of(self, part: Part) -> Plane:
        """Subjects of a part."""
        return self[terms_of([part])[0]]

    def rows(self, criteria: Sequence[Criterion]) -> npt.NDArray[np.uint64]:
        """(criteria, words) bits of the subjects of each."""
        self.ask({atom for criterion in criteria for atom in criterion.atoms})
        rows, both = np.empty((len(criteria), self.words), np.uint64), np.bitwise_and
        for row, criterion in zip(rows, criteria, strict=True):
            first, *others = criterion.terms
            found = self[first]
            for term in others:
                found = both(found, self[term], row)
            if not others:
                row[:] = found
        return rows


class Planes:
    """Reader of criteria over a store.

    Args:
        store: what is known; its derived facts are worked out here.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self._yes, self._may = (_Sets(told, words_of(store.size)) for told in (store.yes, store.may))
        for rule in store.catalogue.derived.values():
            values = self._case(rule) if rule.rule == "case" else store.work_out(rule)
            store.derive(rule, values, store.oldest(rule.inputs))

    def _case(self, rule: Derived) -> Values:
        """The first condition that holds decides; one that is unknown before any holds leaves the fact unknown."""
        raw = np.full(self.store.size, rule.fallback, np.int64)
        known = np.ones(self.store.size, np.bool_)
        undecided = np.ones(self.store.size, np.bool_)
        for criterion, value in rule.criteria:
            yes, no = (self.store.flags(plane) for plane in (self.yes(criterion.root), self.no(criterion.root)))
            raw[undecided & yes] = value
            known &= ~(undecided & ~yes & ~no)
            undecided &= no
        return Values(raw, known)

    def yes(self, part: Part) -> Plane:
        """Subjects that meet a part."""
        return self._yes.of(part)

    def no(self, part: Part) -> Plane:
        """Subjects known not to meet a part, whatever comes to be known."""
        return self._may.of(part) ^ self.store.everyone

    def met(self, criteria: Sequence[Criterion]) -> npt.NDArray[np.uint64]:
        """(criteria, words) bits of who meets each."""
        return self._yes.rows(criteria)

    def matrix(self, criteria: Sequence[Criterion]) -> Matrix:
        """Every answer of every criterion."""
        may = self._may.rows(criteria)
        return Matrix(self.store.size, self.met(criteria), np.bitwise_xor(may, self.store.everyone, may))

    def near(self, criterion: Criterion) -> Iterator[Plane]:
        """差一条: for every clause, the subjects that miss only that one, be it unmet or unknown."""
        clauses = [self._yes[term] for term in criterion.terms]
        none, most_one = clauses[0], self.store.everyone
        for plane in clauses[1:]:
            most_one = most_one & plane
            most_one |= none
            none = none & plane
        only = most_one ^ none
        return (only & ~plane for plane in clauses)
