"""From scans of venues' codes to stays, all of a delivery in one statement."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from sibao.tracing.rules.places import NUMBERS, VENUE

WRITE = f"""
insert into tracing_stay (zone_id, kind, place_id, since, until, person_id, recorded_at)
select distinct on (venue.id, scan.at, scan.person_id)
  %(zone)s, {NUMBERS[VENUE]}, venue.id, scan.at, scan.at + make_interval(mins => %(minutes)s), scan.person_id, %(now)s
from unnest(%(people)s::bigint[], %(venues)s::bigint[], %(at)s::timestamptz[]) as scan (person_id, venue_id, at)
join directory_venue venue on venue.id = scan.venue_id and venue.zone_id = %(zone)s
order by venue.id, scan.at, scan.person_id
on conflict do nothing
"""


def write_scans(zone_id: int, scans: Sequence[tuple[int, int, datetime]], minutes: int, now: datetime) -> int:
    """Write stays of (person, venue, moment); a venue that is not there is passed over, what is there already stays.

    Returns:
        How many stays are new.
    """
    given: dict[str, Any] = {
        "zone": zone_id,
        "people": [person for person, _venue, _at in scans],
        "venues": [venue for _person, venue, _at in scans],
        "at": [at for _person, _venue, at in scans],
        "minutes": minutes,
        "now": now,
    }
    with connection.cursor() as cursor:
        cursor.execute(WRITE, given)
        return int(cursor.rowcount)
