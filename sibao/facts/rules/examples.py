"""Example cases that stand beside a criterion: what its author expects of invented units, and what it answers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sibao.criteria import AsOf, Catalogue, Criterion, CriterionError, Inquiry, Reading, Words, judge
from sibao.facts.rules.trees import said
from sibao.facts.rules.values import raw_value

ANSWERS: Mapping[str, bool | None] = {"yes": True, "no": False, "unknown": None}
_WORDS = {answer: word for word, answer in ANSWERS.items()}


@dataclass(frozen=True, slots=True)
class Outcome:
    """One example and how it came out.

    Attributes:
        answer: "yes", "no" or "unknown"; "" where its values cannot be read.
        why: what is wrong with its values.
    """

    name: str
    expected: str
    answer: str
    why: str = ""

    @property
    def passes(self) -> bool:
        """Whether the criterion answers as its author expects."""
        return self.answer == self.expected


def answer_word(answer: bool | None) -> str:
    """Return an answer as it is written in files and forms."""
    return _WORDS[answer]


def outcomes(
    criterion: Criterion, catalogue: Catalogue, examples: Sequence[Mapping[str, Any]], as_of: AsOf
) -> Iterator[Outcome]:
    """Judge the examples, each value as observed at the moment itself or as many hours before as the example says.

    Args:
        examples: name, facts (values as criteria write them), ages (fact → hours) and expected answer of each.
    """
    for one in examples:
        try:
            known = _readings(catalogue, one["facts"], one.get("ages", {}), as_of)
        except CriterionError as error:
            yield Outcome(one["name"], one["expected"], "", said(error))
            continue
        verdict = judge(criterion, Inquiry(catalogue, known, as_of))
        yield Outcome(one["name"], one["expected"], answer_word(verdict.answer))


def lacking(criterion: Criterion, examples: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the answers that no example expects although the criterion can give them."""
    possible = ["yes", "no"]
    if any(question.atom.aspect != "known" for question in criterion.questions):
        possible.append("unknown")
    return [answer for answer in possible if answer not in {one["expected"] for one in examples}]


def age_words(hours: int) -> Words:
    """Return how old an example's value is, in brackets; nothing where it is of the moment itself."""
    if not hours:
        return Words("", "")
    if hours % 24:
        return Words(f"（{hours}小时前）", f" ({hours} hours ago)")
    return Words(f"（{hours // 24}天前）", f" ({hours // 24} days ago)")


def _readings(
    catalogue: Catalogue, values: Mapping[str, Any], ages: Mapping[str, int], as_of: AsOf
) -> dict[str, Reading]:
    known = {}
    for key, value in values.items():
        raw = raw_value(catalogue.atom(key, "known", None).fact, value, "")
        if raw is not None:
            known[key] = Reading(raw, as_of.minutes - 60 * ages.get(key, 0))
    return known
