"""Reading very many whole numbers at once: as bytes that the database has packed, without a Python object for each row."""

from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any

import numpy as np
import numpy.typing as npt
from django.db import connection
from django.db.models import Aggregate, BigIntegerField, BinaryField, F, Func, QuerySet
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Extract, Floor
from psycopg import Cursor

SHORTAGES = """
select unit.id, count(*) filter (where value.raw is null),
    count(*) filter (where value.raw is not null and value.observed_at < %(now)s - make_interval(days => fact.fresh_days))
from directory_unit unit
join directory_sector sector on sector.id = unit.sector_id
join facts_factdefinition fact on fact.zone_id = unit.zone_id and fact.inventory <> '' and not fact.retired
    and fact.origin = '' and fact.rule is null and (fact.sectors = '{}' or sector.code = any(fact.sectors))
left join facts_currentvalue value on value.unit_id = unit.id and value.definition_id = fact.id
where unit.zone_id = %(zone)s and (%(ids)s::bigint[] is null or unit.id = any(%(ids)s::bigint[]))
group by unit.id
"""
Numbers = npt.NDArray[np.int64]


class Joined(Func):
    """Some bytes one behind the other."""

    template, arg_joiner = "%(expressions)s", " || "


class Packed(Aggregate):
    """The bytes of every row of a group one behind the other, in no order."""

    template = "string_agg(%(expressions)s, ''::bytea)"


def shortages(zone_id: int, unit_ids: Collection[int] | None, now: datetime) -> list[tuple[int, int, int]]:
    """Return of how many facts of what a unit keeps ready nothing is known, and of how many something too old, by unit."""
    given = {"zone": zone_id, "ids": None if unit_ids is None else [*unit_ids], "now": now}
    with connection.cursor() as cursor:
        cursor.execute(SHORTAGES, given)
        found: list[tuple[int, int, int]] = cursor.fetchall()
    return found


def minutes(column: str) -> Combinable:
    """Return a moment as whole minutes since 1970 UTC."""
    return Cast(Floor(Extract(F(column), "epoch", tzinfo=UTC) / 60), BigIntegerField())


def packed(rows: QuerySet[Any, Any], by: str, *numbers: str | Combinable) -> dict[int, Numbers]:
    """Return three bigints of each row of a query as an array of three columns, by the number that groups them.

    Args:
        by: the column of groups.
        numbers: three columns or expressions, never NULL.
    """
    sent = Joined(*(Func(number, function="int8send") for number in numbers))
    grouped = rows.order_by().values(by).annotate(packed=Packed(sent, output_field=BinaryField()))
    query, given = grouped.values_list(by, "packed").query.sql_with_params()
    connection.ensure_connection()
    with Cursor(connection.connection) as cursor:
        found = cursor.execute(query, given, binary=True).fetchall()
    return {group: np.frombuffer(content, ">i8").reshape(-1, 3).astype(np.int64) for group, content in found}
