"""The one clock: real time plus an offset kept in the database, so that a demo or a drill can stand on another day.

Only sign-in sessions, tokens and the queue use real time.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.apps import apps
from django.db import transaction
from django.db.models import Manager

SHANGHAI = ZoneInfo("Asia/Shanghai")
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
_KEPT_SECONDS = 5.0
_standing: ContextVar[datetime | None] = ContextVar("standing", default=None)
_kept: tuple[float, timedelta] | None = None


def real() -> datetime:
    """Return real time in UTC."""
    return datetime.now(UTC)


def now() -> datetime:
    """Return the product's time in UTC: real time plus the offset (read from the database at most every 5 s).

    Within `standing_at` it is that moment.
    """
    return _standing.get() or real() + offset()


def read_anew() -> datetime:
    """Return the product's time by the offset that the database holds at this moment; what changes something needs it.

    Another process may have moved the clock since this one looked.
    """
    forget()
    return now()


@contextmanager
def standing_at(moment: datetime) -> Iterator[None]:
    """Let the product's time stand at a moment for this thread of work, such as a look at what was known then."""
    token = _standing.set(moment)
    try:
        yield
    finally:
        _standing.reset(token)


def stands() -> bool:
    """Return whether this thread of work looks at a moment, within `standing_at`."""
    return _standing.get() is not None


def today() -> date:
    """Return the product's date in Shanghai."""
    return now().astimezone(SHANGHAI).date()


def offset() -> timedelta:
    """Return how far the product's time stands from real time."""
    global _kept  # noqa: PLW0603 - one value per process, read on every request
    if _kept is None or time.monotonic() - _kept[0] > _KEPT_SECONDS:
        row = _rows("ClockOffset").first()
        _kept = (time.monotonic(), timedelta(seconds=row.seconds) if row else timedelta())
    return _kept[1]


def real_of(moment: datetime) -> datetime:
    """Return the last real time at which the product's time was not yet past `moment`, over every move of the clock."""
    moves = [(BEGINNING, 0.0), *_rows("ClockMove").order_by("at", "id").values_list("at", "seconds")]
    ends = [*(at for at, _seconds in moves[1:]), datetime.max.replace(tzinfo=UTC)]
    found = BEGINNING
    for (start, seconds), end in zip(moves, ends, strict=True):
        there = moment - timedelta(seconds=seconds)
        if there >= start:
            found = min(there, end)
    return found


def _rows(table: str) -> Manager[Any]:
    """A table by name, because models import this module."""
    found: Manager[Any] = apps.get_model("kernel", table)._default_manager
    return found


def forget() -> None:
    """Read the offset anew at the next call."""
    global _kept  # noqa: PLW0603 - see offset()
    _kept = None


def set_to(moment: datetime) -> None:
    """Make the product's time run on from `moment` (demo and drills only)."""
    at = real()
    seconds = (moment - at).total_seconds()
    _rows("ClockOffset").update_or_create(pk=1, defaults={"seconds": seconds})
    _rows("ClockMove").create(at=at, seconds=seconds)
    forget()
    transaction.on_commit(forget)
