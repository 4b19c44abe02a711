"""A workbook read as a list: columns with their verdicts, rows with values and problems, everything skipped with its reason."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from sibao.kernel.sheets.columns import Column, How, Remembered
from sibao.kernel.sheets.grid import Cell, GridRow, Sheet, Workbook
from sibao.kernel.sheets.layout import Choices, Field, Kind, Layout
from sibao.kernel.sheets.options import Options
from sibao.kernel.sheets.phones import masked
from sibao.kernel.sheets.results import CellProblem, Question, Row, Understanding
from sibao.kernel.sheets.rows import RowSorter, Skip
from sibao.kernel.sheets.table import Table, find_table, scores
from sibao.kernel.sheets.text import compact, tidy
from sibao.kernel.sheets.values import Read, Value, as_text, parser
from sibao.kernel.sheets.words import Problem

Settled = Mapping[str, Mapping[str, str]]
"""Field key → text as written → key of the choice a person settled on."""

__all__ = ["CellProblem", "Question", "Row", "Settled", "Understanding", "understand"]

_EXAMPLES = 60
"""Examples come from the first rows."""

_CONVERSIONS = ("notation", "month-only", "serial", "cell-unit", "converted")


def understand(
    workbook: Workbook,
    layout: Layout,
    *,
    sheet: str | None = None,
    remembered: Remembered | None = None,
    choices: Choices | None = None,
    settled: Settled | None = None,
) -> Understanding:
    """Reads a workbook as the list that the layout describes.

    Args:
        sheet: the sheet a person chose; else the one with most recognised headings.
        remembered: headings settled earlier (`Understanding.answers`).
        choices: what choice fields may be, where the layout does not say.
        settled: texts of choice fields settled earlier.

    Raises:
        Refused: there is no such list in the workbook (`no-table`, `no-sheet`, `no-cells`).
    """
    table = find_table(workbook, layout, sheet=sheet, remembered=remembered)
    reader = _Reader(table, layout, choices or {}, settled or {})
    skipped = reader.read()
    return Understanding(
        format=workbook.format,
        sheet=table.sheet.name,
        sheets=scores(workbook, layout, remembered) if len(workbook.sheets) > 1 else {table.sheet.name: table.score},
        header=table.header,
        width=max(column.index for column in table.columns if column.reason != "problems"),
        columns=reader.columns(),
        rows=tuple(reader.rows),
        skipped=skipped,
        missing=_missing(layout, table.columns),
        questions=reader.questions(),
    )


def _missing(layout: Layout, columns: Iterable[Column]) -> tuple[Field, ...]:
    held = {column.field.key for column in columns if column.field and column.taken}
    return tuple(each for each in layout.fields if each.required and each.key not in held)


class _Reader:
    """Reads the data rows of one table."""

    def __init__(self, table: Table, layout: Layout, choices: Choices, settled: Settled) -> None:
        self._table = table
        self._sheet: Sheet = table.sheet
        self._columns = [column for column in table.columns if column.taken]
        self._options = {
            each.key: Options(choices.get(each.key, each.choices), settled.get(each.key))
            for each in layout.fields
            if each.kind is Kind.CHOICE
        }
        self._readers = [
            (column.index - 1, column.key, parser(column.field, column.unit, self._options.get(column.field.key)))
            for column in self._columns
            if column.field
        ]
        self._required = [column for column in self._columns if column.field and column.field.required]
        self._asked: dict[tuple[int, str], list[int]] = {}
        self._marked = bool(self._sheet.formulas or self._sheet.uncached or self._sheet.errors)
        self._examples: dict[int, tuple[str, str]] = {}
        self._notes: dict[str, Counter[str]] = {column.key: Counter() for column in self._columns}
        self.rows: list[Row] = []

    def read(self) -> dict[str, tuple[int, ...]]:
        """Fills `rows`; returns what was skipped and why."""
        merged = _filled_down(self._sheet, self._table.header[1])
        skipped: dict[str, list[int]] = {Skip.TITLE.value: list(self._table.titles)}
        for row, reason in RowSorter(self._table).sort(self._sheet.rows):
            if reason is not None:
                skipped.setdefault(reason.value, []).append(row.number)
            else:
                self.rows.append(self._row(row, merged.get(row.number)))
        self._find_duplicates()
        return {reason: tuple(numbers) for reason, numbers in skipped.items() if numbers}

    def _row(self, grid: GridRow, merged: dict[int, Cell] | None) -> Row:
        row = Row(grid.number)
        cells = grid.cells
        if merged:
            width = max(len(cells), *merged)
            padded = [*cells, *[None] * (width - len(cells))]
            for index, cell in merged.items():
                padded[index - 1] = padded[index - 1] if padded[index - 1] not in (None, "") else cell
            cells = tuple(padded)
        width = len(cells)
        for index, key, parse in self._readers:
            cell = cells[index] if index < width else None
            read = parse(cell) if not self._marked else self._checked(grid.number, index + 1, cell, parse)
            if read is None:
                continue
            if type(read) is Value:
                row.values[key] = read
                if read.notes:
                    self._notes[key].update(read.notes)
            else:
                self._refuse(row, index + 1, key, cell, read)  # type: ignore[arg-type]
        self._check_required(row)
        return row

    def _checked(self, number: int, column: int, cell: Cell, parse: Callable[[Cell], Read]) -> Read:
        place = (number, column)
        if place in self._sheet.errors:
            return Problem("error-cell", {"error": self._sheet.errors[place]})
        if place in self._sheet.uncached:
            return Problem("no-result")
        read = parse(cell)
        if place in self._sheet.formulas and isinstance(read, Value):
            return read._replace(notes=(*read.notes, "formula"))
        return read

    def _refuse(self, row: Row, column: int, key: str, cell: Cell, problem: Problem) -> None:
        asked = self._field(key)
        if asked.ask and problem.code in ("unknown-choice", "ambiguous-choice"):
            self._asked.setdefault((column, tidy(as_text(cell))), []).append(row.number)
            return
        raw = self._sheet.errors.get((row.number, column)) or as_text(cell)
        row.problems.append(CellProblem(row.number, column, key, raw, problem))

    def _field(self, key: str) -> Field:
        return next(column.field for column in self._columns if column.field and column.key == key)

    def _check_required(self, row: Row) -> None:
        for column in self._required:
            if column.key not in row.values and not any(problem.key == column.key for problem in row.problems):
                words = {"field": column.field.zh, "field_en": column.field.en} if column.field else {}
                problem = Problem("missing", words)
                row.problems.append(CellProblem(row.number, column.index, column.key, "", problem))

    def _find_duplicates(self) -> None:
        for column in self._columns:
            if column.field is None or not column.field.identity:
                continue
            places: dict[object, list[Row]] = {}
            for row in self.rows:
                if column.key in row.values:
                    places.setdefault(row.values[column.key].value, []).append(row)
            for rows in places.values():
                if len(rows) > 1:
                    self._report_duplicates(column, column.field, rows)

    @staticmethod
    def _report_duplicates(column: Column, field: Field, rows: list[Row]) -> None:
        for row in rows:
            others = [str(other.number) for other in rows if other is not row]
            shown = "、".join(others[:5]) + ("…" if len(others) > 5 else "")
            problem = Problem("duplicate", {"field": field.zh, "field_en": field.en, "rows": shown})
            row.problems.append(
                CellProblem(row.number, column.index, column.key, row.values[column.key].shown, problem)
            )

    def columns(self) -> tuple[Column, ...]:
        """The table's columns with an example each, the notes counted, conversions told."""
        return tuple(self._told(column) for column in self._table.columns)

    def _told(self, column: Column) -> Column:
        raw, read = self._example(column)
        notes = self._notes.get(column.key, Counter()) if column.taken else Counter()
        converted = column.how is How.RECOGNISED and any(notes[note] for note in _CONVERSIONS)
        how = How.CONVERTED if converted else column.how
        return replace(column, example=(raw, read), notes=dict(notes), how=how)

    def _example(self, column: Column) -> tuple[str, str]:
        lines = {row.number: row.cells for row in self._sheet.rows[:_EXAMPLES]}
        held = [row for row in self.rows[:_EXAMPLES] if column.key in row.values and row.number in lines]
        if not held:
            return self._first_text(column), ""
        raw, shown = _raw(lines[held[0].number], column.index), held[0].values[column.key].shown
        if column.field is not None and column.field.kind is Kind.PHONE:
            return masked(compact(raw)), masked(shown)
        return raw, shown

    def _first_text(self, column: Column) -> str:
        if column.how is How.SKIPPED:
            return ""
        below = (row.cells for row in self._sheet.rows[:_EXAMPLES] if row.number > self._table.header[1])
        return next((raw for cells in below if (raw := _raw(cells, column.index))), "")

    def questions(self) -> tuple[Question, ...]:
        """Texts to be settled by a person, the most frequent first."""
        columns = {column.index: column for column in self._columns}
        found = [
            Question(columns[index], text, tuple(rows), self._options[_key_of(columns[index])].near(compact(text)))
            for (index, text), rows in self._asked.items()
        ]
        return tuple(sorted(found, key=lambda question: -len(question.rows)))


def _raw(cells: tuple[Cell, ...], column: int) -> str:
    return as_text(cells[column - 1]) if column <= len(cells) else ""


def _key_of(column: Column) -> str:
    return column.field.key if column.field else ""


def _filled_down(sheet: Sheet, header_bottom: int) -> dict[int, dict[int, Cell]]:
    """Row → column → value of the merged cell that reaches down to it."""
    rows = {row.number: row.cells for row in sheet.rows}
    last = sheet.rows[-1].number if sheet.rows else 0
    filled: dict[int, dict[int, Cell]] = {}
    for area in sheet.merged:
        first = rows.get(area.top, ())
        if area.top <= header_bottom or area.bottom == area.top or area.left > len(first):
            continue
        value = first[area.left - 1]
        for number in range(area.top + 1, min(area.bottom, last) + 1) if value not in (None, "") else ():
            filled.setdefault(number, {})[area.left] = value
    return filled
