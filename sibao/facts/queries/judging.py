"""Judging by criteria: one unit with every reason, all units of a scope in numbers. Unknown and stale are never a yes."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sibao.criteria import Criterion, Planes, Words, judge
from sibao.criteria import Verdict as Judgement
from sibao.criteria.bits import count
from sibao.criteria.sentences import part_words
from sibao.directory import queries as directory
from sibao.facts import rules
from sibao.facts.models import CriterionVersion, Verdict
from sibao.facts.queries.catalogue import Known, known_facts
from sibao.facts.queries.criteria import READ, compiled, criterion_at
from sibao.facts.queries.stores import store_of
from sibao.facts.queries.uses import use_of
from sibao.facts.queries.values import inquiry
from sibao.kernel import clock
from sibao.kernel.access import Actor, require


@dataclass(frozen=True, slots=True)
class Judged:
    """A unit's verdict by the version that was in force."""

    version: CriterionVersion
    verdict: Judgement


@dataclass(frozen=True, slots=True)
class ClauseCount:
    """How units stand to one clause.

    Attributes:
        near: units that miss this clause and no other, be it unmet or unknown.
    """

    words: Words
    yes: int
    no: int
    unknown: int
    near: int


@dataclass(frozen=True, slots=True)
class Count:
    """How many units of a scope meet a criterion, how many are known not to, and of how many it is not known."""

    units: int
    yes: int
    no: int
    unknown: int
    clauses: tuple[ClauseCount, ...]


def judge_unit(zone_id: int, unit_id: int, use: str, key: str, at: datetime, *, vouched: bool = False) -> Judged | None:
    """Return the verdict about a unit by the criterion in force at a moment, on what held then; None where none was.

    Args:
        vouched: without what the unit says of itself and nobody else has confirmed.

    Raises:
        CriterionError: the criterion no longer fits the catalogue.
    """
    version = criterion_at(zone_id, use, key, at)
    if version is None:
        return None
    known = known_facts(zone_id)
    return Judged(version, judge(compiled(version, known), inquiry(known, unit_id, at, vouched=vouched)))


def judge_units(zone_id: int, unit_ids: Collection[int], use: str, key: str, at: datetime) -> dict[int, Judged]:
    """Return the verdicts about units by the criterion in force at a moment: unit → verdict; none where none was in force.

    Raises:
        CriterionError: the criterion no longer fits the catalogue.
    """
    version = criterion_at(zone_id, use, key, at) if unit_ids else None
    if version is None:
        return {}
    known = known_facts(zone_id)
    criterion = compiled(version, known)
    return {one: Judged(version, judge(criterion, inquiry(known, one, at))) for one in sorted(unit_ids)}


def unchanged(kept: Verdict, judged: Judged) -> bool:
    """Return whether a judgement says no more than a kept verdict: the same version, the same numbers, the same answers."""
    same = kept.criterion_id == judged.version.pk
    return same and rules.same_reading(kept.clauses, rules.clauses_of(judged.verdict))


def count_units(actor: Actor, known: Known, criterion: Criterion, use: str, key: str, now: datetime) -> Count:
    """Return how the actor's units that a use's key is about stand to a criterion, published or not, in two queries."""
    require(actor, READ)
    units = directory.units(actor).filter(use_of(use).units(key))
    _ids, store = store_of(units, known, [criterion], now)
    planes = Planes(store)
    yes, no, unknown = planes.matrix([criterion]).counts()[0]
    return Count(store.size, yes, no, unknown, tuple(_clauses(planes, criterion)))


def _clauses(planes: Planes, criterion: Criterion) -> Sequence[ClauseCount]:
    found = []
    everyone = planes.store.everyone
    for part, near in zip(criterion.clauses, planes.near(criterion), strict=True):
        yes, no = count(planes.yes(part) & everyone), count(planes.no(part) & everyone)
        found.append(ClauseCount(part_words(part), yes, no, planes.store.size - yes - no, count(near)))
    return found


def replay(verdict: Verdict) -> bool | None:
    """Return the answer that a kept verdict's own inputs give by the version it names, whatever is known today.

    Raises:
        CriterionError: the version's tree cannot be read.
    """
    tree = rules.tree_of(verdict.criterion.tree)
    return rules.replayed(tree, verdict.clauses, verdict.as_of.astimezone(clock.SHANGHAI))
