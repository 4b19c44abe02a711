"""Puts problems into the clerk's own workbook: look, formulas and their saved results stay."""

import re
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from openpyxl import load_workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.worksheet.worksheet import Worksheet

from sibao.kernel.sheets.child.copying import write_copy
from sibao.kernel.sheets.child.formats import read_file
from sibao.kernel.sheets.grid import Sheet, column_number, letter
from sibao.kernel.sheets.layout import PROBLEM_HEADING
from sibao.kernel.sheets.words import Refused

_MARK = 'LEN("四保·问题")>0'
_AUTHOR = "四保"
_RED, _PALE = "FFB42318", "FFFEE4E2"
_UNSAVED = re.compile(r'<c r="([A-Z]+)(\d+)"([^>]*)>(<f[^>]*>[^<]*</f>|<f[^>]*/>)<v ?/?>(?:</v>)?</c>')


def annotate(original: Path, target: Path, order: dict[str, Any]) -> None:
    """Writes the annotated copy.

    Args:
        original: the file as uploaded.
        target: where the .xlsx goes.
        order: sheet, header (first and last row), column of the 问题 column, rows (number → text), cells (`E88` → text).

    Raises:
        Refused: the original cannot be read.
    """
    format_, sheets = read_file(original)
    named = next((sheet for sheet in sheets if sheet.name == order["sheet"]), None)
    if named is None:
        raise Refused("no-sheet", sheet=str(order["sheet"]))
    if format_ != "xlsx":
        write_copy(sheets, target, order)
        return
    try:
        workbook = load_workbook(original, rich_text=True)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise Refused("corrupt") from error
    _mark(workbook[order["sheet"]], order)
    workbook.save(target)
    _keep_results(target, sheets)


def _mark(sheet: Worksheet, order: dict[str, Any]) -> None:
    _clear(sheet, order)
    first, last = order["header"]
    column = order["column"]
    heading = sheet.cell(first, column, PROBLEM_HEADING)
    heading.alignment = Alignment(horizontal="center", vertical="center")
    heading.font = Font(bold=True, color=_RED)
    if last > first:
        sheet.merge_cells(start_row=first, end_row=last, start_column=column, end_column=column)
    for number, text in order["rows"].items():
        cell = sheet.cell(int(number), column, text)
        cell.data_type = "s"
        cell.font = Font(color=_RED)
        cell.alignment = Alignment(wrap_text=True, vertical="center")
    sheet.column_dimensions[letter(column)].width = 42
    fill = PatternFill(bgColor=_PALE, fill_type="solid")
    rule = Rule(type="expression", formula=[_MARK], dxf=DifferentialStyle(font=Font(color=_RED), fill=fill))
    for place, text in order["cells"].items():
        cell = sheet[place]
        if not isinstance(cell, MergedCell) and cell.comment is None:
            cell.comment = Comment(text, _AUTHOR, width=260, height=90)
        sheet.conditional_formatting.add(place, rule)


def _clear(sheet: Worksheet, order: dict[str, Any]) -> None:
    """Takes away what an earlier annotation put there."""
    first, column = order["header"][0], order["column"]
    kept = ConditionalFormattingList()
    for block in sheet.conditional_formatting:
        for rule in block.rules:
            if rule.formula != [_MARK]:
                kept.add(str(block.sqref), rule)
    sheet.conditional_formatting = kept
    for cell in _cells(sheet):
        if cell.comment is not None and cell.comment.author == _AUTHOR:
            cell.comment = None
    for area in [each for each in sheet.merged_cells.ranges if each.min_col == each.max_col == column]:
        sheet.unmerge_cells(str(area))
    for number in range(first, sheet.max_row + 1):
        sheet.cell(number, column).value = None


def _cells(sheet: Worksheet) -> Iterator[Cell]:
    return (cell for row in sheet.iter_rows() for cell in row if isinstance(cell, Cell))


def _keep_results(target: Path, sheets: list[Sheet]) -> None:
    """openpyxl saves formulas without their results: puts the results back, so that the copy can be read as it is."""
    known = {f"xl/worksheets/sheet{index}.xml": sheet for index, sheet in enumerate(sheets, 1) if sheet.formulas}
    if not known:
        return
    whole = target.with_suffix(".whole")
    with zipfile.ZipFile(target) as source, zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as copy:
        for entry in source.infolist():
            data = source.read(entry)
            sheet = known.get(entry.filename)
            copy.writestr(entry, _with_results(data.decode(), sheet).encode() if sheet else data)
    whole.replace(target)


def _with_results(markup: str, sheet: Sheet) -> str:
    cells = {row.number: row.cells for row in sheet.rows}

    def put_back(found: re.Match[str]) -> str:
        place = int(found[2]), column_number(found[1])
        line = cells.get(place[0], ())
        value = line[place[1] - 1] if place[1] <= len(line) else None
        error = sheet.errors.get(place)
        if value is None and error is None and place not in sheet.formulas:
            return found[0]
        kind, text = _result(error or value, known_error=error is not None)
        attributes = re.sub(r' t="[^"]*"', "", found[3])
        return f'<c r="{found[1]}{found[2]}"{attributes}{kind}>{found[4]}<v>{text}</v></c>'

    return _UNSAVED.sub(put_back, markup)


def _result(value: object, *, known_error: bool) -> tuple[str, str]:
    if known_error:
        return ' t="e"', escape(str(value))
    if isinstance(value, bool):
        return ' t="b"', str(int(value))
    if isinstance(value, float):
        return "", repr(value)
    return ' t="str"', escape(value.isoformat() if isinstance(value, date) else str(value or ""))
