"""Signals whose days are over go, by the database's own functions, for the application may delete none."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

SIGNALS, REJECTS = "signals", "rejects"


@dataclass(frozen=True, slots=True)
class Gone:
    """How many rows of one kind went: which data, the kind's key, how many days they are kept and why, from when to when."""

    what: str
    kind: str
    keep_days: int | None
    basis: str
    since: datetime | None
    until: datetime
    rows: int


def forget_signals(zone_id: int, now: datetime) -> list[Gone]:
    """Delete what was observed longer ago than its kind is kept; return what went, kind by kind."""
    return gone(SIGNALS, "sibao_forget_signals", zone_id, now)


def forget_rejects(zone_id: int, now: datetime) -> list[Gone]:
    """Delete lines that were not taken and came longer ago than the zone keeps any signal, as one kind without a key."""
    return gone(REJECTS, "sibao_forget_rejects", zone_id, now)


def close_days(now: datetime) -> int:
    """Drop the log's partitions of days that no zone keeps anything of; return how many."""
    with connection.cursor() as cursor:
        cursor.execute("select sibao_close_signal_days(%s)", [now])
        closed: int = cursor.fetchone()[0]
    return closed


def gone(what: str, function: str, zone_id: int, now: datetime) -> list[Gone]:
    """Call a function of the database that deletes by the days of the catalogue; return what went.

    Raises:
        DatabaseError: `now` is ahead of the time of the server.
    """
    with connection.cursor() as cursor:
        said = f"select kind, keep_days, basis, since, until, gone from {function}(%s, %s) order by kind"
        cursor.execute(said, [zone_id, now])
        return [Gone(what, *row) for row in cursor.fetchall()]
