"""From a row of the catalogue to what criteria read, and from what people wrote to whole numbers."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from sibao.criteria import CodeTree, Derived, Fact, Kind, Words
from sibao.criteria.facts import NO_CODES, Sensitivity
from sibao.criteria.values import raw_of


class Defined(Protocol):
    """What a definition says of a fact."""

    key: str
    kind: str
    name: str
    name_en: str
    unit_word: str
    unit_word_en: str
    labels: Sequence[Mapping[str, str]]
    rule: Mapping[str, Any] | None
    fresh_days: int | None
    sensitivity: str
    lowest: int | None
    highest: int | None


def fact_of(defined: Defined, source: str, labels: Mapping[str, Words], codes: CodeTree = NO_CODES) -> Fact:
    """Return a definition as criteria read it.

    Args:
        defined: the definition.
        source: key of the organisation that knows it; "" where none is named.
        labels: key → name in order, the definition's own or those of what it is read from.
        codes: the classification of a code.

    Raises:
        CriterionError: a code without classification, a label without labels, or bounds that exclude everything.
    """
    return Fact(
        defined.key,
        Kind(defined.kind),
        Words(defined.name, defined.name_en),
        Words(defined.unit_word, defined.unit_word_en),
        labels,
        codes,
        source,
        defined.fresh_days,
        Sensitivity(defined.sensitivity),
        defined.lowest,
        defined.highest,
    )


def own_labels(rows: Sequence[Mapping[str, str]]) -> dict[str, Words]:
    """Return labels as they are kept, as criteria read them."""
    return {row["key"]: Words(row["zh"], row["en"]) for row in rows}


def derived_of(fact: Fact, rule: Mapping[str, Any]) -> Derived:
    """Return how a fact is worked out from others."""
    cases = tuple((when, then) for when, then in rule.get("cases", ()))
    return Derived(fact, rule["rule"], tuple(rule.get("parts", ())), cases, rule.get("otherwise"))


def raw_value(fact: Fact, value: object, at: str) -> int | None:
    """Return a value as one whole number, a set as the bits of its members; None takes it back.

    Raises:
        CriterionError: the wrong type, an unknown label, a day that does not exist, or out of bounds.
    """
    if value is None:
        return None
    if fact.kind is not Kind.SET:
        return raw_of(fact, value, at)
    members = value if isinstance(value, list) else [value]
    return sum(1 << place for place in {raw_of(fact, one, at) for one in members})


def changes_meaning(before: Defined, kind: str, labels: Sequence[str]) -> bool:
    """Return whether a new edition of a definition would make kept values mean something else.

    Values of labels are kept as their place in the order, so that labels may only be added at the end.
    """
    kept = [row["key"] for row in before.labels]
    return before.kind != kind or list(labels[: len(kept)]) != kept
