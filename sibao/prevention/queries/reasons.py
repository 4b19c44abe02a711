"""Why a subject is warned of: which way it is met, what was read, from when and by whom, and the least that would turn it (R38)."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from sibao.criteria import AsOf, Inquiry, Reading, Verdict, Words, judge
from sibao.criteria.compiling import Group, Part, questions
from sibao.criteria.sentences import part_words
from sibao.criteria.values import shown
from sibao.kernel import clock
from sibao.kernel.access import Actor
from sibao.prevention.models import Alert, SignalSource, StateFact, SubjectState
from sibao.prevention.queries.log import last_told
from sibao.prevention.queries.monitoring import LEVELS, compiled_rule, monitoring
from sibao.prevention.rules.packed import unpack
from sibao.prevention.rules.subjects import SUBJECTS


class ReadState(NamedTuple):
    """One fact that was read: its name and value, when it held, who told it; `wanted` is what would end the alert."""

    name: Words
    value: Words | None
    at: datetime | None
    source: str
    wanted: Words | None


class Way(NamedTuple):
    """One way in which the rule may be met, in words, and whether it is."""

    words: Words
    answer: bool | None


class Why(NamedTuple):
    """How a rule judges a subject at a moment: `answer` is true, false, or None for unknown; `level` the one in force.

    `ways` are the alternatives of the rule, those that are met first; `facts` what they read, each once.
    """

    answer: bool | None
    level: str
    ways: tuple[Way, ...]
    facts: tuple[ReadState, ...]


def why(actor: Actor, alert: Alert, now: datetime) -> Why | None:
    """Return how the alert's rule judges its subject at `now`; None for a subject that is followed no more.

    Args:
        alert: read within the actor's scope.
    """
    rule, zone_id = alert.rule, alert.zone_id
    of_subject = {"zone_id": zone_id, "subject": SUBJECTS[rule.subject], "subject_id": alert.subject_id}
    state = SubjectState.objects.filter(**of_subject).first()
    if state is None:
        return None
    catalogue = monitoring(zone_id).catalogues[rule.subject]
    level = next(name for name, number in LEVELS.items() if number == state.level)
    slots = dict(StateFact.objects.filter(zone_id=zone_id, subject=rule.subject).values_list("key", "slot"))
    readings = dict(_readings(state, slots))
    as_of = AsOf(int(now.timestamp()) // 60, now.astimezone(clock.SHANGHAI).toordinal())
    verdict = judge(compiled_rule(rule, catalogue, level), Inquiry(catalogue, readings, as_of))
    ways = [Way(part_words(part), verdict.inquiry.answer(part)) for part in _ways(verdict)]
    ways.sort(key=lambda way: (way.answer is not True, way.answer is False))
    return Why(verdict.answer, level, tuple(ways), tuple(_facts(verdict, readings, _sources(state, now))))


def _readings(state: SubjectState, slots: Mapping[str, int]) -> Iterator[tuple[str, Reading]]:
    for key, slot in slots.items():
        packed = getattr(state, f"p{slot}")
        if packed is not None:
            at, value = unpack(packed)
            yield key, Reading(value, at)


def _sources(state: SubjectState, now: datetime) -> dict[int, str]:
    """Who spoke of a subject at which minute."""
    names = dict(SignalSource.objects.filter(zone_id=state.zone_id).values_list("number", "name"))
    return {minute: names.get(source, "") for minute, source in last_told(state, now).items()}


def _ways(verdict: Verdict) -> Iterable[Part]:
    """The parts of a rule that is met by any of them, else its clauses."""
    parts: tuple[Part, ...] = tuple(clause.part for clause in verdict.clauses)
    if len(parts) == 1 and isinstance(parts[0], Group) and parts[0].needed == 1:
        return parts[0].parts
    return parts


def _facts(verdict: Verdict, readings: Mapping[str, Reading], told: Mapping[int, str]) -> Iterator[ReadState]:
    least = {remedy.atom.fact.key: remedy for remedy in verdict.remedies} if verdict.answer is not False else {}
    seen: set[str] = set()
    for clause in verdict.clauses:
        for question in questions(clause.part):
            fact, atom = question.atom.fact, question.atom
            if fact.key in seen:
                continue
            seen.add(fact.key)
            reading, remedy = readings.get(fact.key), least.get(fact.key)
            wanted = None if remedy is None or remedy.wanted is None or atom.aspect else shown(fact, remedy.wanted)
            yield ReadState(
                fact.name,
                shown(fact, reading.raw) if reading else None,
                datetime.fromtimestamp(reading.at * 60, clock.SHANGHAI) if reading else None,
                told.get(reading.at, "") if reading else "",
                wanted,
            )
