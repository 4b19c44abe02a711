"""The one clock: real time plus an offset kept in the database, so that a demo or a drill can stand on another day.

Only sign-in sessions, tokens and the queue use real time.
"""

import time
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.apps import apps
from django.db.models import Manager

SHANGHAI = ZoneInfo("Asia/Shanghai")
_KEPT_SECONDS = 5.0
_kept: tuple[float, timedelta] | None = None


def real() -> datetime:
    """Return real time in UTC."""
    return datetime.now(UTC)


def now() -> datetime:
    """Return the product's time in UTC: real time plus the offset (read from the database at most every 5 s)."""
    return real() + offset()


def today() -> date:
    """Return the product's date in Shanghai."""
    return now().astimezone(SHANGHAI).date()


def offset() -> timedelta:
    """Return how far the product's time stands from real time."""
    global _kept  # noqa: PLW0603 - one value per process, read on every request
    if _kept is None or time.monotonic() - _kept[0] > _KEPT_SECONDS:
        row = _rows().first()
        _kept = (time.monotonic(), timedelta(seconds=row.seconds) if row else timedelta())
    return _kept[1]


def _rows() -> Manager[Any]:
    """The table by name, because models import this module."""
    return apps.get_model("kernel", "ClockOffset")._default_manager


def forget() -> None:
    """Read the offset anew at the next call."""
    global _kept  # noqa: PLW0603 - see offset()
    _kept = None


def set_to(moment: datetime) -> None:
    """Make the product's time run on from `moment` (demo and drills only)."""
    seconds = (moment - real()).total_seconds()
    _rows().update_or_create(pk=1, defaults={"seconds": seconds})
    forget()
