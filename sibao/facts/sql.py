"""Reading very many whole numbers at once: a query's rows as one array, without a Python object for each."""

from datetime import UTC
from typing import Any

import numpy as np
import numpy.typing as npt
from django.db import connection
from django.db.models import BigIntegerField, F, QuerySet
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Extract, Floor

HEAD = 19
"""Bytes before the first row: signature, flags, and the length of an extension that is empty."""
TAIL = 2


def minutes(column: str) -> Combinable:
    """Return a moment as whole minutes since 1970 UTC."""
    return Cast(Floor(Extract(F(column), "epoch", tzinfo=UTC) / 60), BigIntegerField())


def numbers(rows: QuerySet[Any, Any], columns: int) -> npt.NDArray[np.int64]:
    """Return the rows of a query as an array of so many columns; each is a bigint and never NULL."""
    query, given = rows.query.sql_with_params()
    connection.ensure_connection()
    with (
        connection.connection.cursor() as cursor,
        cursor.copy(f"copy ({query}) to stdout (format binary)", given) as source,
    ):
        content = b"".join(source)
    cells = [("columns", ">i2"), *((f"{kind}{place}", size) for place in range(columns) for kind, size in _CELL)]
    row = np.dtype(cells)
    found = np.frombuffer(content, row, (len(content) - HEAD - TAIL) // row.itemsize, HEAD)
    return np.stack([found[f"value{place}"] for place in range(columns)], axis=1).astype(np.int64)


_CELL = (("length", ">i4"), ("value", ">i8"))
