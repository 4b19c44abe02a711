"""What becomes of codes by themselves: exemptions that no longer hold, tests that are done, days that are over (R43, R88)."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from django.db import transaction

from sibao.entry import queries
from sibao.entry.models import CodeAssignment, EntryRules
from sibao.entry.rules.deciding import (
    BY_TESTS,
    BY_TIME,
    EXEMPT,
    NO_CLASS,
    REPLACED,
    ClassOfOrigin,
    decide,
    ended,
)
from sibao.entry.services import coding
from sibao.kernel import clock
from sibao.prevention import queries as prevention

WORDS = {BY_TIME: "期限已满", BY_TESTS: "规定次数的核酸检测均为阴性"}


@transaction.atomic
def renew(
    zone_id: int,
    now: datetime,
    *,
    people: Collection[int] | None = None,
    units: Collection[int] | None = None,
    waiting_for: str = "",
) -> tuple[int, ...]:
    """Judge running codes anew, of some people, of some units or of the whole zone; return the units where one changed.

    Args:
        waiting_for: only those that wait for the class of an area whose code begins so.
    """
    rules = queries.rules_of(zone_id)
    if rules is None:
        return ()
    everything = people is None and units is None and not waiting_for
    rows = queries.running_codes(zone_id, pass_over=everything).exclude(
        colour="green", why__in=["by_class", "not_exempt", "by_officer"]
    )
    if people is not None:
        rows = rows.filter(arrival__person_id__in=people)
    if units is not None:
        rows = rows.filter(unit_id__in=units)
    if waiting_for:
        rows = rows.filter(why=NO_CLASS, arrival__origin_code__startswith=waiting_for)
    found = list(rows)
    table = queries.table_of(zone_id) if found else {}
    changed = {row.unit_id for row in _anew(zone_id, found, table, rules, now)}
    changed |= {row.unit_id for row in _over(zone_id, [row for row in found if row.released_at is None], table, now)}
    return tuple(sorted(changed))


def _anew(
    zone_id: int, found: Iterable[CodeAssignment], table: Mapping[str, ClassOfOrigin], rules: EntryRules, now: datetime
) -> Iterable[CodeAssignment]:
    """Those that were exempt and those without a class: decided again; yield which are something else now."""
    asked = [row for row in found if row.why in (EXEMPT, NO_CLASS)]
    arrivals = [row.arrival for row in asked]
    classes = queries.classes_of(zone_id, arrivals)
    known = queries.conditions_of(zone_id, [one for one in arrivals if one.crew], rules)
    for row in asked:
        arrival = row.arrival
        since = arrival.arrived_at or now
        key = row.origin_class.key if row.origin_class and row.why == EXEMPT else classes[arrival.pk]
        decision = decide(table, key, known.get(arrival.pk, ()), crew=arrival.crew, since=since)
        if decision.why == row.why:
            continue
        if decision.until is not None and decision.until <= now:
            coding.end(row, BY_TIME, WORDS[BY_TIME], coding.BY_RULES, now)
        else:
            coding.end(row, REPLACED, coding.WHY[decision.why], coding.BY_RULES, now)
            coding.by_rules(arrival, decision, rules, now)
        yield row


def _over(
    zone_id: int, running: Iterable[CodeAssignment], table: Mapping[str, ClassOfOrigin], now: datetime
) -> Iterable[CodeAssignment]:
    """Those whose tests are done or whose days are over: released; yield them."""
    coloured = [row for row in running if row.colour in ("yellow", "red")]
    people = {row.arrival.person_id for row in coloured if row.arrival.person_id}
    first = min((row.from_at for row in coloured), default=now)
    told = {
        value: prevention.said_since(zone_id, "result", value, people, first) if people else {}
        for value in ("negative", "positive")
    }
    for row in coloured:
        person = row.arrival.person_id or 0
        how = ended(
            table.get(row.origin_class.key) if row.origin_class else None,
            since=row.from_at.astimezone(clock.SHANGHAI),
            until=row.until_at,
            negatives=[at.astimezone(clock.SHANGHAI) for at in told["negative"].get(person, ())],
            positive=any(at >= row.from_at for at in told["positive"].get(person, ())),
            now=now,
        )
        if how:
            coding.end(row, how, WORDS[how], coding.BY_RULES, now)
            yield row
