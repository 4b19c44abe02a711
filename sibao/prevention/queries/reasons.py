"""Why a subject is warned of: what was read, from when, and the least that would turn it (R38)."""

from datetime import datetime
from typing import NamedTuple

from django.db.models import F

from sibao.criteria import AsOf, Inquiry, Reading, Words, judge
from sibao.criteria.compiling import questions
from sibao.criteria.sentences import gap_words, reading_words
from sibao.criteria.values import shown
from sibao.kernel import clock
from sibao.kernel.access import Actor
from sibao.prevention.models import Alert, SignalSource, StateFact, SubjectState
from sibao.prevention.queries.log import last_told
from sibao.prevention.queries.monitoring import LEVELS, compiled_rule, monitoring
from sibao.prevention.rules.packed import unpack
from sibao.prevention.rules.subjects import SUBJECTS


class ReadState(NamedTuple):
    """One fact that a clause read: its answer, in words with its age, who told it and when; and what would turn it."""

    name: Words
    answer: bool | None
    words: Words
    source: str
    at: datetime | None
    wanted: Words | None
    turns: bool


class WhyClause(NamedTuple):
    """A clause, its answer, and the facts it read."""

    words: Words
    answer: bool | None
    facts: tuple[ReadState, ...]


class Why(NamedTuple):
    """How a rule judges a subject at a moment: `answer` is true, false, or None for unknown; `level` the one in force."""

    answer: bool | None
    level: str
    clauses: tuple[WhyClause, ...]


def why(actor: Actor, alert: Alert, now: datetime) -> Why | None:
    """Return how the alert's rule judges its subject now; None for a subject that is followed no more.

    Args:
        alert: read within the actor's scope.
    """
    rule, zone_id = alert.rule, alert.zone_id
    state = SubjectState.objects.filter(
        zone_id=zone_id, subject=SUBJECTS[rule.subject], subject_id=alert.subject_id
    ).first()
    if state is None:
        return None
    catalogue = monitoring(zone_id).catalogues[rule.subject]
    level = next(name for name, number in LEVELS.items() if number == state.level)
    criterion = compiled_rule(rule, catalogue, level)
    slots = dict(StateFact.objects.filter(zone_id=zone_id, subject=rule.subject).values_list("key", F("slot")))
    readings = {
        key: Reading(value, at)
        for key, slot in slots.items()
        if (packed := getattr(state, f"p{slot}")) is not None
        for at, value in [unpack(packed)]
    }
    inquiry = Inquiry(catalogue, readings, AsOf(int(now.timestamp()) // 60, now.astimezone(clock.SHANGHAI).toordinal()))
    verdict = judge(criterion, inquiry)
    least = {remedy.atom.fact.key: remedy for remedy in verdict.remedies}
    told = last_told(state)
    names = dict(SignalSource.objects.filter(zone_id=zone_id).values_list("number", "name"))
    clauses = []
    for clause in verdict.clauses:
        facts = []
        for question in questions(clause.part):
            atom = question.atom
            reading, remedy = readings.get(atom.fact.key), least.get(atom.fact.key)
            at = datetime.fromtimestamp(reading.at * 60, clock.SHANGHAI) if reading else None
            wanted = None if remedy is None or remedy.wanted is None or atom.aspect else shown(atom.fact, remedy.wanted)
            words = reading_words(atom, clause.inquiry) + gap_words(atom, clause.inquiry)
            source = names.get(told.get(reading.at, 0), "") if reading else ""
            facts.append(
                ReadState(atom.fact.name, clause.inquiry.ask(atom), words, source, at, wanted, remedy is not None)
            )
        clauses.append(WhyClause(clause.words, clause.answer, tuple(facts)))
    return Why(verdict.answer, level, tuple(clauses))
