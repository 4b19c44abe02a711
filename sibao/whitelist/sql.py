"""Set-based SQL of the roll-ups: coverage, and who stops with whom."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from sibao.kernel import clock

_MISSING = """
insert into whitelist_coveragecell
  (zone_id, area_id, area_path, sector_id, units, listed, publicised, suspended, listed_value, listed_unknown, as_of)
select area.zone_id, area.id, area.path, sector.id, 0, 0, 0, 0, 0, 0, %(now)s
from directory_area area join directory_sector sector on sector.zone_id = area.zone_id
where area.zone_id = %(zone)s and (area.id, sector.id) in (select * from unnest(%(areas)s::bigint[], %(sectors)s::bigint[]))
order by area.id, sector.id
on conflict (area_id, sector_id) do nothing
"""
_LOCK = "select id from directory_sector where id = any(%(sectors)s) order by id for no key update"
_SUM = """
with counted as (
  select unit.area_id, unit.sector_id,
         count(*) as units,
         count(*) filter (where listing.state = 'active') as listed,
         count(*) filter (where listing.state = 'pending') as publicised,
         count(*) filter (where listing.state = 'suspended') as suspended,
         coalesce(sum(measured.value) filter (where listing.state = 'active'), 0) as listed_value,
         count(*) filter (where listing.state = 'active' and measured.value is null) as listed_unknown
  from directory_unit unit
  join directory_sector sector on sector.id = unit.sector_id
  left join whitelist_denominator denominator
    on denominator.sector_id = sector.id and denominator.superseded_at is null
  left join whitelist_listing listing on listing.unit_id = unit.id and listing.state <> 'removed'
  left join lateral (
    select measure.value from directory_unitmeasure measure
    where listing.state = 'active' and measure.unit_id = unit.id and measure.measure_id = sector.measure_id
      and measure.year = coalesce(denominator.year, %(last_year)s)
    limit 1
  ) measured on true
  where unit.zone_id = %(zone)s and unit.ceased_on is null and unit.merged_into_id is null
    and (unit.area_id, unit.sector_id) in (select * from unnest(%(areas)s::bigint[], %(sectors)s::bigint[]))
  group by unit.area_id, unit.sector_id
)
update whitelist_coveragecell cell
set units = coalesce(counted.units, 0), listed = coalesce(counted.listed, 0),
    publicised = coalesce(counted.publicised, 0), suspended = coalesce(counted.suspended, 0),
    listed_value = coalesce(counted.listed_value, 0), listed_unknown = coalesce(counted.listed_unknown, 0),
    as_of = %(now)s
from whitelist_coveragecell target left join counted
  on counted.area_id = target.area_id and counted.sector_id = target.sector_id
where cell.id = target.id
  and (target.area_id, target.sector_id) in (select * from unnest(%(areas)s::bigint[], %(sectors)s::bigint[]))
"""
_DAY = """
insert into whitelist_coverageday (zone_id, sector_id, day, listed, listed_value, denominator)
select cell.zone_id, cell.sector_id, %(day)s, sum(cell.listed), sum(cell.listed_value), max(denominator.value)
from whitelist_coveragecell cell
left join whitelist_denominator denominator
  on denominator.sector_id = cell.sector_id and denominator.superseded_at is null
where cell.sector_id = any(%(sectors)s)
group by cell.zone_id, cell.sector_id
on conflict (sector_id, day) do update
set listed = excluded.listed, listed_value = excluded.listed_value, denominator = excluded.denominator
"""
_ALL = "select distinct area_id, sector_id from directory_unit where zone_id = %s"
_POINTS_KEPT = (
    """
delete from whitelist_fall fall using whitelist_singlepoint point
where point.id = fall.point_id and fall.zone_id = %(zone)s and not exists (
  select from unnest(%(points)s::bigint[], %(units)s::bigint[]) as told (point, unit)
  where told.point = point.unit_id and told.unit = fall.unit_id
)
""",
    """
delete from whitelist_singlepoint point
where zone_id = %(zone)s and not exists (select from unnest(%(stopped)s::bigint[]) as told (unit) where told.unit = unit_id)
""",
    """
merge into whitelist_singlepoint point
using unnest(%(stopped)s::bigint[], %(counts)s::int[]) as told (unit, units) on point.unit_id = told.unit
when matched and point.units <> told.units then update set units = told.units
when not matched then insert (zone_id, unit_id, units) values (%(zone)s, told.unit, told.units)
""",
    """
merge into whitelist_fall fall
using (
  select point.id as point, told.unit, told.day
  from unnest(%(points)s::bigint[], %(units)s::bigint[], %(days)s::smallint[]) with ordinality as told (point, unit, day, place)
  join whitelist_singlepoint point on point.unit_id = told.point order by told.place
) told on fall.point_id = told.point and fall.unit_id = told.unit
when matched and fall.day <> told.day then update set day = told.day
when not matched then insert (zone_id, point_id, unit_id, day) values (%(zone)s, told.point, told.unit, told.day)
""",
)


def rebuild_cells(zone_id: int, cells: Collection[tuple[int, int]], now: datetime) -> None:
    """Count the cells anew from rows and keep today's coverage.

    Their sectors are locked first and the cells counted by a later statement, so that of two commands at once the
    second one sees what the first one wrote, in the cells and in the day.

    Args:
        zone_id: the zone of all cells.
        cells: (area id, sector id) pairs.
        now: the product's time.
    """
    if not cells:
        return
    pairs = sorted(cells)
    day = now.astimezone(clock.SHANGHAI).date()
    values: dict[str, Any] = {
        "zone": zone_id,
        "areas": [area for area, _sector in pairs],
        "sectors": [sector for _area, sector in pairs],
        "now": now,
        "day": day,
        "last_year": day.year - 1,
    }
    with connection.cursor() as cursor:
        for statement in (_LOCK, _MISSING, _SUM, _DAY):
            cursor.execute(statement, values)


def all_cells(zone_id: int) -> set[tuple[int, int]]:
    """Return the (area id, sector id) of every unit of a zone."""
    with connection.cursor() as cursor:
        cursor.execute(_ALL, [zone_id])
        return set(cursor.fetchall())


def cells_of_sector(zone_id: int, sector_id: int) -> set[tuple[int, int]]:
    """Return the cells of one sector, locked: no unit enters or leaves it until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, {"sectors": [sector_id]})
    return {pair for pair in all_cells(zone_id) if pair[1] == sector_id}


def one_reckoning(zone_id: int) -> None:
    """Let one transaction at a time reckon a zone's chain; a second waits for the first."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended('sibao.reckon', %s))", [zone_id])


def one_review(zone_id: int) -> None:
    """Let one transaction at a time judge a zone's units again; a second waits for the first."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended('sibao.review', %s))", [zone_id])


def keep_points(
    zone_id: int, points: Mapping[int, int], stopped: Sequence[int], units: Sequence[int], days: Sequence[int]
) -> None:
    """Let a zone's single points and falls be these, writing only what has changed.

    Args:
        points: unit → how many stop with it.
        stopped, units, days: for each fall which unit stopped, which one stops with it, and on which day after.
    """
    given: dict[str, Any] = {"zone": zone_id, "stopped": list(points), "counts": list(points.values())}
    given |= {"points": stopped, "units": units, "days": days}
    with connection.cursor() as cursor:
        for statement in _POINTS_KEPT:
            cursor.execute(statement, given)
