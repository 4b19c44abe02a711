"""Whole numbers, money and quantities: exact decimals, units in cells and headings, never a float's error."""

import re
from decimal import ROUND_HALF_UP, Decimal

from sibao.kernel.sheets.grid import Cell
from sibao.kernel.sheets.layout import Field, Kind
from sibao.kernel.sheets.text import compact, visible
from sibao.kernel.sheets.units import factor
from sibao.kernel.sheets.words import Problem

Amount = int | Decimal

LARGEST = 10**17
"""Beyond it no amount is believed; 分 of that size still fit into eight bytes."""

_NUMBER = re.compile(r"([+-]?)(\d[\d,]*(?:\.\d*)?|\.\d+)([^\d.,+-]*)")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d*)?")
_SCIENTIFIC = re.compile(r"[+-]?\d+(?:\.\d*)?e[+-]?\d+")
_SPLIT = re.compile(r"(?<=\d) (?=\d)")
_VAGUE = re.compile(r"约|近|余|多|左右|上下|以上|以下|不到|超|几|大概|~|至|到|\?")
_SIGNS = str.maketrans({"−": "-", "－": "-", "＋": "+", "，": ",", "．": ".", "¥": None, "￥": None})
_WAN_YUAN = Decimal(1_000_000)


def read_amount(field: Field, unit: str | None, cell: Cell) -> tuple[Amount, tuple[str, ...]] | Problem:
    """A cell as amount: int for whole numbers and money (分), Decimal in the base for quantities.

    Args:
        field: kind, words of the base and bounds.
        unit: the column's unit; a unit written in the cell comes before it.
        cell: number, or text with an optional unit behind the digits.
    """
    read = _number(field, cell)
    if isinstance(read, Problem):
        return read
    number, cell_unit, notes = read
    if cell_unit:
        notes = (*notes, "cell-unit")
    multiple = factor(cell_unit or unit or "", field.bases) if cell_unit or unit else 1
    if multiple is None:
        return Problem(
            "wrong-unit", {"unit": cell_unit or unit or "", "wanted": field.unit or "".join(field.bases[:1])}
        )
    if multiple != usual_multiple(field):
        notes = (*notes, "converted")
    if abs(number * multiple) >= LARGEST:
        return Problem("too-big", {"limit": f"{LARGEST:,}"})
    if number < 0 and field.minimum is None:
        return Problem("too-small", {"limit": "0"})
    return _scaled(field, number * multiple, notes)


def _scaled(field: Field, amount: Decimal, notes: tuple[str, ...]) -> tuple[Amount, tuple[str, ...]] | Problem:
    if field.kind is Kind.QUANTITY:
        return amount.normalize() + 0, notes
    if field.kind is Kind.MONEY:
        amount *= 100
        fen = int(amount.to_integral_value(ROUND_HALF_UP))
        return fen, (notes if fen == amount else (*notes, "rounded"))
    whole = int(amount)
    return (whole, notes) if whole == amount else Problem("not-whole")


def _number(field: Field, cell: Cell) -> tuple[Decimal, str, tuple[str, ...]] | Problem:
    if isinstance(cell, float):
        return Decimal(f"{cell:.15g}"), "", ()
    if not isinstance(cell, str):
        return Problem("not-a-number", {"hint": _hint("")})
    text = compact(_SPLIT.sub(",", visible(cell))).translate(_SIGNS)
    found = _NUMBER.fullmatch(text)
    if not found:
        return _not_a_number(text)
    sign, digits, unit = found.groups()
    if _VAGUE.search(unit):
        return _not_a_number(text)
    if "," in digits and not _GROUPED.fullmatch(digits):
        return Problem("grouping")
    if len(digits) > 25:
        return Problem("too-big", {"limit": f"{LARGEST:,}"})
    return Decimal(sign + digits.replace(",", "")), unit, (() if cell == text else ("cleaned",))


def _not_a_number(text: str) -> Problem:
    if _SCIENTIFIC.fullmatch(text.lower()):
        return Problem("scientific")
    return Problem("not-a-number", {"hint": _hint(text)})


def _hint(text: str) -> str:
    digits = re.search(r"\d+(?:\.\d+)?", text)
    return digits[0] if digits else "2.1"


def show_amount(field: Field, amount: Amount) -> str:
    """An amount as people write it: `12,860 万元` for 分, `412 人`, `3.2 万吨公里`."""
    if field.kind is Kind.MONEY:
        return f"{_grouped(Decimal(amount) / _WAN_YUAN)} 万元"
    unit = field.unit or "".join(field.bases[:1])
    return f"{_grouped(Decimal(amount) / usual_multiple(field))} {unit}".strip()


def usual_multiple(field: Field) -> int:
    """The multiple of the base in which the field is shown: 万元 for money, else its own unit."""
    if field.kind is Kind.MONEY:
        return 10_000
    return factor(field.unit, field.bases) or 1 if field.unit else 1


def _grouped(number: Decimal) -> str:
    whole = number.normalize()
    return f"{whole:,f}"
