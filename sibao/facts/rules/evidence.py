"""A verdict as evidence: everything that was read, kept so that anybody can judge again without the catalogue of the day.

Of each question are kept the value that was read, when and by whom, how long it counted, and which numbers answer with yes
and which with no; of a fact that was worked out also its rule and, one by one, what went in. Labels, classifications,
rules and freshness may change later; what was kept answers the same for ever.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import numpy as np

from sibao.criteria import AsOf, Derived, Fact, Node, Verdict
from sibao.criteria.compiling import Question, questions
from sibao.criteria.derived import TODAY, Values, by_rule
from sibao.criteria.inquiry import Inquiry
from sibao.criteria.readings import is_stale
from sibao.criteria.spans import contains
from sibao.criteria.tree import AllOf, AtLeast, Leaf, data_of, from_data

Kept = Mapping[str, Any]


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
    place = atom.fact.members.index(atom.aspect) if atom.aspect not in {"", "known", "age"} else None
    return {
        "at": question.at,
        **_known_of(atom.fact, inquiry),
        "aspect": "member" if place is not None else atom.aspect,
        "place": place,
        "yes": [list(span) for span in atom.yes],
        "no": [list(span) for span in atom.no],
        "answer": inquiry.ask(atom),
    }


def same_reading(kept: Sequence[Mapping[str, Any]], other: Sequence[Mapping[str, Any]]) -> bool:
    """Return whether two verdicts' clauses rest on the same numbers, each answering the same."""
    return _numbers_of(kept) == _numbers_of(other)


def _numbers_of(clauses: Sequence[Mapping[str, Any]]) -> list[tuple[Any, ...]]:
    return [(one["at"], one["fact"], one["raw"], one["answer"]) for clause in clauses for one in clause["asked"]]


def _known_of(fact: Fact, inquiry: Inquiry) -> dict[str, Any]:
    """What was known of a fact, and what that was worked out from."""
    reading, rule = inquiry.readings.get(fact.key), inquiry.catalogue.derived.get(fact.key)
    return {
        "fact": fact.key,
        "raw": None if reading is None else reading.raw,
        "observed_at": None if reading is None else datetime.fromtimestamp(reading.at * 60, UTC).isoformat(),
        "source": "" if reading is None else reading.source,
        "fresh_days": fact.fresh_days,
        "reach": list(fact.reach),
        **({} if rule is None else {"worked_out": _worked_out(rule, inquiry)}),
    }


def _worked_out(rule: Derived, inquiry: Inquiry) -> dict[str, Any]:
    kept: dict[str, Any] = {"rule": rule.rule, "bounds": list(rule.fact.bounds)}
    if rule.rule != "case":
        facts = inquiry.catalogue.facts
        parts = [{"fact": TODAY} if key == TODAY else _known_of(facts[key], inquiry) for key in rule.parts]
        return {**kept, "parts": parts}
    cases = [
        {"when": data_of(one.node), "asked": [_asked(each, inquiry) for each in one.questions], "then": then}
        for one, then in rule.criteria
    ]
    return {**kept, "cases": cases, "otherwise": rule.fallback}


def replayed(tree: Node, clauses: Sequence[Kept], as_of: datetime) -> bool | None:
    """Return the answer that kept readings give by a tree: true, false, or None for unknown.

    Args:
        tree: the version's.
        clauses: as `clauses_of` wrote them; their own answers, and values that were worked out, are not looked at.
        as_of: the moment that the verdict holds for, in the zone's own time.
    """
    return _answered(tree, [one for clause in clauses for one in clause["asked"]], AsOf.at(as_of))


def _answered(tree: Node, asked: Sequence[Kept], as_of: AsOf) -> bool | None:
    return _folded(tree, "", {one["at"]: _answer(one, as_of) for one in asked})


def _folded(node: Node, at: str, answers: Mapping[str, bool | None]) -> bool | None:
    if isinstance(node, Leaf):
        return answers[at]
    word = "of" if isinstance(node, AtLeast) else "all" if isinstance(node, AllOf) else "any"
    needed = node.count if isinstance(node, AtLeast) else len(node.parts) if isinstance(node, AllOf) else 1
    found = [_folded(part, f"{at}/{word}/{place}", answers) for place, part in enumerate(node.parts)]
    yes, unknown = found.count(True), found.count(None)
    return True if yes >= needed else None if yes + unknown >= needed else False


def _answer(asked: Kept, as_of: AsOf) -> bool | None:
    number = _number(asked, as_of)
    if number is None:
        return None
    if contains(tuple(_spans(asked["yes"])), number):
        return True
    return False if contains(tuple(_spans(asked["no"])), number) else None


def _number(asked: Kept, as_of: AsOf) -> int | None:
    """The number that a question asks about, from what was kept: stale, impossible and later values do not count."""
    aspect, (raw, at), now = asked["aspect"], _reading(asked, as_of), as_of.minutes
    if aspect == "age":
        return None if at is None or at > now else now - at
    number = _counting(asked, raw, at, now)
    if aspect == "known":
        return int(number is not None)
    return number >> asked["place"] & 1 if aspect == "member" and number is not None else number


def _counting(kept: Kept, raw: int | None, at: int | None, now: int) -> int | None:
    low, high = kept["reach"]
    if raw is None or at is None or at > now or not low <= raw <= high or is_stale(at, kept["fresh_days"], now):
        return None
    return raw


def _reading(kept: Kept, as_of: AsOf) -> tuple[int | None, int | None]:
    """A kept value and the minute at which it held; worked out anew where what went in was kept."""
    if worked := kept.get("worked_out"):
        return _again(worked, as_of)
    if kept["raw"] is None:
        return None, None
    return kept["raw"], int(datetime.fromisoformat(kept["observed_at"]).timestamp()) // 60


def _again(worked: Kept, as_of: AsOf) -> tuple[int | None, int | None]:
    cases, parts = worked.get("cases", ()), worked.get("parts", ())
    kept = [one for case in cases for one in case["asked"]] + [one for one in parts if one["fact"] != TODAY]
    held = [at for _raw, at in (_reading(one, as_of) for one in kept) if at is not None]
    raw = _case(worked, as_of) if worked["rule"] == "case" else _by_rule(worked, as_of)
    return (None, None) if raw is None else (raw, min(held, default=as_of.minutes))


def _by_rule(worked: Kept, as_of: AsOf) -> int | None:
    numbers = [
        as_of.day if one["fact"] == TODAY else _counting(one, *_reading(one, as_of), as_of.minutes)
        for one in worked["parts"]
    ]
    parts = [Values(np.array([number or 0], np.int64), np.array([number is not None])) for number in numbers]
    found = by_rule(worked["rule"], tuple(worked["bounds"]), parts)
    return int(found.raw[0]) if found.known[0] else None


def _case(worked: Kept, as_of: AsOf) -> int | None:
    for case in worked["cases"]:
        answer = _answered(from_data(case["when"]), case["asked"], as_of)
        if answer is not False:
            return case["then"] if answer else None
    return int(worked["otherwise"])


def _spans(pairs: Sequence[Sequence[int]]) -> Iterator[tuple[int, int]]:
    return ((low, high) for low, high in pairs)
