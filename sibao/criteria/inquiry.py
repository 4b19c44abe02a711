"""One subject under judgement: its numbers, derived facts included, and the answers already found."""

from collections.abc import Sequence

import numpy as np

from sibao.criteria.catalogue import Catalogue
from sibao.criteria.compiling import Atom, Group, Part, Term, terms_of
from sibao.criteria.derived import TODAY, Derived, Values, work_out
from sibao.criteria.readings import AsOf, Reading, Subject, is_stale, number_of

DERIVED = "derived"


class _Answers(dict[Term, bool | None]):
    """Answers by term, each found once; a group is unknown only where the unknown terms could still decide it either way."""

    def __init__(self, readings: Subject, as_of: AsOf) -> None:
        super().__init__()
        self.readings, self.as_of = readings, as_of
        self.numbers: dict[tuple[str, str], int | None] = {}

    def __missing__(self, term: Term) -> bool | None:
        if isinstance(term, Group):
            answers = [self[part] for part in term.terms]
            yes, unknown = answers.count(True), answers.count(None)
            answer = True if yes >= term.needed else None if yes + unknown >= term.needed else False
        else:
            number = self.number(term)
            answer = None if number is None else term.answer(number)
        self[term] = answer
        return answer

    def number(self, atom: Atom) -> int | None:
        try:
            return self.numbers[atom.column]
        except KeyError:
            number = number_of(atom.fact, atom.aspect, self.readings.get(atom.fact.key), self.as_of)
            self.numbers[atom.column] = number
            return number


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
        self._answers = _Answers(self.readings, as_of)
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
        return self._answers.number(atom)

    def is_outdated(self, atom: Atom) -> bool:
        """Whether there is a value, but one too old to count."""
        reading = self.readings.get(atom.fact.key)
        return reading is not None and is_stale(reading.at, atom.fact.fresh_days, self.as_of.minutes)

    def ask(self, atom: Atom) -> bool | None:
        """The atom's answer: true, false, or None for unknown."""
        return self._answers[atom]

    def answer(self, part: Part) -> bool | None:
        """The answer of a part."""
        return self.answers(terms_of([part]))[0]

    def answers(self, terms: Sequence[Term]) -> list[bool | None]:
        """The answers of some terms, in their order."""
        found = self._answers
        return [found[term] for term in terms]
