"""Where people work whom a screening found, how many work there, and what places are called."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import connection

from sibao.tracing.rules.results import Crowd
from sibao.tracing.sql.presence import of_kinds

PLACED = """
select distinct on (work.person_id) work.person_id, work.unit_id, work.site_id, unit.sector_id, unit.reach
from directory_employment work join directory_unit unit on unit.id = work.unit_id
where work.zone_id = %(zone)s and work.person_id = any(%(people)s::bigint[])
order by work.person_id, (work.started_on <= %(day)s and coalesce(work.ended_on >= %(day)s, true)) desc,
  work.started_on desc, work.id desc
"""
STAFF = """
select site_id, count(distinct person_id) from directory_employment
where zone_id = %(zone)s and site_id = any(%(sites)s::bigint[])
  and started_on <= %(day)s and (ended_on is null or ended_on >= %(day)s)
group by site_id
"""
NAMED = """
select {number}, place.id, place.name, site.name, unit.name
from ({names}) place join directory_site site on site.id = place.site_id join directory_unit unit on unit.id = site.unit_id
where place.id = any(%(places_{number})s::bigint[])
"""


@dataclass(frozen=True, slots=True)
class Placed:
    """Where somebody works: her running employment, or the last one."""

    person_id: int
    unit_id: int
    site_id: int
    sector_id: int
    reach: str


def place_people(zone_id: int, people: Collection[int], day: date) -> dict[int, Placed]:
    """Return where people work on a day, or worked last; who never worked for a unit is left out."""
    with connection.cursor() as cursor:
        cursor.execute(PLACED, {"zone": zone_id, "people": list(people), "day": day})
        return {row[0]: Placed(*row) for row in cursor.fetchall()}


def staff_of(zone_id: int, sites: Collection[int], day: date) -> dict[int, int]:
    """Return how many people work at sites on a day."""
    with connection.cursor() as cursor:
        cursor.execute(STAFF, {"zone": zone_id, "sites": list(sites), "day": day})
        return dict(cursor.fetchall())


def name_places(places: Collection[Crowd]) -> Mapping[Crowd, str]:
    """Return what places are called, with their site and unit."""
    wanted: dict[int, list[int]] = {}
    for one in places:
        wanted.setdefault(one.kind, []).append(one.place_id)
    kinds = [kind for kind in of_kinds() if kind.number in wanted]
    if not kinds:
        return {}
    parts = [NAMED.format(number=kind.number, names=kind.names) for kind in kinds]
    with connection.cursor() as cursor:
        cursor.execute(" union all ".join(parts), {f"places_{number}": ids for number, ids in wanted.items()})
        return {
            Crowd(kind, place_id): _called(name, site, unit) for kind, place_id, name, site, unit in cursor.fetchall()
        }


def _called(name: str, site: str, unit: str) -> str:
    return " ".join(dict.fromkeys(word for word in (unit, site, name) if word))
