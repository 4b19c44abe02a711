"""Whom people met: one statement a ring, whatever the number of cases.

Where the cases were is found by person, who else was there by place; each place is looked into for no more people than the
pack allows at once, so that a railway station costs as much as a workshop. A place that holds more is answered as a crowd.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from sibao.tracing.rules.results import Asked, Crowd, Met
from sibao.tracing.sql.presence import Presence

MINE = """
  select {number} as kind, stay.place_id, asked.person_id as via_id,
    greatest(stay.since, asked.since) as since, least(stay.until, asked.until) as until
  from asked join ({rows}) stay on stay.person_id = asked.person_id and stay.zone_id = %(zone)s
    and stay.since < asked.until and stay.until > asked.since {bound_of_asked}
"""
MET = """
  select mine.kind, mine.place_id, mine.via_id, other.person_id, other.crowded,
    greatest(mine.since, other.since) as met_at, least(mine.until, other.until) as parted_at
  from mine cross join lateral (
    select there.*, count(*) over () > %(most)s as crowded from (
      select stay.person_id, stay.since, stay.until from ({rows}) stay
      where stay.zone_id = %(zone)s and stay.place_id = mine.place_id
        and stay.since < mine.until and stay.until > mine.since {bound_of_mine}
        and least(mine.until, stay.until) - greatest(mine.since, stay.since) >= make_interval(mins => %(need_{number})s)
      limit %(most)s + 1
    ) there
  ) other
  where mine.kind = {number}
"""
BOUND = "and stay.since >= {since} - make_interval(mins => %(longest)s) and stay.since < %(end)s and stay.since >= %(start)s"
RING = """
with asked as materialized (
  select person_id, since, until
  from unnest(%(people)s::bigint[], %(sinces)s::timestamptz[], %(untils)s::timestamptz[]) as asked (person_id, since, until)
),
mine as materialized ({mine}),
met as materialized ({met})
(select distinct kind, place_id, null::bigint as person_id, null::bigint as via_id, null::timestamptz as met_at,
  0 as minutes, null::timestamptz as first_at from met where crowded)
union all
(select distinct on (person_id) kind, place_id, person_id, via_id, met_at,
  (extract(epoch from parted_at - met_at) / 60)::int, min(met_at) over (partition by person_id)
from met where not crowded
  and not exists (select from unnest(%(known)s::bigint[]) as known (person_id) where known.person_id = met.person_id)
order by person_id, parted_at - met_at desc, met_at, kind, place_id, via_id)
"""
PRESENT = """
select distinct on (person_id) kind, place_id, person_id, null::bigint, met_at,
  (extract(epoch from parted_at - met_at) / 60)::int, min(met_at) over (partition by person_id)
from ({present}) found
where not exists (select from unnest(%(known)s::bigint[]) as known (person_id) where known.person_id = found.person_id)
order by person_id, parted_at - met_at desc, met_at, kind, place_id
"""
AT = """
  select {number} as kind, stay.place_id, stay.person_id, greatest(stay.since, %(start)s) as met_at,
    least(stay.until, %(end)s) as parted_at
  from ({rows}) stay
  where stay.zone_id = %(zone)s and stay.place_id = any(%(places_{number})s::bigint[])
    and stay.since < %(end)s and stay.until > %(start)s {bound}
"""


def met_by(
    asked: Sequence[Asked],
    kinds: Mapping[Presence, int],
    *,
    zone_id: int,
    ring: int,
    known: Sequence[int],
    longest: int,
    most: int,
) -> tuple[list[Met], list[Crowd]]:
    """Return whom some people met, each once by her longest meeting, and the places that hold too many.

    Args:
        asked: whose stays are followed, each person once.
        kinds: what counts as a meeting: kind of place → minutes together.
        ring: the number that those who are found get.
        known: who is passed over, such as the cases themselves.
        longest: minutes of the longest bounded stay.
        most: people at a place at once, above which it is a crowd.
    """
    if not asked or not kinds:
        return [], []
    given: dict[str, Any] = {
        "zone": zone_id,
        "people": [one.person_id for one in asked],
        "sinces": [one.since for one in asked],
        "untils": [one.until for one in asked],
        "known": list(known),
        "longest": longest,
        "most": most,
        "start": min(one.since for one in asked) - timedelta(minutes=longest),
        "end": max(one.until for one in asked),
        **{f"need_{kind.number}": minutes for kind, minutes in kinds.items()},
    }
    mine = [_filled(MINE, kind, bound_of_asked=_bound(kind, "asked.since")) for kind in kinds]
    met = [_filled(MET, kind, bound_of_mine=_bound(kind, "mine.since")) for kind in kinds]
    rows = _read(RING.format(mine=" union all ".join(mine), met=" union all ".join(met)), given)
    people = [_met(ring, row) for row in rows if row[2] is not None]
    return people, sorted(Crowd(row[0], row[1]) for row in rows if row[2] is None)


def present_at(
    places: Mapping[Presence, Sequence[int]],
    *,
    zone_id: int,
    since: datetime,
    until: datetime,
    known: Sequence[int],
    longest: int,
) -> list[Met]:
    """Return who was at some places in a span, each once by her longest stay there."""
    if not places:
        return []
    given: dict[str, Any] = {"zone": zone_id, "start": since, "end": until, "known": list(known), "longest": longest}
    given |= {f"places_{kind.number}": list(ids) for kind, ids in places.items()}
    bound = "and stay.since >= %(start)s - make_interval(mins => %(longest)s)"
    parts = [_filled(AT, kind, bound=bound if kind.bounded else "") for kind in places]
    return [_met(1, row) for row in _read(PRESENT.format(present=" union all ".join(parts)), given)]


def _filled(part: str, kind: Presence, **more: str) -> str:
    return part.format(number=kind.number, rows=kind.rows, **more)


def _bound(kind: Presence, since: str) -> str:
    return BOUND.format(since=since) if kind.bounded else ""


def _met(ring: int, row: tuple[Any, ...]) -> Met:
    kind, place_id, person_id, via_id, met_at, minutes, first_at = row
    return Met(ring, person_id, via_id, kind, place_id, met_at, minutes, first_at)


def _read(statement: str, given: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found
