"""From a query string to what was asked of a list, and back; errors in words, one per filter."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy as _

from sibao.kernel.access import require
from sibao.kernel.lists.definition import SIZES, Column, ListDefinition, Rows
from sibao.kernel.lists.filters import Filter, Given, Look, last, read_day
from sibao.kernel.lists.paging import Order, Place, read_cursor
from sibao.kernel.refusals import Invalid, Text

Raw = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Asked:
    """What one look at a list asks for; `errors` names what could not be understood and was left out."""

    definition: ListDefinition
    look: Look
    values: Mapping[str, Any]
    order: Order
    columns: tuple[Column, ...]
    size: int
    as_of: date | None = None
    place: Place | None = None
    errors: Mapping[str, Text] = field(default_factory=dict)

    def rows(self) -> Rows:
        """Return the filtered rows within the asker's scope."""
        actor, definition = self.look.actor, self.definition
        require(actor, definition.may)
        if self.as_of and definition.rows_as_of:
            rows = definition.rows_as_of(actor, self.as_of)
        else:
            rows = definition.rows(actor)
        for one, value in self.set_filters():
            rows = one.apply(self.look, rows, value)
        return rows

    def set_filters(self) -> Iterator[tuple[Filter, Any]]:
        """Return the filters that are set, with their values."""
        return ((one, self.values[one.key]) for one in self.definition.filters if one.key in self.values)

    def raw(self) -> Raw:
        """Return the filter, order and size as parameters; what is as usual is left out."""
        raw: Raw = {}
        for one, value in self.set_filters():
            raw |= one.raw(value)
        if self.order.name != self.definition.default_sort:
            raw["sort"] = [self.order.name]
        if self.size != self.definition.page_size:
            raw["size"] = [str(self.size)]
        if self.as_of:
            raw["as_of"] = [self.as_of.isoformat()]
        return raw

    def query(self, *, without: Sequence[str] = (), **changed: str) -> str:
        """Return the query string of this look with some parameters changed or left out."""
        raw = {"applied": ["1"], **self.raw(), **{name: [value] for name, value in changed.items()}}
        return "?" + urlencode({name: raw[name] for name in raw if name not in without}, doseq=True)

    def words(self) -> list[str]:
        """Return the filter in words, one entry per filter that is set."""
        said = [f"{one.label}：{one.words(self.look, value)}" for one, value in self.set_filters()]
        return [*said, *([f"{_('截至')} {self.as_of}"] if self.as_of else [])]


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
        columns=_columns(definition, given.get("columns", ()), errors),
        size=_size(definition, last(given, "size"), errors),
        as_of=_as_of(definition, last(given, "as_of"), errors),
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


def _columns(definition: ListDefinition, keys: Sequence[str], errors: dict[str, Text]) -> tuple[Column, ...]:
    if not keys:
        return tuple(column for column in definition.columns if column.default)
    if any(definition.column(key) is None for key in keys):
        errors["columns"] = _("这个清单没有这一列")
    return tuple(column for column in definition.columns if column.key in keys) or definition.columns[:1]


def _size(definition: ListDefinition, text: str, errors: dict[str, Text]) -> int:
    if not text:
        return definition.page_size
    if text not in map(str, SIZES):
        errors["size"] = _("每页只能是 10、20、50 或 100 条")
        return definition.page_size
    return int(text)


def _as_of(definition: ListDefinition, text: str, errors: dict[str, Text]) -> date | None:
    if not text:
        return None
    if definition.rows_as_of is None:
        errors["as_of"] = _("这个清单不能按过去的日期查看")
        return None
    day = read_day(text)
    if day is None:
        errors["as_of"] = _("日期请写成 2022-06-03 这样")
    return day


def _place(order: Order, text: str, errors: dict[str, Text]) -> Place | None:
    if not text:
        return None
    try:
        return read_cursor(order, text)
    except Invalid as invalid:
        errors["cursor"] = invalid.message
        return None
