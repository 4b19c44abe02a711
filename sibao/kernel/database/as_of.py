"""What was known at a moment (截至): every table that keeps history, as its history tells it, for the length of a look.

Within `known_at`, a view of the table's own name stands before each such table, so that any query (narrowed, filtered,
joined, counted) reads what was known then without being written anew. A view shows the last history row of each row up
to the moment; tables that are only ever added to show what had been added. Columns that history does not keep are empty,
except search indexes, which only propose candidates. The views and whatever else was done are undone at the end. A view
of our own over such tables follows by itself, if it reads them through a function of the language SQL, which looks for
them anew. A table that follows from others, or from the moments that stand in it, says as `then` how it looked at a
{moment}; with `public.` before its name it reads what a table holds now.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from typing import Any

from django.apps import apps
from django.contrib.postgres.search import SearchVectorField
from django.db import connection, models, transaction
from psycopg.sql import SQL, Composable, Identifier, Literal

from sibao.kernel import clock
from sibao.kernel.database.grants import APPEND_ONLY

_HISTORY = SQL(
    "create temporary view {table} as select {columns} from (select distinct on (pgh_obj_id) * from public.{history} "
    "where pgh_created_at <= {real} order by pgh_obj_id, pgh_id desc) then_ "
    "left join public.{table} now_ on now_.{key} = then_.pgh_obj_id where then_.pgh_label <> 'delete'"
)
_ADDED = SQL("create temporary view {table} as select * from public.{table} where recorded_at <= {moment}")
_FOLLOWED = SQL("create temporary view {table} as {then}")
Model = type[models.Model]


@contextmanager
def known_at(moment: datetime) -> Iterator[None]:
    """Read everything as it was known at a moment of the product's time; nothing can be written meanwhile."""
    views = SQL("; ").join(_views(moment, clock.real_of(moment)))
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(SQL("{}; set local transaction_read_only = on").format(views))
        with clock.standing_at(moment), _views_have_no_key():
            yield
        transaction.set_rollback(True)


@contextmanager
def _views_have_no_key() -> Iterator[None]:
    """Let Django group by every column it selects, for a view has no primary key on which the others depend."""
    features = connection.features
    features.allows_group_by_selected_pks = False
    try:
        yield
    finally:
        features.allows_group_by_selected_pks = True


def has_past(model: Model) -> bool:
    """Return whether a table's rows can be seen as they were; those of a view, when all that it `joins` can be."""
    joined = [apps.get_model(label) for label in getattr(model, "joins", ())]
    return model in kept() or model in added() or model in followed() or (bool(joined) and all(map(has_past, joined)))


@cache
def kept() -> dict[Model, Any]:
    """Return the tables that keep history, each with the table of its history."""
    events = [model for model in apps.get_models() if hasattr(model, "pgh_tracked_model")]
    return {event.pgh_tracked_model: event for event in events}


@cache
def added() -> list[Model]:
    """Return the tables whose rows are only ever added and say when they were recorded."""
    return [
        model
        for model in apps.get_models()
        if model.__name__ in APPEND_ONLY and any(field.name == "recorded_at" for field in model._meta.fields)
    ]


@cache
def followed() -> list[Model]:
    """Return the tables that say by themselves how they looked then: by other tables, or by moments that they keep."""
    return [model for model in apps.get_models() if hasattr(model, "then")]


def _views(moment: datetime, real: datetime) -> Iterator[Composable]:
    for model, history in kept().items():
        yield _view(model, history, real)
    for model in added():
        yield _ADDED.format(table=Identifier(model._meta.db_table), moment=Literal(moment))
    for model in followed():
        then = SQL(model.then).format(moment=Literal(moment))  # type: ignore[attr-defined]
        yield _FOLLOWED.format(table=Identifier(model._meta.db_table), then=then)


def _view(model: Model, history: Any, real: datetime) -> Composable:
    columns = SQL(", ").join(_column(field, history) for field in model._meta.concrete_fields)
    return _HISTORY.format(
        table=Identifier(model._meta.db_table),
        history=Identifier(history._meta.db_table),
        key=Identifier(str(model._meta.pk.column)),
        columns=columns,
        real=Literal(real),
    )


def _column(field: Any, history: Any) -> Composable:
    kept_ones = {column.column for column in history._meta.concrete_fields if not column.name.startswith("pgh_")}
    name = Identifier(field.column)
    if field.column in kept_ones:
        return SQL("then_.{}").format(name)
    if isinstance(field, SearchVectorField):
        return SQL("now_.{}").format(name)
    return SQL("null::{} as {}").format(SQL(field.db_type(connection)), name)
