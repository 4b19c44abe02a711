"""From a cell to a value, by kind. Nothing is guessed: what cannot be read for certain is a problem with its cure."""

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from typing import Any, NamedTuple

from sibao.kernel.sheets.amounts import read_amount, show_amount
from sibao.kernel.sheets.dates import read_date
from sibao.kernel.sheets.grid import Cell
from sibao.kernel.sheets.layout import AMOUNTS, Field, Kind
from sibao.kernel.sheets.options import Options
from sibao.kernel.sheets.phones import read_phone
from sibao.kernel.sheets.text import compact, tidy
from sibao.kernel.sheets.words import Problem


class Value(NamedTuple):
    """A value understood.

    Args:
        value: str; int (whole numbers, years, 分); Decimal (quantities, in the base); date; bool; a choice's key.
        shown: the value in people's words, such as `12,860 万元`.
        notes: what was done to get it: cleaned, converted, cell-unit, rounded, number, serial, notation, month-only,
            synonym, formula.
    """

    value: Any
    shown: str
    notes: tuple[str, ...] = ()


Read = Value | Problem | None
"""Understood, refused, or nothing there."""

Parser = Callable[[Cell], Read]

_DASHES = frozenset({"", "-", "--", "—", "——", "/", "\\", "–"})
_NOTHING = _DASHES | {"无", "暂无", "未知", "不详", "空", "n/a", "na", "null", "none"}
_FLAGS = dict.fromkeys(("是", "√", "✓", "✔", "有", "y", "yes", "true", "1", "对"), True) | dict.fromkeys(
    ("否", "×", "✗", "✘", "x", "无", "没有", "n", "no", "false", "0", "不是", "非"), False
)


def as_text(cell: Cell) -> str:
    """What a cell shows, roughly as Excel would show it: `9.14109E+17` for a long number in a general cell."""
    if cell is None or isinstance(cell, str):
        return cell or ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return f"{cell:.15g}" if abs(cell) < 1e11 else f"{cell:.6G}"
    return cell.isoformat(" ") if isinstance(cell, datetime) else cell.isoformat()


def parser(field: Field, unit: str | None = None, options: Options | None = None) -> Parser:
    """The reader of one column's cells; equal texts are read once.

    Args:
        field: what the column holds.
        unit: unit named by the heading or title; else the field's own.
        options: for choices, the index of what may be chosen.
    """
    read = _reader(field, unit, options)
    nothing = _DASHES if field.kind is Kind.TEXT else _NOTHING
    seen: dict[str, Read] = {}

    def parse(cell: Cell) -> Read:
        if not isinstance(cell, str):
            return None if cell is None else read(cell)
        if cell in seen:
            return seen[cell]
        blank = compact(cell).lower() in nothing and field.kind is not Kind.FLAG
        result = None if blank or not cell.strip() else read(cell)
        if len(seen) < 20_000:
            seen[cell] = result
        return result

    return parse


def _reader(field: Field, unit: str | None, options: Options | None) -> Parser:
    if field.kind in AMOUNTS:
        return partial(_amount, field, unit or field.unit)
    if field.kind is Kind.CHOICE:
        return partial(_choice, options or Options(field.choices), field)
    readers: dict[Kind, Callable[[Field, Cell], Read]] = {
        Kind.TEXT: _text,
        Kind.LONG_CODE: _long_code,
        Kind.SHORT_CODE: _short_code,
        Kind.YEAR: _year,
        Kind.DATE: _date,
        Kind.PHONE: _phone,
        Kind.FLAG: _flag,
    }
    return partial(readers[field.kind], field)


def _cleaned(cell: Cell, text: str) -> tuple[str, ...]:
    return ("cleaned",) if isinstance(cell, str) and cell != text else ()


def _text(field: Field, cell: Cell) -> Read:
    text = tidy(as_text(cell))
    if not text:
        return None
    limit = field.length or 500
    if len(text) > limit:
        return Problem("too-long", {"limit": str(limit)})
    return Value(text, text, _cleaned(cell, text) if isinstance(cell, str) else ("number",))


def _long_code(field: Field, cell: Cell) -> Read:
    if isinstance(cell, float):
        return Problem("lost-digits", {"length": str(field.length)})
    text = compact(as_text(cell)).upper()
    if "E+" in text:
        return Problem("lost-digits", {"length": str(field.length)})
    return _code(field, text, _cleaned(cell, text))


def _short_code(field: Field, cell: Cell) -> Read:
    text = compact(as_text(cell)).upper()
    notes = _cleaned(cell, text)
    if isinstance(cell, float):
        notes = ("number",)
        if text.isdigit() and len(text) < (field.length or 0):
            return Problem("lost-zero", {"length": str(field.length)})
    return _code(field, text, notes)


def _code(field: Field, text: str, notes: tuple[str, ...]) -> Read:
    odd = next((character for character in text if not (character.isascii() and character.isalnum())), "")
    if odd:
        return Problem("wrong-characters", {"odd": odd})
    if len(text) != field.length:
        return Problem("wrong-length", {"length": str(field.length), "count": str(len(text))})
    if field.check and not field.check(text):
        return Problem("wrong-check")
    return Value(text, text, notes)


def _amount(field: Field, unit: str | None, cell: Cell) -> Read:
    read = read_amount(field, unit, cell)
    if isinstance(read, Problem):
        return read
    amount, notes = read
    return _bounded(field, Value(amount, show_amount(field, amount), notes))


def _bounded(field: Field, value: Value) -> Read:
    def words(limit: Any) -> str:
        return show_amount(field, limit) if field.kind in AMOUNTS else str(limit)

    if field.minimum is not None and value.value < field.minimum:
        return Problem("too-small", {"limit": words(field.minimum)})
    if field.maximum is not None and value.value > field.maximum:
        return Problem("too-big", {"limit": words(field.maximum)})
    return value


def _year(field: Field, cell: Cell) -> Read:
    text = compact(as_text(cell)).removesuffix("度").removesuffix("年")
    if len(text) != 4 or not text.isdigit() or not 1900 <= int(text) <= 2200:
        return Problem("not-a-year")
    return _bounded(field, Value(int(text), text, _cleaned(cell, text)))


def _date(field: Field, cell: Cell) -> Read:
    read = read_date(cell)
    if isinstance(read, Problem):
        return read
    day, notes = read
    return _bounded(field, Value(day, day.isoformat(), notes))


def _phone(field: Field, cell: Cell) -> Read:
    text = compact(as_text(cell) if not isinstance(cell, float) else f"{cell:.0f}")
    read = read_phone(text)
    return read if isinstance(read, Problem) else Value(read, read, _cleaned(cell, read))


def _choice(options: Options, field: Field, cell: Cell) -> Read:
    text = compact(as_text(cell))
    found = options.find(text)
    if isinstance(found, Problem):
        return found
    return Value(found.key, found.zh, ("synonym",) if text != compact(found.zh) else _cleaned(cell, text))


def _flag(field: Field, cell: Cell) -> Read:
    if isinstance(cell, date):
        return Problem("not-a-flag")
    text = compact(as_text(cell)).lower()
    if not text or text in _DASHES:
        return None
    flag = _FLAGS.get(text)
    return Problem("not-a-flag") if flag is None else Value(flag, "是" if flag else "否", ())
