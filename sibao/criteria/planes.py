"""All subjects × all criteria at once: for every criterion the set of those that meet it and of those known not to."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sibao.criteria.bits import Plane, at_least, count, words_of
from sibao.criteria.compiling import Criterion, Part, Question
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


class Planes:
    """Reader of criteria over a store.

    Args:
        store: what is known; its derived facts are worked out here.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
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

    def yes(self, part: Part, out: Plane | None = None) -> Plane:
        """Subjects that meet a part; put into `out` where it is given and the part is a group of several."""
        read = self.store.yes
        if isinstance(part, Question):
            return read(part.atom)
        planes = [read(child.atom) if isinstance(child, Question) else self.yes(child) for child in part.parts]
        return self._group(planes, part.needed, out)

    def no(self, part: Part, out: Plane | None = None) -> Plane:
        """Subjects known not to meet a part, whatever comes to be known; `out` as with `yes`."""
        read = self.store.no
        if isinstance(part, Question):
            return read(part.atom)
        planes = [read(child.atom) if isinstance(child, Question) else self.no(child) for child in part.parts]
        return self._group(planes, len(planes) - part.needed + 1, out)

    def _group(self, planes: Sequence[Plane], needed: int, out: Plane | None) -> Plane:
        if len(planes) == 1:
            return planes[0]
        if needed not in (1, len(planes)):
            return at_least(planes, needed, self.store.everyone)
        join = np.bitwise_or if needed == 1 else np.bitwise_and
        result: Plane = join(planes[0], planes[1], out)
        for plane in planes[2:]:
            join(result, plane, result)
        return result

    def met(self, criteria: Sequence[Criterion]) -> npt.NDArray[np.uint64]:
        """(criteria, words) bits of who meets each."""
        return self._rows(self.yes, criteria)

    def matrix(self, criteria: Sequence[Criterion]) -> Matrix:
        """Every answer of every criterion."""
        return Matrix(self.store.size, self._rows(self.yes, criteria), self._rows(self.no, criteria))

    def _rows(self, read: Callable[[Part, Plane], Plane], criteria: Sequence[Criterion]) -> npt.NDArray[np.uint64]:
        rows = np.empty((len(criteria), words_of(self.store.size)), np.uint64)
        for row, criterion in zip(rows, criteria, strict=True):
            plane = read(criterion.root, row)
            if plane is not row:
                row[:] = plane
        return rows

    def near(self, criterion: Criterion) -> Iterator[Plane]:
        """差一条: for every clause, the subjects that miss only that one, be it unmet or unknown."""
        clauses = [self.yes(part) for part in criterion.clauses]
        one, more = self.store.nobody.copy(), self.store.nobody.copy()
        for plane in clauses:
            missed = ~plane
            more |= one & missed
            one |= missed
        only = one & ~more & self.store.everyone
        return (only & ~plane for plane in clauses)
