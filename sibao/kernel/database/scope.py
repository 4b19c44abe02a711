"""Session settings that row-level security reads: set at check-out, cleared before a connection returns to the pool."""

from contextvars import ContextVar
from typing import Any

ASKED = ("sibao.zone", "sibao.area", "sibao.sector", "sibao.unit")
BOUNDS = ("sibao.reach_from", "sibao.reach_to", "sibao.sector_from", "sibao.sector_to")
"""The same scope as bounds, from and below for reaches, from and to for sectors: what a policy compares without a sum."""
SETTINGS = (*ASKED, *BOUNDS)
HIGHEST = 2**63 - 1
NOBODY: tuple[str, ...] = ("", "", "", "", "", "", "0", "0")
_SET = "select " + ", ".join(f"set_config('{name}', %s, false)" for name in SETTINGS)
_SET_UNIT = (
    "select set_config('sibao.reach_from', reach, false), set_config('sibao.reach_to', reach || chr(1114111), false) "
    "from sibao_reach_of_unit() as reach"
)

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
    """Set the settings on a psycopg connection; where the asker's own unit stands, if she has one, the database says."""
    with connection.cursor() as cursor:
        cursor.execute(_SET, values)
        if values[SETTINGS.index("sibao.unit")]:
            cursor.execute(_SET_UNIT)


def clear_scope(connection: Any) -> None:
    """Forget the asker; the pool calls this when a connection comes back."""
    set_scope(connection, NOBODY)
    if not connection.autocommit:
        connection.commit()
