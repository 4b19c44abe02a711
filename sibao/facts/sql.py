"""What the query builder cannot say: columns of very many rows as packed bytes, and what units lack of their readiness."""

from collections.abc import Collection, Mapping
from datetime import datetime
from enum import Enum
from typing import Any

import numpy as np
import numpy.typing as npt
from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import BooleanField, F, Func, QuerySet
from psycopg import Cursor
from psycopg.sql import SQL, Identifier

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
NOTHING = -(2**63)
"""What stands for NULL among whole numbers."""
MINUTE, YEAR_2000 = 60_000_000, 15_778_080
"""The database counts moments in microseconds from the year 2000, which began so many minutes after 1970 UTC."""


class Sent(Enum):
    """How a column is sent: as a whole number, as the ordinal of a day, as 0 or 1, as minutes since 1970 UTC, as words."""

    NUMBER = "string_agg(int8send(coalesce({}, -9223372036854775808)), ''::bytea)"
    DAY = "string_agg(int8send(coalesce({} - date '0001-01-01' + 1, -9223372036854775808)), ''::bytea)"
    FLAG = "string_agg(int8send({}::int), ''::bytea)"
    MOMENT = "string_agg(timestamptz_send({}), ''::bytea)"
    WORDS = "array_agg({})"


class OneOf(Func):
    """Whether a column is among the rows of another query, which is asked once, as a list.

    A list is looked up in the column's index however many it holds; a join would read the whole table for a few.
    """

    template, arg_joiner, output_field = "%(expressions)s)", " = any(", BooleanField()

    def __init__(self, column: str, rows: QuerySet[Any, Any]) -> None:
        super().__init__(F(column), ArraySubquery(rows))


def columns(rows: QuerySet[Any, Any], asked: Mapping[str, Sent]) -> list[Any]:
    """Return columns of a query, all in one order, whichever it is: words as a list, anything else as an array.

    Args:
        asked: column → how it is sent; flags and moments are never NULL.
    """
    query, given = rows.order_by().values_list(*asked).query.sql_with_params()
    packed = SQL(", ").join(SQL(sent.value).format(Identifier(name)) for name, sent in asked.items())
    named = SQL(", ").join(map(Identifier, asked))
    connection.ensure_connection()
    with Cursor(connection.connection) as cursor:
        whole = SQL("select {} from ({}) as found ({})").format(packed, SQL(query), named)
        contents = cursor.execute(whole, given, binary=True).fetchone() or ()
    return [_read(content, sent) for content, sent in zip(contents, asked.values(), strict=True)]


def _read(content: Any, sent: Sent) -> Any:
    if sent is Sent.WORDS:
        return content or []
    numbers = np.frombuffer(content or b"", ">i8").astype(np.int64)
    return numbers // MINUTE + YEAR_2000 if sent is Sent.MOMENT else numbers


def shortages(zone_id: int, unit_ids: Collection[int] | None, now: datetime) -> list[tuple[int, int, int]]:
    """Return of how many facts of what a unit keeps ready nothing is known, and of how many something too old, by unit."""
    given = {"zone": zone_id, "ids": None if unit_ids is None else [*unit_ids], "now": now}
    with connection.cursor() as cursor:
        cursor.execute(SHORTAGES, given)
        found: list[tuple[int, int, int]] = cursor.fetchall()
    return found
