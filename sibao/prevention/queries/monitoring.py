"""A zone's catalogue of signals and rules, ready to work with; read and written out again only when it has changed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache

from sibao.criteria import Catalogue, Criterion, Fact, Kind, Words
from sibao.criteria.tree import from_data
from sibao.prevention.models import AlertRule, SignalKind, StateFact
from sibao.prevention.queries.ranking import outranking
from sibao.prevention.rules.lines import KindOfSignal
from sibao.prevention.rules.subjects import SUBJECTS
from sibao.prevention.sql.editions import edition
from sibao.prevention.sql.programs import Counted, Program, Rule, Setting, program_of

LEVELS = {"normal": 0, "watch": 1, "emergency": 2, "transition": 3}
"""Levels as states keep them (平急等级)."""


@dataclass(frozen=True, slots=True)
class Monitoring:
    """What is monitored in a zone: kinds by key, catalogues of states by subject, and the statements."""

    kinds: Mapping[str, KindOfSignal]
    catalogues: Mapping[str, Catalogue]
    program: Program


def monitoring(zone_id: int) -> Monitoring:
    """Return what is monitored in a zone.

    Raises:
        CriterionError: a rule reads what is not there.
    """
    return _made(zone_id, edition())


@lru_cache(maxsize=32)
def _made(zone_id: int, edition: tuple[int, ...]) -> Monitoring:
    facts = StateFact.objects.filter(zone_id=zone_id).order_by("subject", "slot")
    kinds = SignalKind.objects.filter(zone_id=zone_id, retired=False).order_by("number")
    rules = AlertRule.objects.filter(zone_id=zone_id).order_by("subject", "bit")
    catalogues = {
        subject: Catalogue([_fact(row) for row in facts if row.subject == subject])
        for subject in SUBJECTS
        if any(row.subject == subject for row in facts)
    }
    slots = {subject: {row.key: row.slot for row in facts if row.subject == subject} for subject in catalogues}
    judged = {
        SUBJECTS[subject]: [rule_of(row, catalogue, rules) for row in rules if row.subject == subject]
        for subject, catalogue in catalogues.items()
    }
    bits = {row.key: row.bit for row in rules if not row.retired}
    program = program_of(
        [setting for kind in kinds for setting in _settings(kind, slots)],
        {SUBJECTS[subject]: (catalogue, slots[subject]) for subject, catalogue in catalogues.items()},
        judged,
        [Counted(row.slot, bits[row.counts]) for row in facts if row.counts in bits],
        {row.origin: row.slot for row in facts if row.origin},
    )
    return Monitoring({kind.key: _kind(kind) for kind in kinds}, catalogues, program)


def compiled_rule(row: AlertRule, catalogue: Catalogue, level: str) -> Criterion:
    """Return the criterion of a rule at a level; that of `normal` where it has none of its own."""
    return catalogue.criterion(from_data(row.trees.get(level, row.trees["normal"])))


def _fact(row: StateFact) -> Fact:
    labels = {one["key"]: Words(one["zh"], one["en"]) for one in row.labels}
    return Fact(row.key, Kind(row.kind), Words(row.name, row.name_en), labels=labels, fresh_days=row.fresh_days)


def rule_of(row: AlertRule, catalogue: Catalogue, rules: Iterable[AlertRule]) -> Rule:
    """Return a rule as programs take it, among the rules of its zone."""
    trees = {} if row.retired else row.trees
    criteria = {LEVELS[level]: catalogue.criterion(from_data(tree)) for level, tree in trees.items()}
    under = () if row.retired else tuple(other.bit for other in outranking(row, rules))
    return Rule(row.pk, row.bit, row.severity, criteria, under)


def _settings(kind: SignalKind, slots: Mapping[str, Mapping[str, int]]) -> list[Setting]:
    values = [one["key"] for one in kind.values]
    return [
        Setting(
            SUBJECTS[kind.subject],
            kind.number,
            slots[kind.subject][one["fact"]],
            tuple(values.index(said) for said in one["when"]),
            one["value"],
        )
        for one in kind.sets
    ]


def _kind(row: SignalKind) -> KindOfSignal:
    return KindOfSignal(
        row.key,
        row.number,
        row.subject,
        tuple(one["key"] for one in row.values),
        {one["key"]: one["most"] for one in row.fields},
        frozenset(one["key"] for one in row.fields if one["needed"]),
        timedelta(days=row.keep_days),
    )
