"""One subject under judgement: its numbers, derived facts included, and the answers already found."""

from collections.abc import Sequence

import numpy as np

from sibao.criteria.catalogue import Catalogue
from sibao.criteria.compiling import Atom, Part, Question
from sibao.criteria.derived import TODAY, Derived, Values, work_out
from sibao.criteria.readings import AsOf, Reading, Subject, is_stale, number_of
from sibao.criteria.spans import contains

DERIVED = "derived"


class Inquiry:
    """Answers about one subject at one moment; any number of criteria share what was found.

    Args:
        catalogue: what the facts are.
        subject: what is known about it.
        as_of: the moment that the answers hold for.
    """

    def __init__(self, catalogue: Catalogue, subject: Subject, as_of: AsOf) -> None:
        self.catalogue, self.as_of = catalogue, as_of
        self.readings = dict(subject)
        self._answers: dict[Atom, bool | None] = {}
        self._numbers: dict[tuple[str, str], int | None] = {}
        for rule in catalogue.derived.values():
            reading = self._worked_out(rule, catalogue)
            if reading is None:
                self.readings.pop(rule.fact.key, None)
            else:
                self.readings[rule.fact.key] = reading

    def _worked_out(self, rule: Derived, catalogue: Catalogue) -> Reading | None:
        at = min((self.readings[key].at for key in rule.inputs if key in self.readings), default=self.as_of.minutes)
        if rule.rule == "case":
            raw = self._case(rule)
            return None if raw is None else Reading(raw, at, DERIVED)
        result = work_out(rule, [self._values(key, catalogue) for key in rule.parts])
        return Reading(int(result.raw[0]), at, DERIVED) if result.known[0] else None

    def _case(self, rule: Derived) -> int | None:
        for criterion, raw in rule.criteria:
            answer = self.answer(criterion.root)
            if answer is not False:
                return raw if answer else None
        return rule.fallback

    def _values(self, key: str, catalogue: Catalogue) -> Values:
        number = self.as_of.day if key == TODAY else self._usable(key, catalogue)
        return Values(np.array([number or 0], np.int64), np.array([number is not None]))

    def _usable(self, key: str, catalogue: Catalogue) -> int | None:
        return number_of(catalogue.facts[key], "", self.readings.get(key), self.as_of)

    def number(self, atom: Atom) -> int | None:
        """The number that the atom asks about; None where it is not known."""
        try:
            return self._numbers[atom.column]
        except KeyError:
            number = number_of(atom.fact, atom.aspect, self.readings.get(atom.fact.key), self.as_of)
            self._numbers[atom.column] = number
            return number

    def is_outdated(self, atom: Atom) -> bool:
        """Whether there is a value, but one too old to count."""
        reading = self.readings.get(atom.fact.key)
        return reading is not None and is_stale(reading.at, atom.fact.fresh_days, self.as_of.minutes)

    def ask(self, atom: Atom) -> bool | None:
        """The atom's answer: true, false, or None for unknown."""
        try:
            return self._answers[atom]
        except KeyError:
            answer = self._answers[atom] = self._asked(atom)
            return answer

    def _asked(self, atom: Atom) -> bool | None:
        number = self.number(atom)
        if number is None:
            return None
        return True if contains(atom.yes, number) else False if contains(atom.no, number) else None

    def answer(self, part: Part) -> bool | None:
        """The answer of a part: unknown only where the unknown leaves could still decide it either way."""
        if isinstance(part, Question):
            return self.ask(part.atom)
        answers = self.answers(part.parts)
        yes, unknown = answers.count(True), answers.count(None)
        if yes >= part.needed:
            return True
        return None if yes + unknown >= part.needed else False

    def answers(self, parts: Sequence[Part]) -> list[bool | None]:
        """The answers of some parts, in their order."""
        ask = self.ask
        return [ask(part.atom) if isinstance(part, Question) else self.answer(part) for part in parts]
