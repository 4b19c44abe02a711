"""Searching (排查): whom cases, places and an area concern, and whether the same is found again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sibao.kernel.database.as_of import known_at
from sibao.tracing import sql
from sibao.tracing.models import ContactDefinition, Screening
from sibao.tracing.rules.results import CASE, FIRST, SECOND, Asked, Crowd, Met, digest_of


@dataclass(frozen=True, slots=True)
class Found:
    """Whom a search found, each person once in the nearest ring, and the places that hold too many."""

    people: tuple[Met, ...]
    crowds: tuple[Crowd, ...]

    @property
    def digest(self) -> bytes:
        return digest_of(self.people, self.crowds)


def search(zone_id: int, definition: ContactDefinition, asked: dict[str, Any], rings: int, moment: datetime) -> Found:
    """Return whom it concerns, as known where this is called.

    Args:
        asked: what `Screening.asked` holds.
        moment: until when cases are followed.
    """
    kinds = {kind.number: kind for kind in sql.of_kinds()}
    counted = {one["place"]: one["minutes"] for one in definition.kinds}
    meeting = {kind: counted[kind.key] for kind in kinds.values() if kind.key in counted}
    bounds = {"longest": definition.longest_minutes, "most": definition.most_people}
    before = timedelta(hours=definition.hours_before)
    cases = [Asked(person, datetime.fromisoformat(onset) - before, moment) for person, onset in asked["cases"]]
    people = [Met(CASE, one.person_id, None, 0, 0, one.since + before, 0, one.since) for one in cases]
    known = [one.person_id for one in cases]
    first, crowds = sql.met_by(cases, meeting, zone_id=zone_id, ring=FIRST, known=known, **bounds)
    people += first
    if asked["places"]:
        since, until = (datetime.fromisoformat(asked[name]) for name in ("since", "until"))
        known += [one.person_id for one in first]
        there = {kinds[number]: ids for number, ids in asked["places"]}
        people += sql.present_at(
            there, zone_id=zone_id, since=since, until=until, known=known, longest=definition.longest_minutes
        )
    if rings == SECOND:
        nearest = [Asked(one.person_id, one.first_at, moment) for one in people if one.ring == FIRST]
        every = [one.person_id for one in people]
        second, more = sql.met_by(nearest, meeting, zone_id=zone_id, ring=SECOND, known=every, **bounds)
        people += second
        crowds = sorted({*crowds, *more})
    return Found(tuple(people), tuple(crowds))


def found_again(row: Screening) -> bool:
    """Return whether the same question at the same moment finds the same, by what was known then."""
    with known_at(row.recorded_at):
        found = search(row.zone_id, row.definition, row.asked, row.rings, row.recorded_at)
    return found.digest == bytes(row.digest)


def names_of(crowds: Sequence[Crowd]) -> list[str]:
    """Return what places with too many people are called."""
    named = sql.name_places(crowds)
    return [named.get(one, "") for one in crowds]
