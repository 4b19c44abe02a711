"""calamine's dense read of a workbook that was looked through before."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from sibao.kernel.sheets.child.limits import CELLS, COLUMNS, ROWS
from sibao.kernel.sheets.child.marks import Marks
from sibao.kernel.sheets.child.sending import checked
from sibao.kernel.sheets.grid import Area, Cell, GridRow, Sheet, letter
from sibao.kernel.sheets.words import Refused


def read_with_calamine(path: Path, marks: Mapping[str, Marks]) -> list[Sheet]:
    """Every worksheet with its true row and column numbers.

    Args:
        path: the file.
        marks: findings by sheet name.

    Raises:
        Refused: encrypted, damaged, macro sheets, or more cells than are read.
    """
    try:
        with (
            path.open("rb") as file,
            CalamineWorkbook.from_filelike(file) as workbook,
        ):  # a name may lie, content does not
            return _sheets(workbook, marks)
    except PasswordError as error:
        raise Refused("encrypted") from error
    except (CalamineError, OSError, ValueError) as error:
        raise Refused("corrupt") from error


def _sheets(workbook: CalamineWorkbook, marks: Mapping[str, Marks]) -> list[Sheet]:
    sheets: list[Sheet] = []
    left = CELLS
    for index, known in enumerate(workbook.sheets_metadata):
        if known.typ in (SheetTypeEnum.MacroSheet, SheetTypeEnum.Vba):
            raise Refused("macros")
        if known.typ is not SheetTypeEnum.WorkSheet:
            continue
        sheet = workbook.get_sheet_by_index(index)
        left -= sheet.total_height * sheet.total_width
        _bound(sheet, known.name, left)
        hidden = known.visible is not SheetVisibleEnum.Visible
        sheets.append(_sheet(sheet, known.name, hidden, marks.get(known.name, Marks())))
    return sheets


def _bound(sheet: CalamineSheet, name: str, left: int) -> None:
    rows, columns = sheet.total_height, sheet.total_width
    if rows > ROWS and sheet.height > ROWS * 0.9:
        raise Refused("too-many-rows", sheet=name, count=f"{rows:,}", limit=f"{ROWS:,}")
    if rows > ROWS or columns > COLUMNS:
        raise Refused("far-corner", sheet=name, cell=f"{letter(columns)}{rows}")
    if left < 0:
        raise Refused("too-many-cells", limit=f"{CELLS:,}")


def _sheet(sheet: CalamineSheet, name: str, hidden: bool, marks: Marks) -> Sheet:
    rows = [
        GridRow(number, cells)
        for number, line in enumerate(sheet.to_python(skip_empty_area=False), 1)
        if (cells := _cells(line))
    ]
    rows = _with_errors(rows, marks)
    last = rows[-1].number if rows else 0
    width = max((len(row.cells) for row in rows), default=0)
    return Sheet(
        name=name,
        hidden=hidden,
        rows=tuple(rows),
        merged=_merged(sheet, last, width),
        formulas=frozenset(marks.formulas),
        uncached=frozenset(marks.uncached),
        errors=marks.errors,
    )


def _with_errors(rows: list[GridRow], marks: Marks) -> list[GridRow]:
    """Rows that hold nothing but errors or formulas without result are rows all the same."""
    known = {row.number for row in rows}
    lost = {row for row, _ in (*marks.errors, *marks.uncached)} - known
    return sorted([*rows, *(GridRow(number, ()) for number in lost)], key=lambda row: row.number) if lost else rows


def _merged(sheet: CalamineSheet, last: int, width: int) -> tuple[Area, ...]:
    """Merged areas cut to the filled part; valid ones never overlap, so their cells cannot exceed it."""
    cut = [
        Area(top + 1, left + 1, min(bottom + 1, last), min(right + 1, width))
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or []
        if top < last and left < width
    ]
    if sum((area.bottom - area.top + 1) * (area.right - area.left + 1) for area in cut) > last * width:
        raise Refused("corrupt")
    return tuple(cut)


def _cells(line: list[Any]) -> tuple[Cell, ...]:
    while line and line[-1] == "":
        line.pop()
    return tuple([_cell(cell) for cell in line])


def _cell(cell: Any) -> Cell:
    if type(cell) is str:
        return checked(cell) or None
    if type(cell) is float:
        return cell
    if isinstance(cell, (bool, date)):
        return cell
    if isinstance(cell, int):
        return float(cell)
    return _span(cell)


def _span(cell: time | timedelta | datetime) -> str:
    if isinstance(cell, time):
        return cell.isoformat("minutes" if not cell.second else "seconds")
    return str(cell)
