"""What is wrong with a criterion, a catalogue or a value: every problem with its place, in the official's words."""

from collections.abc import Sequence
from typing import NamedTuple

from sibao.criteria.words import Words


class Problem(NamedTuple):
    """One thing wrong.

    Attributes:
        at: JSON pointer to the place, "" for the whole.
        words: what is wrong and what to do.
    """

    at: str
    words: Words


class CriterionError(Exception):
    """A criterion or catalogue that is refused; carries every problem found, never only the first."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{problem.at or '/'} {problem.words.en}" for problem in self.problems))


def refuse(at: str, zh: str, en: str) -> CriterionError:
    """An error with a single problem."""
    return CriterionError([Problem(at, Words(zh, en))])
