"""What is known of people who came in, as the decision table wants to know it."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from sibao.entry.models import ArrivalRegistration, EntryRules
from sibao.entry.queries.origins import classes, graded_on
from sibao.entry.rules.deciding import AHEAD, IN_LOOP, LISTED, ClassOfOrigin, Condition, best_match
from sibao.kernel import clock
from sibao.kernel.access import system
from sibao.prevention import queries as prevention
from sibao.whitelist import queries as whitelist

Conditions = tuple[Condition, ...]


def table_of(zone_id: int) -> dict[str, ClassOfOrigin]:
    """Return a zone's decision table."""
    return {
        row.key: ClassOfOrigin(row.key, row.colour or None, row.days, row.tests, row.within, row.exempts)
        for row in classes(zone_id)
    }


def classes_of(zone_id: int, rows: Iterable[ArrivalRegistration]) -> dict[int, str | None]:
    """Return the class of where each of them came from, on the day of her arrival: arrival id → key, None = not known."""
    graded: dict[object, dict[str, str]] = {}
    found: dict[int, str | None] = {}
    for row in rows:
        day = (row.arrived_at or row.planned_at).astimezone(clock.SHANGHAI).date()
        if day not in graded:
            graded[day] = graded_on(zone_id, day)
        found[row.pk] = best_match(row.origin_code, graded[day])
    return found


def conditions_of(zone_id: int, rows: Iterable[ArrivalRegistration], rules: EntryRules) -> Mapping[int, Conditions]:
    """Return what is known of each of some crews (R88): arrival id → whether listed, registered ahead, in a loop.

    Whatever their units and people are within; it decides for a zone, not for who asks.
    """
    several = list(rows)
    actor = system(zone_id, door="queue")
    listed = whitelist.running_listings(actor, {row.unit_id for row in several})
    people = {row.person_id for row in several if row.person_id}
    known = prevention.known_of(zone_id, "person", people, [IN_LOOP]) if people else {}
    return {
        row.pk: (_listed(listed.get(row.unit_id)), _ahead(row, rules), _in_loop(known.get(row.person_id or 0, {})))
        for row in several
    }


def _listed(listing: object) -> Condition:
    state, since = getattr(listing, "state", ""), getattr(listing, "listed_at", None)
    return Condition(LISTED, state == "active", "whitelist", since)


def _ahead(row: ArrivalRegistration, rules: EntryRules) -> Condition:
    """Registered so many hours before she came; unknown until she has."""
    held = None
    if row.arrived_at is not None:
        held = not row.unregistered and row.registered_at <= row.arrived_at - timedelta(hours=rules.crew_hours)
    return Condition(AHEAD, held, "entry", row.registered_at)


def _in_loop(known: Mapping[str, prevention.Known]) -> Condition:
    fact = known.get(IN_LOOP)
    return Condition(IN_LOOP, None if fact is None else bool(fact.value), "prevention", fact.at if fact else None)
