"""Session settings that row-level security reads: set at check-out, cleared before a connection returns to the pool."""

from contextvars import ContextVar
from typing import Any

SETTINGS = ("sibao.zone", "sibao.area", "sibao.sector", "sibao.unit")
NOBODY: tuple[str, ...] = ("", "", "", "")
_SET = "select " + ", ".join(f"set_config('{name}', %s, false)" for name in SETTINGS)

_current: ContextVar[tuple[str, ...]] = ContextVar("scope_settings", default=NOBODY)


def current_settings() -> tuple[str, ...]:
    """Return the values in force for this thread of work, in the order of SETTINGS; empty = sees nobody."""
    return _current.get()


def remember(values: tuple[str, ...]) -> tuple[str, ...]:
    """Make these values the ones in force and return the former ones."""
    former = _current.get()
    _current.set(values)
    return former


def set_scope(connection: Any, values: tuple[str, ...]) -> None:
    """Set the four settings on a psycopg connection."""
    with connection.cursor() as cursor:
        cursor.execute(_SET, values)


def clear_scope(connection: Any) -> None:
    """Forget the asker; the pool calls this when a connection comes back."""
    set_scope(connection, NOBODY)
    if not connection.autocommit:
        connection.commit()
