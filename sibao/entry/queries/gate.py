"""What a gate is told of people, from what monitoring knows of them and from codes that wait to be decided (R18)."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sibao.entry.models import ArrivalRegistration, CodeAssignment, EntryRules
from sibao.entry.queries.origins import rules_of
from sibao.entry.queries.person_codes import mark_of
from sibao.entry.rules.deciding import UNKNOWN
from sibao.entry.rules.gating import Answer, Limits, Person, Told, judge
from sibao.entry.states import ARRIVED
from sibao.kernel import levels
from sibao.kernel.access import Actor, Scope, acting, system
from sibao.prevention import queries as prevention

EMERGENCY = "emergency"
FACTS = ("health_code", "travel_code", "positive", "tested")


def limits_of(rules: EntryRules, level: str) -> Limits:
    """Return how long good news counts at a level in force."""
    hours = rules.emergency_hours if level == EMERGENCY else rules.certificate_hours
    return Limits(timedelta(hours=rules.code_hours), timedelta(hours=hours))


def at_gate(zone_id: int, person_ids: Collection[int], level: str, now: datetime) -> dict[int, Answer]:
    """Return whether people are let in at a gate now: person id → answer; where no rules hold, nobody has one.

    Whatever their units, for a visitor has to be answered, too; callers say by what right they ask for whom.

    Args:
        level: the level in force at the gate.
        now: when they stand there; for a passage that is planned, the moment of it: what is known now may be over then.
    """
    rules = rules_of(zone_id)
    if rules is None or not person_ids:
        return {}
    with acting(system(zone_id, door="page")):
        people = _people(zone_id, person_ids)
    limits = limits_of(rules, level)
    return {person_id: judge(person, limits, now) for person_id, person in people.items()}


def level_at(site: Any, now: datetime) -> str:
    """Return the level in force at the gates of a site."""
    unit = site.unit
    scope = Scope(site.zone_id, area_path=site.area_path, sector_id=unit.sector_id, unit_id=unit.pk)
    return levels.in_force(scope, now)


def list_minutes(zone_id: int) -> int:
    """Return for how many minutes a gate's phone may use what it was told last; 0 where no rules hold."""
    rules = rules_of(zone_id)
    return rules.list_minutes if rules else 0


class KeptAnswer(NamedTuple):
    """An answer as a phone keeps it: colour, the worst reason, and for how many seconds it holds; None = until told."""

    colour: str
    why: str
    seconds: int | None


def known_at(actor: Actor, site: Any, now: datetime) -> dict[str, KeptAnswer]:
    """Return the answers for the people of a site within reach, by how their codes begin; nobody is named."""
    answers = at_gate(actor.zone_id, prevention.people_at(actor, site.pk), level_at(site, now), now)
    return {mark_of(actor.zone_id, person_id): _kept(answer, now) for person_id, answer in answers.items()}


def _kept(answer: Answer, now: datetime) -> KeptAnswer:
    seconds = int((answer.until - now).total_seconds()) if answer.until else None
    return KeptAnswer(answer.colour, answer.reasons[0].why, seconds)


def _people(zone_id: int, ids: Collection[int]) -> dict[int, Person]:
    known = prevention.known_of(zone_id, "person", ids, FACTS)
    arrivals = ArrivalRegistration.objects.filter(zone_id=zone_id, person_id__in=ids, state=ARRIVED)
    crews = set(arrivals.filter(crew=True).values_list("person_id", flat=True))
    waiting = CodeAssignment.objects.filter(released_at=None, colour=UNKNOWN, arrival__in=arrivals)
    since = dict(waiting.values_list("arrival__person_id", "from_at"))
    return {one: _person(known.get(one, {}), since.get(one), crew=one in crews) for one in ids}


def _person(facts: Mapping[str, prevention.Known], waits_since: datetime | None, *, crew: bool) -> Person:
    code, positive, tested = _told(facts, "health_code"), facts.get("positive"), facts.get("tested")
    if waits_since is not None and (code is None or code.value == "green"):
        code = Told("", waits_since)
    result = Told("positive" if positive.value else "negative", positive.at) if positive else None
    return Person(code, _told(facts, "travel_code"), result, tested.at if tested else None, crew)


def _told(facts: Mapping[str, prevention.Known], key: str) -> Told | None:
    found = facts.get(key)
    return Told(str(found.value), found.at) if found else None
