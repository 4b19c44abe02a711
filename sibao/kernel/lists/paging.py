"""Keyset paging (按键翻页): a page starts after the row where the last one ended, so that depth costs nothing.

Rows are ordered by one expression with NULL last in both directions, then by id; ties and NULLs are therefore stable.
A cursor is signed: it names list, order and place, and nothing else can be put into it.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.core.signing import BadSignature, Signer
from django.db.models import BooleanField, F, Func, Q
from django.db.models.expressions import OrderBy
from django.db.models.sql.where import WhereNode
from django.utils.translation import gettext_lazy as _

from sibao.kernel.lists.definition import Rows, Sort
from sibao.kernel.refusals import Invalid

LONGEST_CURSOR = 4_000
_signer = Signer(salt="sibao.lists.cursor")
_WRITE: dict[type, str] = {str: "s", int: "i", float: "f", Decimal: "m", date: "d", datetime: "t", bool: "b"}
_READ: dict[str, Any] = {
    "s": str,
    "i": int,
    "f": float,
    "m": Decimal,
    "d": date.fromisoformat,
    "t": datetime.fromisoformat,
    "b": lambda text: text == "True",
    "n": lambda text: None,
}


class _Among(Func):
    """Whether a value is one of an array's, which the database makes once for the whole query."""

    template = "%(expressions)s)"
    arg_joiner = " = any ("
    output_field = BooleanField()


@dataclass(frozen=True, slots=True)
class Order:
    """How one look at a list is ordered."""

    list_key: str
    sort: Sort
    descending: bool

    @property
    def name(self) -> str:
        return f"-{self.sort.key}" if self.descending else self.sort.key

    @property
    def by_id(self) -> bool:
        return self.sort.expression in {"id", "pk"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page begins or ends: the order's value and the id of a row; `start` is the number of the first row."""

    forward: bool
    value: Any
    pk: int
    start: int


@dataclass(frozen=True, slots=True)
class Page:
    """One page of rows; `start` counts from 1, cursors are empty at the ends."""

    rows: list[Any]
    start: int
    previous: str
    next: str


def write_cursor(order: Order, place: Place) -> str:
    """Return the place as an opaque text."""
    value = place.value
    tag = "n" if value is None else _WRITE[type(value)]
    text = "" if value is None else value.isoformat() if isinstance(value, date) else str(value)
    return _signer.sign_object([order.list_key, order.name, place.forward, tag, text, place.pk, place.start])


def read_cursor(order: Order, text: str) -> Place:
    """Return the place that a cursor names.

    Raises:
        Invalid: it was changed, or belongs to another list or order.
    """
    try:
        if len(text) > LONGEST_CURSOR:
            raise BadSignature
        list_key, name, forward, tag, value, pk, start = _signer.unsign_object(text)
        if (list_key, name) != (order.list_key, order.name):
            raise BadSignature
        return Place(bool(forward), _READ[tag](value), int(pk), int(start))
    except (BadSignature, ValueError, TypeError, KeyError, ArithmeticError) as error:
        raise Invalid(_("翻页位置已失效，请从第一页看起"), fields={"cursor": _("翻页位置已失效")}) from error


def read_page(rows: Rows, order: Order, size: int, place: Place | None = None) -> Page:
    """Return one page; going back past the first row gives a full first page.

    Args:
        rows: the filtered rows, in any order.
        size: rows per page.
        place: where to go on from; None = the beginning.
    """
    rows = rows.annotate(list_order=F(order.sort.expression))
    if place is None:
        return _forward(rows, order, size, None)
    if place.forward:
        return _forward(rows, order, size, place)
    found = _first(rows.filter(_beyond(order, place)), _ordering(order, backwards=True), size + 1)
    if len(found) <= size:
        return _forward(rows, order, size, None)
    shown = found[size - 1 :: -1]
    start = max(1, place.start - size)
    return Page(shown, start, _cursor(order, shown[0], start, forward=False), _cursor(order, shown[-1], start + size))


def _forward(rows: Rows, order: Order, size: int, place: Place | None) -> Page:
    start = place.start if place else 1
    wanted = rows.filter(_beyond(order, place)) if place else rows
    found = _first(wanted, _ordering(order), size + 1)
    shown = found[:size]
    following = _cursor(order, shown[-1], start + size) if len(found) > size else ""
    previous = _cursor(order, shown[0], start, forward=False) if place and shown else ""
    return Page(shown, start, previous, following)


def _first(rows: Rows, ordering: list[OrderBy | str], most: int) -> list[Any]:
    """Return the first rows; which they are is settled before anything that stands beside a row is looked up."""
    ordered = rows.order_by(*ordering)
    if not rows.query.select_related:
        return list(ordered[:most])
    return list(_passed(ordered).filter(_Among(F("pk"), ArraySubquery(ordered.values("pk")[:most]))))


def _passed(rows: Rows) -> Rows:
    """Return rows without the filters that the chosen have passed, unless a join could show one of them twice."""
    joins = (getattr(join, "join_field", None) for join in rows.query.alias_map.values())
    passed = rows.all()
    if all(field is None or field.many_to_one or field.one_to_one for field in joins):
        passed.query.where = WhereNode()
    return passed


def _cursor(order: Order, row: Any, start: int, *, forward: bool = True) -> str:
    return write_cursor(order, Place(forward, row.list_order, row.pk, start))


def _ordering(order: Order, *, backwards: bool = False) -> list[OrderBy | str]:
    down = order.descending != backwards
    by_id = "-pk" if down else "pk"
    if order.by_id:
        return [by_id]
    nulls = {} if not order.sort.nullable else {"nulls_first": True} if backwards else {"nulls_last": True}
    return [OrderBy(F(order.sort.expression), descending=down, **nulls), by_id]


def _beyond(order: Order, place: Place) -> Q:
    """The rows after a place in its direction."""
    up = order.descending != place.forward
    towards = "gt" if up else "lt"
    later = Q(**{f"pk__{towards}": place.pk})
    if order.by_id:
        return later
    column = order.sort.expression
    unknown = Q(**{f"{column}__isnull": True})
    if place.value is None:
        return unknown & later if place.forward else ~unknown | later
    among = Q(**{f"{column}__{towards}e": place.value}) & (Q(**{f"{column}__{towards}": place.value}) | later)
    return among | unknown if place.forward and order.sort.nullable else among
