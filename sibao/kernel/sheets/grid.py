"""A workbook as plain values: what the reading process hands over. Rows and columns are counted from 1, as Excel shows them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

Cell = str | float | bool | date | datetime | None
"""Text, number (always float), truth value, date or nothing."""

Position = tuple[int, int]
"""Row and column, both from 1."""


@dataclass(frozen=True, slots=True)
class Area:
    """A merged area, corners included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row that holds something; `cells[0]` is column A, nothing is kept after the last filled cell."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. Wholly empty rows are left out; the others keep their true numbers.

    Args:
        formulas: cells whose value is a formula's saved result.
        uncached: cells with a formula that has no saved result.
        errors: cells that show an error, such as `#REF!`.
    """

    name: str
    hidden: bool
    rows: tuple[GridRow, ...]
    merged: tuple[Area, ...] = ()
    formulas: frozenset[Position] = frozenset()
    uncached: frozenset[Position] = frozenset()
    errors: Mapping[Position, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Workbook:
    """All sheets of a file in their order; `format` is xlsx, xls, ods or csv, by content and not by name."""

    format: str
    sheets: tuple[Sheet, ...]

    def sheet(self, name: str) -> Sheet | None:
        """The sheet of that name."""
        return next((sheet for sheet in self.sheets if sheet.name == name), None)


def letter(column: int) -> str:
    """Column 1 → `A`, 28 → `AB`."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """`A` → 1, `AB` → 28."""
    number = 0
    for character in letters.upper():
        number = number * 26 + ord(character) - 64
    return number
