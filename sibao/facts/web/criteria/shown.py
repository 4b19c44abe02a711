"""A criterion's form and its judgement as the page shows them."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from sibao.criteria import Catalogue, CriterionError, Fact, Kind
from sibao.criteria.operators import OPERATORS
from sibao.criteria.sentences import leaf_words, part_words
from sibao.criteria.tree import Leaf
from sibao.facts import queries, rules
from sibao.facts.rules import in_language
from sibao.facts.web.criteria.examples import Case
from sibao.facts.web.criteria.tree import ROOT, Part, Row, operators_of, to_data
from sibao.facts.web.criteria.typed import Typed, choices_of, widget_of

Found = Callable[[Row], dict[str, Any]]
"""What a row is given to look for codes: nothing where its value is none."""


def answer_of(word: str) -> dict[str, str]:
    """Return an answer's words and tone; "" is an example whose values cannot be read."""
    words, tone = {
        "yes": (_("符合"), "ok"),
        "no": (_("不符合"), "danger"),
        "unknown": (_("不知道"), "unknown"),
    }.get(word, (_("读不懂"), "warn"))
    return {"key": word, "label": words, "tone": tone}


def tree_shown(part: Part, catalogue: Catalogue, found: Found, at: str = ROOT, number: str = "") -> dict[str, Any]:
    """Return a part of the tree for the template: names and ids of its fields, options, sentence, and the codes looked for."""
    name = {"at": at, "id": at.replace(".", "-"), "number": number}
    if isinstance(part, Row):
        return name | _row(part, catalogue, at) | found(part)
    parts = [
        tree_shown(one, catalogue, found, f"{at}.{place}", f"{number}.{place + 1}" if number else str(place + 1))
        for place, one in enumerate(part.parts)
    ]
    return name | {"group": True, "word": part.word, "count": part.count, "parts": parts, "size": len(parts)}


def _row(row: Row, catalogue: Catalogue, at: str) -> dict[str, Any]:
    fact = catalogue.facts.get(row.fact)
    fits = fact is not None and row.op in operators_of(fact.kind)
    shown: dict[str, Any] = {"row": row, "operators": _operators(fact)}
    shown |= {"v": f"{at}.v", "vid": f"{at}-v".replace(".", "-"), "u": f"{at}.u"}
    if fact is not None and fits:
        shown |= {"widget": widget_of(fact, row.op), "two": OPERATORS[row.op].takes == "two"}
        shown |= value_shown(fact, row.typed)
        shown["value_label"] = _("小时") if shown["widget"] == "hours" else _("值")
        if shown["widget"] == "hours":
            shown |= {"suffix": "", "money": False, "day": False, "codes": False, "choices": []}
        shown["row_text"] = shown["widget"] == "row"
    shown["sentence"] = "" if row.wrong or fact is None else _sentence(row, fact, catalogue)
    shown |= {"wrong": row.wrong, "open": is_open(row)}
    return shown


def is_open(row: Row) -> bool:
    """Return whether somebody has only begun to write a condition: nothing of it is wrong yet."""
    return not (row.fact and row.op)


def value_shown(fact: Fact, typed: Typed) -> dict[str, Any]:
    """Return the fields of one value: texts, unit, choices, suggestions."""
    texts = [*typed.texts, "", ""]
    return {
        "first": texts[0],
        "second": texts[1],
        "unit": typed.unit,
        "money": fact.kind is Kind.MONEY,
        "day": fact.kind is Kind.DATE,
        "suffix": "%" if fact.kind is Kind.RATIO else in_language(fact.unit),
        "choices": choices_of(fact, typed.texts) if fact.kind in {Kind.LABEL, Kind.SET, Kind.FLAG} else [],
        "codes": fact.kind is Kind.CODE,
    }


def _operators(fact: Fact | None) -> list[tuple[str, str]]:
    if fact is None:
        return []
    return [(op, in_language(OPERATORS[op].words).replace("{}", "…").strip("… ")) for op in operators_of(fact.kind)]


def _sentence(row: Row, fact: Fact, catalogue: Catalogue) -> str:
    data = to_data(row, catalogue)
    try:
        catalogue.atom(data["f"], data["op"], data.get("v"))
    except CriterionError as error:
        row.wrong = rules.said(error)
        return ""
    value = data.get("v")
    leaf = Leaf(fact.key, row.op, tuple(value) if isinstance(value, list) else value)
    return in_language(leaf_words(fact, leaf))


def facts_shown(catalogue: Catalogue) -> list[tuple[str, str]]:
    """Return the facts that a condition may ask about: key and name."""
    return [(key, in_language(fact.name)) for key, fact in catalogue.facts.items()]


def cases_shown(
    cases: Sequence[Case], asked: Sequence[Fact], outcomes: Sequence[rules.Outcome]
) -> list[dict[str, Any]]:
    """Return examples for the template, each with how it came out where that is known."""
    found = []
    for place, case in enumerate(cases):
        outcome = outcomes[place] if place < len(outcomes) else None
        fields = [
            {
                "key": fact.key,
                "id": f"e-{place}-{fact.key}",
                "at": f"e.{place}.{fact.key}",
                "unit_at": f"e.{place}.{fact.key}.u",
                "label": in_language(fact.name),
                "wrong": case.wrong.get(fact.key, ""),
                "ticks": fact.kind is Kind.SET,
                "age": case.ages.get(fact.key, ("", "day")),
                **value_shown(fact, case.typed.get(fact.key, Typed())),
            }
            for fact in asked
        ]
        aged = any(number for number, _unit in case.ages.values())
        shown = {"place": place, "case": case, "fields": fields, "aged": aged}
        found.append({**shown, "outcome": outcome_shown(outcome)})
    return found


def outcome_shown(outcome: rules.Outcome | None) -> Mapping[str, Any] | None:
    """Return how an example came out: expected and given answer, and whether they agree."""
    if outcome is None:
        return None
    return {
        "name": outcome.name,
        "expected": answer_of(outcome.expected),
        "answer": answer_of(outcome.answer),
        "passes": outcome.passes,
        "why": outcome.why,
    }


def judged_shown(said: queries.Checked, count: queries.Count | None) -> dict[str, Any]:
    """Return what stands beside the form: sentence, problem, examples that fail, and how many units meet it now."""
    clauses = [in_language(part_words(part)) for part in said.criterion.clauses] if said.criterion else []
    return {
        "problem": said.problem,
        "clauses": clauses,
        "outcomes": [outcome_shown(one) for one in said.outcomes],
        "lacking": [answer_of(one)["label"] for one in said.lacking],
        "sound": said.sound,
        "count": count,
        "counted": [{"words": in_language(one.words), "one": one} for one in count.clauses] if count else [],
    }
