"""A new workbook with the same cells in the same places, for formats that cannot be annotated themselves."""

from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter

from sibao.kernel.sheets.grid import Cell, Sheet, letter
from sibao.kernel.sheets.layout import PROBLEM_HEADING

_AUTHOR = "四保"


def write_copy(sheets: list[Sheet], target: Path, order: dict[str, Any]) -> None:
    """Writes all sheets as they were read, the problems on theirs.

    Args:
        sheets: as read.
        target: the .xlsx to write.
        order: as `annotating.annotate` takes it.
    """
    with xlsxwriter.Workbook(str(target), {"strings_to_formulas": False, "strings_to_urls": False}) as workbook:
        looks = {
            "day": workbook.add_format({"num_format": "yyyy-mm-dd"}),
            "text": workbook.add_format({"num_format": "@"}),
            "red": workbook.add_format({"font_color": "#B42318", "text_wrap": True}),
            "bad": workbook.add_format({"bg_color": "#FEE4E2", "num_format": "@"}),
        }
        for sheet in sheets:
            page = workbook.add_worksheet(sheet.name[:31])
            if sheet.hidden and len(sheets) > 1:
                page.hide()
            marked = order["cells"] if sheet.name == order["sheet"] else {}
            _write_cells(page, sheet, looks, marked)
            _merge(page, sheet)
            for place, words in marked.items():
                page.write_comment(place, words, {"author": _AUTHOR})
            if sheet.name == order["sheet"]:
                _write_problems(page, order, looks["red"])


def _write_cells(page: Any, sheet: Sheet, looks: dict[str, Any], marked: dict[str, str]) -> None:
    for row in sheet.rows:
        for column, cell in enumerate(row.cells, 1):
            shown = sheet.errors.get((row.number, column), cell)
            bad = looks["bad"] if f"{letter(column)}{row.number}" in marked else None
            _write(page, (row.number - 1, column - 1), shown, bad, looks)
    for row_number, column in sheet.errors:
        page.write_string(row_number - 1, column - 1, sheet.errors[row_number, column], looks["bad"])


def _write(page: Any, place: tuple[int, int], cell: Cell, bad: Any, looks: dict[str, Any]) -> None:
    if isinstance(cell, str):
        page.write_string(*place, cell, bad or looks["text"])
    elif isinstance(cell, (bool, float)):
        page.write(*place, cell, bad)
    elif isinstance(cell, date):
        page.write_datetime(*place, cell, looks["day"])
    elif bad:
        page.write_blank(*place, None, bad)


def _merge(page: Any, sheet: Sheet) -> None:
    rows = {row.number: row.cells for row in sheet.rows}
    for area in sheet.merged:
        line = rows.get(area.top, ())
        first = line[area.left - 1] if area.left <= len(line) else ""
        if (area.top, area.left) != (area.bottom, area.right):
            page.merge_range(area.top - 1, area.left - 1, area.bottom - 1, area.right - 1, first)


def _write_problems(page: Any, order: dict[str, Any], red: Any) -> None:
    column = order["column"] - 1
    page.write_string(order["header"][0] - 1, column, PROBLEM_HEADING, red)
    page.set_column(column, column, 42)
    for number, words in order["rows"].items():
        page.write_string(int(number) - 1, column, words, red)
