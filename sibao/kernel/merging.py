"""Merging two rows of one kind (合并): how rows that name the one follow to the other, and how they come back.

The kernel knows no business word. A context registers one `Follower` for each column that may name a merged row; the
context that merges asks them all, in order, within its own transaction.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import connection
from django.db.models import Model, Q, QuerySet
from psycopg.sql import SQL, Composable, Identifier

from sibao.kernel.refusals import Text

EVERY = Q()
DIGEST = 16
Chosen = Callable[[int, int], QuerySet[Any]]

_MOVE = SQL(
    "with moving as (select row.id, {before} as before, {values} from {table} row where row.id = any(%(ids)s)), "
    "moved as (update {table} row set {sets} from moving where row.id = moving.id "
    "returning row.id, moving.before, {now} as after) select id, before, after from moved order by id"
)
_DIGESTS = SQL(
    "select row.id, md5(jsonb_strip_nulls(to_jsonb(row) - %(derived)s::text[])::text) from {table} row "
    "where row.id = any(%(ids)s)"
)
_STANDS = SQL(
    "select row.id, {now} = moved.after from jsonb_to_recordset(%(moved)s::jsonb) as moved (row_id bigint, after jsonb) "
    "join {table} row on row.id = moved.row_id"
)
_BACK = SQL(
    "update {table} row set ({columns}) = (select {columns} from jsonb_populate_record(null::{table}, moved.before)) "
    "from jsonb_to_recordset(%(moved)s::jsonb) as moved (row_id bigint, before jsonb, after jsonb) "
    "where row.id = moved.row_id and {now} = moved.after"
)


@dataclass(frozen=True, slots=True)
class Count:
    """How many rows would follow, and how many would stay because the other has their like.

    `digest` tells by their ids whether they are still the same rows.
    """

    follow: int
    stay: int
    digest: str


@dataclass(frozen=True, slots=True)
class Moved:
    """One row that followed: what its columns were, and what they became."""

    row_id: int
    before: Mapping[str, Any]
    after: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Follower:
    """Rows whose `column` names a merged row, and how they follow.

    Args:
        key: `context:nouns`, such as "whitelist:listings".
        order: lower ones move, and come back, first.
        kind: what is merged, such as "unit".
        model: the table; its rows are known by `id`.
        column: the database column that holds the id of the merged row.
        only: which rows of the table these are.
        chosen: which rows follow, of (retired id, survivor id); None = all. The others stay where they are.
        also: further columns that change with it → SQL over `row` and the parameters `retired` and `survivor`.
        derived: columns that the database keeps right by itself; nobody's change of a row.
        refuses: why the two cannot be merged as long as these rows are as they are; empty = they can.
    """

    key: str
    order: int
    kind: str
    label: Text
    model: type[Model]
    column: str = "unit_id"
    only: Q = EVERY
    chosen: Chosen | None = None
    also: Mapping[str, str] = field(default_factory=dict)
    refuses: Callable[[int, int], Text] | None = None
    derived: Sequence[str] = ()

    def count(self, retired: int, survivor: int) -> Count:
        """Return how many rows would follow and how many would stay."""
        follow = _ids(self._rows(retired, survivor))
        stay = sorted({*_ids(self._naming(retired))}.difference(follow)) if self.chosen else []
        return Count(len(follow), len(stay), hashlib.sha256(f"{follow}{stay}".encode()).hexdigest()[:DIGEST])

    def move(self, retired: int, survivor: int) -> list[Moved]:
        """Let the rows follow, and return what each of them was and became."""
        held = self._rows(retired, survivor).select_for_update(of=("self",)).order_by("pk")
        ids = list(held.values_list("pk", flat=True))
        values = {self.column: SQL("%(survivor)s::bigint"), **{name: SQL(sql) for name, sql in self.also.items()}}
        statement = _MOVE.format(
            table=self._table,
            before=self._present(),
            now=self._present(),
            values=SQL(", ").join(SQL("{} as {}").format(value, _new(name)) for name, value in values.items()),
            sets=SQL(", ").join(SQL("{} = moving.{}").format(Identifier(name), _new(name)) for name in values),
        )
        given = {"ids": ids, "retired": retired, "survivor": survivor}
        found = _read(statement, given) if ids else []
        return [Moved(row_id, json.loads(before), json.loads(after)) for row_id, before, after in found]

    def move_back(self, moved: Sequence[Moved]) -> None:
        """Let rows come back that still stand where the merge has put them; the others stay where they are now."""
        columns = SQL(", ").join(map(Identifier, self._columns))
        statement = _BACK.format(table=self._table, columns=columns, now=self._present())
        with connection.cursor() as cursor:
            cursor.execute(statement.as_string(), {"moved": json.dumps([asdict(one) for one in moved])})

    def standing(self, moved: Sequence[Moved]) -> dict[int, bool]:
        """Return, for those of the rows that exist, whether they still stand where the merge has put them."""
        given = {"moved": json.dumps([{"row_id": one.row_id, "after": one.after} for one in moved])}
        return dict(_read(_STANDS.format(table=self._table, now=self._present()), given))

    def digests(self, ids: Iterable[int]) -> dict[int, str]:
        """Return a digest of each whole row; columns that hold nothing do not count, so that new ones change none."""
        given = {"ids": list(ids), "derived": list(self.derived)}
        return dict(_read(_DIGESTS.format(table=self._table), given))

    def added_since(self, survivor: int, last: int) -> int:
        """Return how many rows the survivor has whose id is above `last`."""
        return self._naming(survivor).filter(pk__gt=last).count()

    def last(self) -> int:
        """Return the highest id of the table; what comes later is above it."""
        return self._all().order_by("-pk").values_list("pk", flat=True).first() or 0

    @property
    def _table(self) -> Identifier:
        return Identifier(self.model._meta.db_table)

    @property
    def _columns(self) -> tuple[str, ...]:
        return (self.column, *self.also)

    def _present(self) -> Composable:
        pairs = [SQL("{}, row.{}").format(SQL("'" + name + "'"), Identifier(name)) for name in self._columns]
        return SQL("jsonb_build_object({})").format(SQL(", ").join(pairs))

    def _all(self) -> QuerySet[Any]:
        rows: QuerySet[Any] = self.model._default_manager.all()
        return rows

    def _naming(self, row_id: int) -> QuerySet[Any]:
        return self._all().filter(self.only, **{self.column: row_id})

    def _rows(self, retired: int, survivor: int) -> QuerySet[Any]:
        rows = self._all() if self.chosen is None else self.chosen(retired, survivor)
        return rows.filter(self.only, **{self.column: retired})


def _ids(rows: QuerySet[Any]) -> list[int]:
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _new(name: str) -> Identifier:
    return Identifier(f"new_{name}")


def _read(statement: Composable, given: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement.as_string(), given)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


_FOLLOWERS: dict[str, Follower] = {}
STAYING: dict[str, str] = {}
"""Columns that go on naming a merged row, such as `whitelist.ListingChange.unit`, and why: what was, was so."""


def follow(*followers: Follower) -> None:
    """Register how rows follow.

    Raises:
        RuntimeError: a key is taken.
    """
    for one in followers:
        if one.key in _FOLLOWERS:
            raise RuntimeError(f"follower {one.key} registered twice")
        _FOLLOWERS[one.key] = one


def stay(columns: Mapping[str, str]) -> None:
    """Register columns that go on naming a merged row: `context.Table.field` → why."""
    STAYING.update(columns)


def followers(kind: str) -> list[Follower]:
    """Return the followers of a kind, in the order in which they move."""
    return sorted((one for one in _FOLLOWERS.values() if one.kind == kind), key=lambda one: (one.order, one.key))
