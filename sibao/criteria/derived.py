"""Facts worked out from facts: ratios, sums, spans of time, the latest of several, and cases by condition.

One implementation works on arrays; one subject is an array of one. A part that is not known leaves the whole unknown,
except `first`, which takes the first source that knows. A result beyond the fact's bounds counts as the bound.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from sibao.criteria.errors import refuse
from sibao.criteria.facts import NUMERIC, Fact, Kind
from sibao.criteria.months import whole_months
from sibao.criteria.spans import HIGHEST, Span
from sibao.criteria.tree import from_data, leaves
from sibao.criteria.values import raw_of

if TYPE_CHECKING:
    from sibao.criteria.catalogue import Catalogue
    from sibao.criteria.compiling import Criterion

Numbers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
TODAY = "as_of"
BASIS = 10_000


@dataclass(frozen=True)
class Derived:
    """推算事实: a fact with the rule that works it out.

    Args:
        fact: what comes out; its bounds also bound the result.
        rule: "ratio" (basis points, half up), "sum", "difference", "months", "days", "latest", "earliest", "first"
            or "case".
        parts: keys of the facts that go in; "as_of" stands for the day of the judgement in `months` and `days`.
        cases: for "case": (condition as JSON data, value) in order; the first that holds decides.
        otherwise: for "case": the value where none holds.
    """

    fact: Fact
    rule: str
    parts: tuple[str, ...] = ()
    cases: tuple[tuple[Any, Any], ...] = ()
    otherwise: Any = None
    criteria: tuple[tuple[Criterion, int], ...] = field(default=(), compare=False)
    fallback: int = 0

    @property
    def inputs(self) -> set[str]:
        """Keys of the facts it reads."""
        read = {leaf.fact for condition, _ in self.cases for _, leaf in leaves(from_data(condition))}
        return read | (set(self.parts) - {TODAY})

    def bound(self, catalogue: Catalogue) -> Derived:
        """The same with its conditions checked against the catalogue."""
        if self.rule != "case":
            return self
        ready = tuple((catalogue.read_data(when), raw_of(self.fact, then)) for when, then in self.cases)
        return replace(self, criteria=ready, fallback=raw_of(self.fact, self.otherwise))


def check_range(rule: Derived, facts: Mapping[str, Fact]) -> None:
    """Refuse a rule of the wrong form, or whose arithmetic could leave 64 bits.

    Raises:
        CriterionError: in the words of whoever keeps the catalogue.
    """
    at = f"/{rule.fact.key}"
    if rule.rule != "case" and rule.rule not in RULES:
        raise refuse(at, f"没有「{rule.rule[:20]}」这种推算", f"no rule {rule.rule[:20]}")
    pair = rule.rule in {"ratio", "difference", "months", "days"}
    if rule.rule != "case" and (len(rule.parts) != 2 if pair else len(rule.parts) < 2):
        raise refuse(at, "推算所用事实的个数不对", f"{rule.rule} takes {'two' if pair else 'two or more'} facts")
    kinds = {facts[key].kind for key in rule.parts if key != TODAY}
    wanted = _wanted(rule.rule)
    if wanted is not None and not kinds <= wanted:
        raise refuse(at, "推算所用事实的类型不对", f"{rule.rule} does not fit these kinds of facts")
    reaches = [max(map(abs, facts[key].bounds)) for key in rule.parts if key != TODAY]
    if 2 * BASIS * reaches[0] + reaches[1] > HIGHEST if rule.rule == "ratio" else sum(reaches) > HIGHEST:
        raise refuse(at, "推算可能超出 64 位整数，请收紧事实的上下限", "the arithmetic could leave 64 bits")


def _wanted(rule: str) -> frozenset[Kind] | None:
    if rule in {"ratio", "sum", "difference"}:
        return NUMERIC
    if rule in {"months", "days"}:
        return frozenset({Kind.DATE})
    return NUMERIC | {Kind.DATE} if rule in {"latest", "earliest"} else None


@dataclass(frozen=True)
class Values:
    """Numbers of one fact for many subjects, and where they are known."""

    raw: Numbers
    known: Flags


def work_out(rule: Derived, parts: Sequence[Values]) -> Values:
    """A derived fact of many subjects from its parts, for every rule but "case"."""
    return by_rule(rule.rule, rule.fact.bounds, parts)


def by_rule(name: str, bounds: Span, parts: Sequence[Values]) -> Values:
    """What a rule makes of its parts, within bounds, as it is kept in evidence; for every rule but "case"."""
    known = np.logical_or.reduce if name == "first" else np.logical_and.reduce
    there: Flags = known([part.known for part in parts])
    raw, sound = RULES[name](parts)
    return Values(np.clip(raw, *bounds), there & sound)


def _ratio(parts: Sequence[Values]) -> tuple[Numbers, Flags]:
    above, below = parts[0].raw, parts[1].raw
    sound = below > 0
    divisor = np.where(sound, below, 1)
    return (2 * BASIS * above + divisor) // (2 * divisor), sound


def _always(raw: Numbers) -> tuple[Numbers, Flags]:
    return raw, np.ones(len(raw), np.bool_)


def _first(parts: Sequence[Values]) -> tuple[Numbers, Flags]:
    return _always(np.select([part.known for part in parts], [part.raw for part in parts]))


RULES: Mapping[str, Callable[[Sequence[Values]], tuple[Numbers, Flags]]] = {
    "ratio": _ratio,
    "sum": lambda parts: _always(np.add.reduce([part.raw for part in parts])),
    "difference": lambda parts: _always(parts[0].raw - parts[1].raw),
    "months": lambda parts: _always(whole_months(parts[0].raw, parts[1].raw)),
    "days": lambda parts: _always(parts[1].raw - parts[0].raw),
    "latest": lambda parts: _always(np.maximum.reduce([part.raw for part in parts])),
    "earliest": lambda parts: _always(np.minimum.reduce([part.raw for part in parts])),
    "first": _first,
}
