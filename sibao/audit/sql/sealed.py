"""Every column of every table that holds sealed values, its history too: counted, read and re-sealed without a model."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connection, models

ROWS, BYTES = 500, 32_000_000
"""The most that one batch holds; a single value may be larger."""
ANY = "select exists (select from {table} where zone_id = %s and {column} is not null)"
USED = """
select '{label}', sibao_key_of({column}), count(*) from {table} where zone_id = %s and {column} is not null group by 2
"""
SOME = """
select id, sealed from (
    select {id} as id, {column} as sealed, row_number() over up as place, sum(octet_length({column})) over up as bytes
    from (
        select {id}, {column} from {table}
        where zone_id = %s and {id} > %s and {column} is not null and sibao_key_of({column}) = any(%s)
        and octet_length({column}) > %s
        order by {id} limit {rows}
    ) few window up as (order by {id})
) counted where place = 1 or bytes <= {most} order by id
"""


@dataclass(frozen=True, slots=True)
class Place:
    """One column that holds sealed values; `label` names it for people."""

    table: str
    id: str
    column: str

    @property
    def label(self) -> str:
        return f"{self.table}.{self.column}"


@cache
def places() -> list[Place]:
    """Return every column that holds sealed values, those of history too, in an order that stays."""
    found = [
        Place(model._meta.db_table, str(model._meta.pk.column), str(field.column))
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.BinaryField) and "sealed" in field.name
    ]
    return sorted(found, key=lambda place: place.label)


def used_keys(zone_id: int) -> Iterator[tuple[str, str, int]]:
    """Yield place, key and how many values of a zone it has sealed there, place by place, in one query."""
    asked = [USED.format(label=place.label, table=place.table, column=place.column) for place in places()]
    with connection.cursor() as cursor:
        cursor.execute(" union all ".join(asked), [zone_id] * len(asked))
        yield from cursor.fetchall()


def is_anything_sealed(zone_id: int) -> bool:
    """Return whether a zone keeps any sealed value."""
    with connection.cursor() as cursor:
        for place in places():
            cursor.execute(ANY.format(table=place.table, column=place.column), [zone_id])
            if cursor.fetchone()[0]:
                return True
    return False


def some(
    place: Place, zone_id: int, after: int, names: Collection[str], *, longer_than: int = 0
) -> list[tuple[int, bytes]]:
    """Return ids and values of the next batch that these keys sealed and that are longer than so many bytes."""
    with connection.cursor() as cursor:
        sql = SOME.format(id=place.id, column=place.column, table=place.table, rows=ROWS, most=BYTES)
        cursor.execute(sql, [zone_id, after, list(names), longer_than])
        return [(pk, bytes(sealed)) for pk, sealed in cursor.fetchall()]


def with_content(place: Place, zone_id: int, after: int, name: str) -> list[tuple[int, bytes]]:
    """Return ids and values of the next batch that a key sealed and that hold more than their head."""
    return [(pk, sealed) for pk, sealed in some(place, zone_id, after, [name], longer_than=2 + len(name))]


def put(place: Place, changes: Sequence[tuple[int, bytes, bytes]]) -> list[tuple[int, bytes]]:
    """Write values anew and return what then stands there; one that somebody changed meanwhile stays as she left it.

    The database's own function does it: it alone may reach history, it leaves no trace of a change, for nothing has
    changed, and it lets through nothing but the same pack and period under a later key, or of what a destroyed key
    sealed the head alone.

    Args:
        changes: id, the value as it was, the value as it shall be.
    """
    ids, former, anew = (list(column) for column in zip(*changes, strict=True))
    given: list[Any] = [place.table, place.id, place.column, ids, former, anew]
    with connection.cursor() as cursor:
        cursor.execute("select * from sibao_reseal(%s, %s, %s, %s, %s, %s)", given)
        return [(pk, bytes(sealed)) for pk, sealed in cursor.fetchall()]
