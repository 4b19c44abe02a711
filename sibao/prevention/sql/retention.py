"""Signals whose days are over go, by the database's own functions, for the application may delete none."""

from datetime import datetime
from typing import NamedTuple

from django.db import connection


class Gone(NamedTuple):
    """How many rows of one kind went: the kind's key, how many days they are kept, and up to which moment they were."""

    kind: str
    keep_days: int
    until: datetime
    rows: int


def forget_signals(zone_id: int, now: datetime) -> list[Gone]:
    """Delete what was observed longer ago than its kind is kept; return what went, kind by kind."""
    return _gone("sibao_forget_signals", zone_id, now)


def forget_rejects(zone_id: int, now: datetime) -> list[Gone]:
    """Delete lines that were not taken and came longer ago than the zone keeps any signal, as one kind without a key."""
    return _gone("sibao_forget_rejects", zone_id, now)


def close_days(now: datetime) -> int:
    """Drop the log's partitions of days that no zone keeps anything of; return how many."""
    with connection.cursor() as cursor:
        cursor.execute("select sibao_close_signal_days(%s)", [now])
        closed: int = cursor.fetchone()[0]
    return closed


def _gone(function: str, zone_id: int, now: datetime) -> list[Gone]:
    with connection.cursor() as cursor:
        cursor.execute(f"select kind, keep_days, until, gone from {function}(%s, %s) order by kind", [zone_id, now])
        return [Gone(*row) for row in cursor.fetchall()]
