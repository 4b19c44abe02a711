"""Who is asking, what may they do, and which rows do they reach? The only place that answers."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, TypeVar

from django.db import connection, models
from django.db.models import Q, QuerySet
from psycopg.pq import TransactionStatus

from sibao.kernel import standing
from sibao.kernel.database import scope as session
from sibao.kernel.permissions import ALL
from sibao.kernel.refusals import Denied, NotFound

M = TypeVar("M", bound=models.Model)


@dataclass(frozen=True, slots=True)
class Scope:
    """The part of a zone that an appointment reaches (任职范围): area subtree × sector × organisation × unit.

    An empty area path, sector, organisation path or unit means "no limit in this dimension".
    """

    zone_id: int
    area_path: str = ""
    sector_id: int | None = None
    organisation_path: str = ""
    unit_id: int | None = None

    @property
    def whole_zone(self) -> bool:
        """True when rows are limited by the zone alone."""
        return not (self.area_path or self.sector_id or self.unit_id)

    def settings(self) -> tuple[str, ...]:
        """Return the values of the session settings that row-level security reads."""
        asked = (str(self.zone_id), self.area_path, str(self.sector_id or ""), str(self.unit_id or ""))
        sectors = (str(self.sector_id or 0), str(self.sector_id or session.HIGHEST))
        return (*asked, *self.reach, *sectors)

    @property
    def reach(self) -> tuple[str, str]:
        """The texts between which lies the `reach` of all in the zone and area: from the first, below the second."""
        start = f"{self.zone_id}/{self.area_path}"
        return start, f"{start}{chr(sys.maxunicode)}"


@dataclass(frozen=True, slots=True)
class Actor:
    """One account acting in one appointment (以某岗位身份); `until` is when that ends, None = no end is set.

    A deputy acts `for_account_id`, the account that delegated. `closed` are the permissions of features that the zone has
    switched off: they are none of `permissions`, and what they are for does not exist.
    """

    account_id: int
    appointment_id: int | None
    name: str
    position: str
    permissions: frozenset[str]
    scope: Scope
    organisation_id: int | None = None
    role_ids: tuple[int, ...] = field(default=())
    position_id: int | None = None
    for_account_id: int | None = None
    request_id: str = ""
    door: str = "page"
    until: datetime | None = None
    closed: frozenset[str] = frozenset()

    @property
    def zone_id(self) -> int:
        return self.scope.zone_id


@dataclass(frozen=True, slots=True)
class ScopeColumns:
    """Which columns of a table carry the dimensions of scope; None = the table does not have that dimension.

    A dimension that the scope limits and the table lacks hides the whole table, so that nothing leaks by omission.
    `reach` is a text of code-point order that begins with the zone and the area path; it stands for the area where a
    table has it, for a range of it is found by index, also under row-level security.
    """

    zone: str = "zone_id"
    area: str | None = "area_path"
    sector: str | None = "sector_id"
    unit: str | None = "id"
    organisation: str | None = None
    reach: str | None = None

    def via(self, relation: str) -> "ScopeColumns":
        """Return the same columns reached through a foreign key; the zone is always the table's own."""
        through = {
            name: f"{relation}_id" if column == "id" else f"{relation}__{column}"
            for name in ("area", "sector", "unit", "organisation")
            if (column := getattr(self, name))
        }
        return replace(self, **through)


UNIT_COLUMNS = ScopeColumns()
ZONE_ONLY = ScopeColumns(area=None, sector=None, unit=None)


def may(actor: Actor, permission: str) -> bool:
    """Return whether the actor's role holds the permission.

    Raises:
        KeyError: the permission is not declared by any context.
    """
    if permission not in ALL:
        raise KeyError(permission)
    return permission in actor.permissions


def permissions_of(actor: Actor) -> list[str]:
    """Return the names of what the actor may do, in order, for a client that offers nothing else."""
    return sorted(actor.permissions)


def require(actor: Actor, permission: str) -> None:
    """Let the actor pass.

    Raises:
        NotFound: what the permission is for is switched off.
        Denied: the actor lacks the permission.
    """
    if permission in actor.closed:
        raise NotFound
    if not may(actor, permission):
        raise Denied(permission)


def predicate(scope: Scope, columns: ScopeColumns) -> Q:
    """Return the one condition that limits a table to a scope, on columns, never as a list of ids."""
    condition = Q(**{columns.zone: scope.zone_id})
    if scope.area_path and columns.reach:
        start, end = scope.reach
        condition &= Q(**{f"{columns.reach}__gte": start, f"{columns.reach}__lt": end})
    for value, column, lookup in (
        ("" if columns.reach else scope.area_path, columns.area, "__startswith"),
        (scope.sector_id, columns.sector, ""),
        (scope.unit_id, columns.unit, ""),
        (scope.organisation_path if columns.organisation else "", columns.organisation, "__startswith"),
    ):
        if value:
            condition &= Q(**{f"{column}{lookup}": value}) if column else Q(pk__in=[])
    return condition


def covers(scope: Scope, *, area_path: str, sector_id: int, unit_id: int | None = None) -> bool:
    """Return whether a row with these dimensions would lie in the scope; `predicate` for one row in hand."""
    return (
        area_path.startswith(scope.area_path)
        and scope.sector_id in (None, sector_id)
        and scope.unit_id in (None, unit_id)
    )


def narrow(actor: Actor, rows: QuerySet[M], columns: ScopeColumns = UNIT_COLUMNS) -> QuerySet[M]:
    """Return only the rows this actor reaches. Every list, count, picker, export and `access_*` starts here."""
    return rows.filter(predicate(actor.scope, columns))


def system(zone_id: int, *, door: str, name: str = standing.SYSTEM) -> Actor:
    """Return the actor of the command line and of schedules: every permission, the whole zone."""
    return Actor(0, None, name, name, frozenset(ALL), Scope(zone_id), door=door)


_acting: ContextVar[Actor | None] = ContextVar("acting", default=None)


def current() -> Actor | None:
    """Return who is acting in this thread of work, for logs and history; never to decide anything."""
    return _acting.get()


@contextmanager
def acting(actor: Actor | None) -> Iterator[None]:
    """Act as this actor: row-level security on the connection follows, and the former actor returns at the end."""
    if _acting.get() is actor:
        yield
        return
    token = _acting.set(actor)
    former = session.remember(actor.scope.settings() if actor else session.NOBODY)
    _apply()
    try:
        yield
    finally:
        _acting.reset(token)
        session.remember(former)
        _apply()


def _apply() -> None:
    held: Any = connection.connection
    if held is not None and not held.closed and held.info.transaction_status != TransactionStatus.INERROR:
        session.set_scope(held, session.current_settings())
