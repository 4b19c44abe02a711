"""判定: a criterion's answer about one subject, with the reason of every clause and the least that would turn it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from sibao.criteria.compiling import Atom, Criterion, Part, questions
from sibao.criteria.inquiry import Inquiry
from sibao.criteria.remedies import Remedy, least
from sibao.criteria.sentences import gap_words, part_words, reading_words
from sibao.criteria.words import Words


class Clause(NamedTuple):
    """条款: one thing that has to be met, and how it stands.

    Attributes:
        part: the clause.
        answer: true, false, or None for unknown.
    """

    part: Part
    answer: bool | None
    inquiry: Inquiry

    @property
    def words(self) -> Words:
        """What the clause wants, as a sentence."""
        return part_words(self.part)

    @property
    def reasons(self) -> Iterator[Words]:
        """What was read for each leaf of it: value, source and age, and how far off it is."""
        for question in questions(self.part):
            yield reading_words(question.atom, self.inquiry) + gap_words(question.atom, self.inquiry)


@dataclass(eq=False)
class Verdict:
    """A criterion's answer about one subject at one moment.

    Args:
        criterion: what was asked; its hash names the version.
        inquiry: whom it was asked about.
        answer: true, false, or None for unknown; unknown is never a yes.
        answers: those of every clause, in the criterion's order.
    """

    criterion: Criterion
    inquiry: Inquiry
    answer: bool | None
    answers: Sequence[bool | None]

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        """Every clause with its answer."""
        pairs = zip(self.criterion.clauses, self.answers, strict=True)
        return tuple([Clause(part, answer, self.inquiry) for part, answer in pairs])

    @cached_property
    def remedies(self) -> tuple[Remedy, ...]:
        """The smallest set of changes that turns it into a yes; empty where it is one already."""
        return () if self.answer else least(self.criterion, self.inquiry)

    @property
    def missing(self) -> dict[str, Atom]:
        """Facts that are not known and would have to be, by key: their sources owe them."""
        asked = [q.atom for c in self.clauses if c.answer is None for q in questions(c.part)]
        return {atom.fact.key: atom for atom in asked if self.inquiry.ask(atom) is None}


def judge(criterion: Criterion, inquiry: Inquiry) -> Verdict:
    """Judge one subject by one criterion."""
    answers = inquiry.answers(criterion.terms)
    return Verdict(criterion, inquiry, False if False in answers else None if None in answers else True, answers)
