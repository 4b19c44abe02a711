"""Figures of readiness over many units at once."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection

COUNTS = """
with asked as (
    select unit.id as unit_id, item.posture, standing.said, standing.good_until,
        coalesce(standing.said in ('met', 'na') and standing.good_until >= %(day)s, false) as good
    from directory_unit unit
    join directory_area area on area.id = unit.area_id
    left join guidance_guideitem item
        on item.zone_id = unit.zone_id and item.sector_id = unit.sector_id and not item.retired
        and (item.hazard_id is null or exists (
            select from unnest(%(hazards)s::bigint[], %(paths)s::text[]) here(hazard_id, path)
            where here.hazard_id = item.hazard_id and starts_with(area.path, here.path)))
    left join guidance_itemstanding standing on standing.unit_id = unit.id and standing.item_id = item.id
    where unit.zone_id = %(zone)s and unit.merged_into_id is null and unit.ceased_on is null
        and (%(ids)s::bigint[] is null or unit.id = any(%(ids)s::bigint[]))
), items as (
    select unit_id,
        count(said) as known,
        count(*) filter (where posture = 'normal' and not good) as normal_open,
        count(*) filter (where posture = 'emergency' and not good) as emergency_open,
        count(*) filter (where good and good_until <= %(soon)s) as soon,
        min(good_until) filter (where good and good_until <= %(soon)s) as next_on
    from asked group by unit_id
), rectifications as (
    select unit_id, count(*) as to_put_right,
        count(*) filter (where state = 'open' and due_at < %(now)s) as overdue
    from guidance_rectification where zone_id = %(zone)s and state in ('open', 'reported') group by unit_id
), plans as (
    select plan.unit_id,
        case
            when bool_or(plan.state = 'approved' and guide.state = 'in_force') then 'current'
            when bool_or(plan.state = 'submitted') then 'pending'
            when bool_or(plan.state = 'approved') then 'stale'
            else 'none'
        end as plan
    from guidance_workplan plan join guidance_guidedocument guide on guide.id = plan.guide_id
    where plan.zone_id = %(zone)s group by plan.unit_id
)
select items.unit_id, known, normal_open, emergency_open, coalesce(to_put_right, 0), coalesce(overdue, 0), soon, next_on,
    coalesce(plan, 'none')
from items
left join rectifications on rectifications.unit_id = items.unit_id
left join plans on plans.unit_id = items.unit_id
order by items.unit_id
"""
SOON = timedelta(days=30)


def counts(
    zone_id: int,
    unit_ids: Collection[int] | None,
    hazards: Collection[tuple[int, str]],
    now: datetime,
    day: date,
) -> list[tuple[Any, ...]]:
    """Return what the grades of units in use are made of, in one query: unit, then the columns of `rules.Count` up to the plan.

    Args:
        unit_ids: the units; None = all of the zone.
        hazards: which are in force, each with the path of the place below which it is.
        day: the day of `now` in the zone.
    """
    given: dict[str, Any] = {"zone": zone_id, "ids": None if unit_ids is None else [*unit_ids]}
    given |= {"hazards": [one[0] for one in hazards], "paths": [one[1] for one in hazards]}
    with connection.cursor() as cursor:
        cursor.execute(COUNTS, {**given, "now": now, "day": day, "soon": day + SOON})
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found
