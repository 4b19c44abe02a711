"""A verdict as evidence: everything that was read, kept so that anybody can judge again without the catalogue of the day.

Of each question are kept the value that was read, when and by whom, how long it counted, and which numbers answer with yes
and which with no. Labels, classifications and freshness may change later; what was kept answers the same for ever.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sibao.criteria import Node, Verdict
from sibao.criteria.compiling import Question, questions
from sibao.criteria.inquiry import Inquiry
from sibao.criteria.readings import is_stale
from sibao.criteria.spans import contains
from sibao.criteria.tree import AllOf, AtLeast, Leaf


def clauses_of(verdict: Verdict) -> list[dict[str, Any]]:
    """Return a verdict's clauses as JSON: words, answer, and what every question of theirs read."""
    return [
        {
            "zh": clause.words.zh,
            "en": clause.words.en,
            "answer": clause.answer,
            "asked": [_asked(question, verdict.inquiry) for question in questions(clause.part)],
        }
        for clause in verdict.clauses
    ]


def _asked(question: Question, inquiry: Inquiry) -> dict[str, Any]:
    atom = question.atom
    reading = inquiry.readings.get(atom.fact.key)
    place = atom.fact.members.index(atom.aspect) if atom.aspect not in {"", "known", "age"} else None
    return {
        "at": question.at,
        "fact": atom.fact.key,
        "aspect": "member" if place is not None else atom.aspect,
        "place": place,
        "raw": None if reading is None else reading.raw,
        "observed_at": None if reading is None else datetime.fromtimestamp(reading.at * 60, UTC).isoformat(),
        "source": "" if reading is None else reading.source,
        "fresh_days": atom.fact.fresh_days,
        "reach": list(atom.fact.reach),
        "yes": [list(span) for span in atom.yes],
        "no": [list(span) for span in atom.no],
        "answer": inquiry.ask(atom),
    }


def same_reading(kept: Sequence[Mapping[str, Any]], other: Sequence[Mapping[str, Any]]) -> bool:
    """Return whether two verdicts' clauses rest on the same numbers, each answering the same."""
    return _read(kept) == _read(other)


def _read(clauses: Sequence[Mapping[str, Any]]) -> list[tuple[Any, ...]]:
    return [(one["at"], one["fact"], one["raw"], one["answer"]) for clause in clauses for one in clause["asked"]]


def replayed(tree: Node, clauses: Sequence[Mapping[str, Any]], as_of: datetime) -> bool | None:
    """Return the answer that kept readings give by a tree: true, false, or None for unknown.

    Args:
        tree: the version's.
        clauses: as `clauses_of` wrote them; their own answers are not looked at.
        as_of: the moment that the verdict holds for.
    """
    answers = {one["at"]: _answer(one, int(as_of.timestamp()) // 60) for clause in clauses for one in clause["asked"]}
    return _folded(tree, "", answers)


def _folded(node: Node, at: str, answers: Mapping[str, bool | None]) -> bool | None:
    if isinstance(node, Leaf):
        return answers[at]
    word = "of" if isinstance(node, AtLeast) else "all" if isinstance(node, AllOf) else "any"
    needed = node.count if isinstance(node, AtLeast) else len(node.parts) if isinstance(node, AllOf) else 1
    found = [_folded(part, f"{at}/{word}/{place}", answers) for place, part in enumerate(node.parts)]
    yes, unknown = found.count(True), found.count(None)
    return True if yes >= needed else None if yes + unknown >= needed else False


def _answer(asked: Mapping[str, Any], now: int) -> bool | None:
    number = _number(asked, now)
    if number is None:
        return None
    if contains(tuple(_spans(asked["yes"])), number):
        return True
    return False if contains(tuple(_spans(asked["no"])), number) else None


def _number(asked: Mapping[str, Any], now: int) -> int | None:
    """The number that a question asks about, from what was kept: stale, impossible and later values do not count."""
    raw, aspect = asked["raw"], asked["aspect"]
    at = None if raw is None else int(datetime.fromisoformat(asked["observed_at"]).timestamp()) // 60
    if aspect == "age":
        return None if at is None or at > now else now - at
    low, high = asked["reach"]
    counts = at is not None and at <= now and low <= raw <= high and not is_stale(at, asked["fresh_days"], now)
    if aspect == "known":
        return int(counts)
    if not counts:
        return None
    return int(raw) >> asked["place"] & 1 if aspect == "member" else int(raw)


def _spans(pairs: Sequence[Sequence[int]]) -> Iterator[tuple[int, int]]:
    return ((low, high) for low, high in pairs)
