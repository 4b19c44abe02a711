"""From a row's value to what is shown in a cell, and to what is written into an export."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import reduce
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from sibao.kernel.clock import SHANGHAI
from sibao.kernel.lists.definition import Column, Kind, Tag
from sibao.kernel.templatetags.shown import FEN_PER_WAN, full_moment, moment, wan

NUMERIC = frozenset({Kind.NUMBER, Kind.MONEY, Kind.MEASURED})
Written = str | int | float | Decimal | datetime | None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as the template draws it; `title` is shown on hovering."""

    column: Column
    text: str
    title: str = ""
    tag: Tag | None = None

    @property
    def numeric(self) -> bool:
        return self.column.kind in NUMERIC


def value_of(column: Column, row: Any) -> Any:
    """Return a row's plain value in a column."""
    if callable(column.value):
        return column.value(row)
    path = (column.value or column.key).replace("__", ".").split(".")
    return reduce(lambda thing, name: None if thing is None else getattr(thing, name), path, row)


def cell(column: Column, row: Any) -> Cell:
    """Return what the page shows; personal values come out masked only."""
    value = value_of(column, row)
    if column.kind is Kind.TAG:
        return Cell(column, str(value.label) if value else "", tag=value)
    if value is None and column.kind in NUMERIC:
        return Cell(column, "", tag=Tag(_("未知"), "unknown"))
    if value is None or value == "":
        return Cell(column, "")
    if column.kind is Kind.MOMENT:
        return Cell(column, moment(value), title=full_moment(value))
    return Cell(column, _shown(column, value))


def _shown(column: Column, value: Any) -> str:
    match column.kind:
        case Kind.PERSONAL:
            return masked(column, value)
        case Kind.MONEY:
            return wan(value)
        case Kind.NUMBER:
            return number_format(value, use_l10n=True, force_grouping=True)
        case Kind.DATE:
            return date_format(value, "Y-m-d")
        case _:
            return str(value)


def masked(column: Column, value: Any) -> str:
    """Return a personal value as everyone may see it."""
    return column.mask(value) if column.mask else ""


def written(column: Column, row: Any, *, mask: bool) -> Written:
    """Return what an export writes.

    Args:
        mask: personal values are masked as on the page.
    """
    value = value_of(column, row)
    if value is None or value == "":
        return None
    if column.kind is Kind.TAG:
        return str(value.label)
    if column.kind is Kind.PERSONAL:
        return masked(column, value) if mask else str(value)
    if column.kind is Kind.MONEY:
        return Decimal(value) / FEN_PER_WAN
    if isinstance(value, datetime):
        return value.astimezone(SHANGHAI).replace(tzinfo=None)
    return value if isinstance(value, int | float | Decimal) or column.kind is Kind.DATE else str(value)
