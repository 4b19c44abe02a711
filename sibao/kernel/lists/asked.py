"""From a query string to what was asked of a list, and back; errors in words, one per filter."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy as _

from sibao.kernel import clock
from sibao.kernel.access import require
from sibao.kernel.database.as_of import has_past, known_at
from sibao.kernel.lists.definition import SIZES, Column, ListDefinition, Rows
from sibao.kernel.lists.filters import Filter, Given, Look, TextFilter, last, read_day
from sibao.kernel.lists.paging import Order, Place, read_cursor
from sibao.kernel.refusals import Invalid, Text

Raw = dict[str, list[str]]
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?)?")
_LAST = time(23, 59, 59)


@dataclass(frozen=True, slots=True)
class Asked:
    """What one look at a list asks for; `errors` names what could not be understood and was left out.

    With `as_of` it is what was known at that moment: all that is read of it is read within `standing`.
    """

    definition: ListDefinition
    look: Look
    values: Mapping[str, Any]
    order: Order
    columns: tuple[Column, ...]
    size: int
    as_of: datetime | None = None
    place: Place | None = None
    errors: Mapping[str, Text] = field(default_factory=dict)

    def rows(self) -> Rows:
        """Return the filtered rows within the asker's scope."""
        require(self.look.actor, self.definition.may)
        rows = self.definition.rows(self.look.actor)
        for one, value in self.set_filters():
            rows = one.apply(self.look, rows, value)
        return rows

    def standing(self) -> AbstractContextManager[None]:
        """Return the time to read in: now, or what was known at `as_of` (截至), when nothing can be written."""
        return known_at(self.as_of) if self.as_of else nullcontext()

    def set_filters(self) -> Iterator[tuple[Filter, Any]]:
        """Return the filters that are set, with their values."""
        return ((one, self.values[one.key]) for one in self.definition.filters if one.key in self.values)

    def raw(self) -> Raw:
        """Return the filter, order and size as parameters; what is as usual is left out."""
        raw = self.lasting()
        if self.as_of:
            raw["as_of"] = [local(self.as_of)]
        return raw

    def lasting(self) -> Raw:
        """Return the same without the moment looked at: what is kept for another day."""
        raw: Raw = {}
        for one, value in self.set_filters():
            raw |= one.raw(value)
        if self.order.name != self.definition.default_sort:
            raw["sort"] = [self.order.name]
        if self.size != self.definition.page_size:
            raw["size"] = [str(self.size)]
        return raw

    def query(self, *, without: Sequence[str] = (), **changed: str) -> str:
        """Return the query string of this look with some parameters changed or left out."""
        raw = {"applied": ["1"], **self.raw(), **{name: [value] for name, value in changed.items()}}
        return "?" + urlencode({name: raw[name] for name in raw if name not in without}, doseq=True)

    def words(self, *, typed: bool = True) -> list[str]:
        """Return the filter in words, one entry per filter that is set; without what was `typed`, which may name people."""
        said = [
            f"{one.label}：{one.words(self.look, value) if typed or not isinstance(one, TextFilter) else '……'}"
            for one, value in self.set_filters()
        ]
        return [*said, *([f"{_('截至')} {local(self.as_of, sep=' ')}"] if self.as_of else [])]


def local(moment: datetime, *, sep: str = "T") -> str:
    """Return a moment as it is written in a query string: Shanghai's time, without its zone."""
    return moment.astimezone(clock.SHANGHAI).replace(tzinfo=None).isoformat(sep)


def understand(look: Look, definition: ListDefinition, given: Given) -> Asked:
    """Read a query string; what cannot be understood is left out and named in `errors`."""
    errors: dict[str, Text] = {}
    values = _values(look, definition, given, errors)
    order = _order(definition, last(given, "sort"), errors)
    return Asked(
        definition=definition,
        look=look,
        values=values,
        order=order,
        columns=_columns(look, definition, given.get("columns", ()), errors),
        size=_size(definition, last(given, "size"), errors),
        as_of=_as_of(look, definition, last(given, "as_of"), errors),
        place=_place(order, last(given, "cursor"), errors),
        errors=errors,
    )


def strictly(look: Look, definition: ListDefinition, given: Given) -> Asked:
    """Read a query string.

    Raises:
        Invalid: with one message per parameter that cannot be understood.
    """
    asked = understand(look, definition, given)
    if asked.errors:
        raise Invalid(fields=asked.errors)
    return asked


def _values(look: Look, definition: ListDefinition, given: Given, errors: dict[str, Text]) -> dict[str, Any]:
    values = {}
    for one in definition.filters:
        try:
            value = one.clean(look, given)
        except Invalid as invalid:
            errors[one.key] = invalid.message
        else:
            if value is not None:
                values[one.key] = value
    return values


def _order(definition: ListDefinition, text: str, errors: dict[str, Text]) -> Order:
    orders = definition.orders()
    wanted = text or definition.default_sort
    if wanted.removeprefix("-") not in orders:
        errors["sort"] = _("这个清单不能这样排序")
        wanted = definition.default_sort
    return Order(definition.key, orders[wanted.removeprefix("-")], wanted.startswith("-"))


def _columns(
    look: Look, definition: ListDefinition, keys: Sequence[str], errors: dict[str, Text]
) -> tuple[Column, ...]:
    if not keys:
        return tuple(column for column in definition.columns if column.default)
    known = {column.key: column for column in definition.columns}
    if not known.keys() >= set(keys):
        known = {column.key: column for column in definition.offered(look.actor)}
    if not known.keys() >= set(keys):
        errors["columns"] = _("这个清单没有这一列")
    chosen = [known[key] for key in dict.fromkeys(keys) if key in known]
    return tuple(chosen) or definition.columns[:1]


def _size(definition: ListDefinition, text: str, errors: dict[str, Text]) -> int:
    if not text:
        return definition.page_size
    if text not in map(str, SIZES):
        errors["size"] = _("每页只能是 10、20、50 或 100 条")
        return definition.page_size
    return int(text)


def _as_of(look: Look, definition: ListDefinition, text: str, errors: dict[str, Text]) -> datetime | None:
    if not text:
        return None
    require(look.actor, definition.may)
    if not has_past(definition.rows(look.actor).model):
        errors["as_of"] = _("这个清单不留历史，不能看过去")
        return None
    moment = read_moment(text)
    if moment is None:
        errors["as_of"] = _("截至时间请写成 2022-06-03 或 2022-06-03T09:15 这样")
    elif moment > clock.now() and text != clock.today().isoformat():
        errors["as_of"] = _("截至时间还没有到")
    else:
        return min(moment, clock.now().replace(microsecond=0)) if text[10:] == "" else moment
    return None


def read_moment(text: str) -> datetime | None:
    """Return the moment of a text such as 2022-06-03T09:15, Shanghai's time; a day alone means its end.

    None when it is none, or before 1900 or after 2199.
    """
    day = read_day(text[:10])
    if day is None or not _MOMENT.fullmatch(text):
        return None
    try:
        at = time.fromisoformat(text[11:]) if text[10:] else _LAST
    except ValueError:
        return None
    return datetime.combine(day, at, clock.SHANGHAI)


def _place(order: Order, text: str, errors: dict[str, Text]) -> Place | None:
    if not text:
        return None
    try:
        return read_cursor(order, text)
    except Invalid as invalid:
        errors["cursor"] = invalid.message
        return None
