"""A criterion in force explained to somebody about one unit: clause by clause what was read, and the least that would turn it."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from sibao.criteria import Clause, Remedy, Words, judge
from sibao.criteria.compiling import questions
from sibao.criteria.sentences import gap_words, reading_words
from sibao.criteria.values import shown
from sibao.facts.models import CriterionVersion, FactDefinition
from sibao.facts.queries.catalogue import Known, known_facts
from sibao.facts.queries.criteria import READ, compiled, criterion_at
from sibao.facts.queries.values import inquiry, speaks_for
from sibao.kernel import clock
from sibao.kernel.access import Actor, require


class ReadFact(NamedTuple):
    """One fact that a clause reads.

    Attributes:
        answer: whether it meets what the clause asks of it; None where it is not known, or too old.
        words: its value and age, or that it is missing, and how far off it is.
        source: who said it, or has to; empty where it is the unit itself.
        at: when it held.
        mine: whether the asker may say it.
        turns: whether it belongs to the least that would turn the verdict; `wanted` is the nearest value that would.
    """

    definition: FactDefinition
    answer: bool | None
    words: Words
    source: str
    at: datetime | None
    mine: bool
    turns: bool
    wanted: Words | None


class ExplainedClause(NamedTuple):
    """A clause, its answer, and the facts it reads; `eyes`: it is met only by what the unit says of itself (须看材料)."""

    words: Words
    answer: bool | None
    eyes: bool
    facts: tuple[ReadFact, ...]


class Explained(NamedTuple):
    """How a unit stands to the version in force: `answer` is true, false, or None for unknown."""

    version: CriterionVersion
    answer: bool | None
    clauses: tuple[ExplainedClause, ...]

    @property
    def eyes(self) -> bool:
        """Whether somebody has to look at the proof of what the unit says of itself."""
        return any(clause.eyes for clause in self.clauses)


def explained(actor: Actor, unit: Any, use: str, key: str, now: datetime) -> Explained | None:
    """Return how a unit stands to the criterion in force, with every reason; None where none is in force.

    Args:
        unit: read within the actor's scope.

    Raises:
        CriterionError: the criterion no longer fits the catalogue.
    """
    for permission in (READ, "facts:value:read"):
        require(actor, permission)
    version = criterion_at(actor.zone_id, use, key, now)
    if version is None:
        return None
    known = known_facts(actor.zone_id)
    criterion = compiled(version, known)
    verdict = judge(criterion, inquiry(known, unit.pk, now))
    vouched = judge(criterion, inquiry(known, unit.pk, now, vouched=True))
    least = {remedy.atom.fact.key: remedy for remedy in verdict.remedies}
    clauses = tuple(
        ExplainedClause(
            clause.words,
            clause.answer,
            clause.answer is True and other.answer is not True,
            tuple(_facts(actor, known, clause, least)),
        )
        for clause, other in zip(verdict.clauses, vouched.clauses, strict=True)
    )
    return Explained(version, verdict.answer, clauses)


def _facts(actor: Actor, known: Known, clause: Clause, least: dict[str, Remedy]) -> Iterator[ReadFact]:
    said = {row.source.code: row.source.short_name for row in known.definitions.values() if row.source}
    for question in questions(clause.part):
        atom, row = question.atom, known.definitions[question.atom.fact.key]
        reading, remedy = clause.inquiry.readings.get(row.key), least.get(row.key)
        owner = row.source.short_name if row.source else ""
        wanted = None if remedy is None or remedy.wanted is None or atom.aspect else shown(atom.fact, remedy.wanted)
        yield ReadFact(
            row,
            clause.inquiry.ask(atom),
            reading_words(atom, clause.inquiry) + gap_words(atom, clause.inquiry),
            said.get(reading.source, owner) if reading else owner,
            datetime.fromtimestamp(reading.at * 60, clock.SHANGHAI) if reading else None,
            any(speaks_for(actor, one) for one in _behind(known, row)),
            remedy is not None,
            wanted,
        )


def _behind(known: Known, row: FactDefinition) -> Iterator[FactDefinition]:
    """A fact, or those that it is worked out from."""
    rule = known.catalogue.derived.get(row.key)
    yield from (known.definitions[key] for key in sorted(rule.inputs) if key in known.definitions) if rule else (row,)
