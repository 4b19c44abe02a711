"""Rows into tables by COPY, with their history in one statement and without a trigger per row."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NoReturn

from django.apps import apps
from django.db import connection, models
from psycopg.sql import SQL, Identifier

Row = Sequence[Any]


def copy(model: type[models.Model], columns: Sequence[str], rows: Iterable[Row]) -> int:
    """Copy rows into a model's table and return their number; run as the owner of the table.

    Raises:
        RuntimeError: the rows ask the database while they are being copied; the connection would wait for itself.
    """
    connection.ensure_connection()
    names = ", ".join(f'"{name}"' for name in columns)
    number = 0
    with (
        connection.execute_wrapper(_ask_nothing),
        connection.connection.cursor() as cursor,
        cursor.copy(f'copy "{model._meta.db_table}" ({names}) from stdin') as sink,
    ):
        for row in rows:
            sink.write_row(row)
            number += 1
    return number


def _ask_nothing(*_given: Any) -> NoReturn:
    raise RuntimeError("rows are being copied on this connection: read what they need before")


@contextmanager
def unbound(*tables: type[models.Model]) -> Iterator[None]:
    """Keep the tables' triggers from firing, and their row-level security from binding the owner, whom COPY needs free.

    The history that the triggers would write is written afterwards by `remember`.

    Stands within `stripped`, and inside a transaction: if the work fails, the roll-back enables the triggers again.
    """
    _each(tables, "alter table {table} disable trigger user")
    secured = [model for model in tables if _is_secured(model)]
    _each(secured, "alter table {table} no force row level security")
    yield
    _each(secured, "alter table {table} force row level security")
    _each(tables, "alter table {table} enable trigger user")


@contextmanager
def stripped(*tables: type[models.Model]) -> Iterator[None]:
    """Take foreign keys, unique constraints and indexes off while rows come in; each is put on again in one sweep.

    Stands inside a transaction: if the work fails, or a row breaks a constraint, the roll-back leaves all as it was.
    """
    names = [model._meta.db_table for model in tables]
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute(_FASTENED, [names])
        off, on, _order = zip(*cursor.fetchall(), strict=True)
        for statement in off:
            cursor.execute(statement)
    yield
    with connection.cursor() as cursor:
        cursor.execute("set local maintenance_work_mem = '256MB'")
        for statement in reversed(on):
            cursor.execute(statement)


_FASTENED = """
with own as (select unnest(%s::text[])::regclass as id), bound as (
  select contype, format('alter table %%s ', conrelid::regclass) as altered, format('constraint %%I', conname) as named,
         pg_get_constraintdef(oid) as meaning
  from pg_constraint
  where conrelid in (select id from own) and contype in ('f', 'u')
    or contype = 'f' and confrelid in (select id from own)
      and not exists (select from pg_constraint its where its.conindid = pg_constraint.conindid and its.contype in ('p', 'u', 'x'))
)
select altered || 'drop ' || named, altered || 'add ' || named || ' ' || meaning, contype = 'u' as others_point_here
from bound
union all
select format('drop index %%s', indexrelid::regclass), pg_get_indexdef(indexrelid), true
from pg_index
where indrelid in (select id from own)
  and not exists (select from pg_constraint where conindid = indexrelid and contype in ('p', 'u', 'x'))
order by others_point_here
"""
"""How each is taken off and put on, foreign keys first; the other way round they come last."""


def _is_secured(model: type[models.Model]) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("select relforcerowsecurity from pg_class where oid = %s::regclass", [model._meta.db_table])
        return bool(cursor.fetchone()[0])


def remember(model: type[models.Model]) -> None:
    """Write the first history row of every row of a tracked table in one statement."""
    event = history_of(model)
    shared = [field.column for field in event._meta.concrete_fields if not field.name.startswith("pgh_")]
    statement = SQL(
        "insert into {history} (pgh_created_at, pgh_label, pgh_obj_id, {columns}) "
        "select now(), 'insert', id, {columns} from {table} order by id"
    ).format(
        history=Identifier(event._meta.db_table),
        table=Identifier(model._meta.db_table),
        columns=SQL(", ").join(Identifier(str(name)) for name in shared),
    )
    with connection.cursor() as cursor:
        cursor.execute(statement)


def history_of(model: type[models.Model]) -> type[models.Model]:
    """Return the table that keeps a tracked model's history.

    Raises:
        LookupError: it keeps none.
    """
    for candidate in apps.get_models():
        if getattr(candidate, "pgh_tracked_model", None) is model:
            return candidate
    raise LookupError(f"{model.__name__} keeps no history")


def continue_sequences(*tables: type[models.Model]) -> None:
    """Let the next id of each table follow the highest one copied."""
    _each(tables, "select setval(pg_get_serial_sequence('{table}', 'id'), coalesce((select max(id) from {table}), 1))")


def analyse(*tables: type[models.Model]) -> None:
    """Tell the planner what the tables hold now."""
    _each(tables, "analyze {table}")


def _each(tables: Iterable[type[models.Model]], statement: str) -> None:
    with connection.cursor() as cursor:
        for model in tables:
            cursor.execute(statement.format(table=model._meta.db_table))
