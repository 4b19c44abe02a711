"""Rows out to .xlsx or CSV: constant memory, codes as text, real numbers and dates, dangerous text neutralised."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter

from sibao.kernel.sheets.amounts import usual_multiple
from sibao.kernel.sheets.layout import AMOUNTS, Choices, Field, Kind, value_key
from sibao.kernel.sheets.template import heading
from sibao.kernel.sheets.text import neutralise


@dataclass(frozen=True, slots=True)
class Note:
    """What stands above an exported list, so that a paper copy says where it came from.

    Args:
        title: what the list is.
        who: name and position of the person exporting.
        when: Shanghai time, as shown.
        filtered: the list's filter in words; empty for all rows.
        masked: personal data are masked.
    """

    title: str
    who: str
    when: str
    filtered: str = ""
    masked: bool = False

    def line(self) -> str:
        """`导出人：… 导出时间：… 筛选：… 脱敏`."""
        parts = [f"导出人：{self.who}", f"导出时间：{self.when}", f"筛选：{self.filtered or '全部'}"]
        return "　".join([*parts, "脱敏"] if self.masked else parts)


@dataclass(frozen=True, slots=True)
class Exported:
    """A column to write: the field, and the year of a yearly one."""

    field: Field
    year: int | None = None

    @property
    def key(self) -> str:
        """Key of its value in a row."""
        return value_key(self.field, self.year)

    @property
    def heading(self) -> str:
        """Heading with year and unit; money is written in 万元."""
        if self.field.kind is Kind.MONEY:
            return f"{f'{self.year}年' if self.year and self.field.yearly else ''}{self.field.zh}（万元）"
        return heading(self.field, self.year)


Record = Mapping[str, Any]
"""Key → plain value as an import hands it on: 分, dates, choice keys, truth values, text."""


def write_xlsx(
    target: Path | str,
    columns: Sequence[Exported],
    records: Iterable[Record],
    *,
    note: Note,
    choices: Choices | None = None,
) -> int:
    """Writes a workbook row by row; returns the number of records.

    Args:
        target: the .xlsx to write.
        columns: in order.
        records: may be an endless-looking iterator; none is kept.
        note: what stands above.
        choices: labels of choice keys, where the fields do not say.
    """
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    count = 0
    with xlsxwriter.Workbook(str(target), options) as workbook:
        page = workbook.add_worksheet(_sheet_name(note.title))
        looks = {kind: workbook.add_format({"num_format": code}) for kind, code in _FORMATS.items()}
        bold = workbook.add_format({"bold": True, "bg_color": "#EAF2FB", "border": 1})
        for index, column in enumerate(columns):
            page.set_column(index, index, max(12, 2 * len(column.heading)))
        page.write_string(0, 0, neutralise(note.title), workbook.add_format({"bold": True, "font_size": 14}))
        page.write_string(1, 0, neutralise(note.line()))
        for index, column in enumerate(columns):
            page.write_string(2, index, neutralise(column.heading), bold)
        page.freeze_panes(3, 0)
        for count, cells in enumerate(_written(columns, records, choices), 1):
            for index, cell in enumerate(cells):
                _write(page, count + 2, index, cell, looks)
    return count


_FORMATS = {"text": "@", "number": "#,##0.######", "day": "yyyy-mm-dd", "moment": "yyyy-mm-dd hh:mm"}


def _write(page: Any, row: int, index: int, cell: Any, looks: Mapping[str, Any]) -> None:
    if isinstance(cell, str):
        page.write_string(row, index, neutralise(cell), looks["text"])
    elif isinstance(cell, date):
        page.write_datetime(row, index, cell, looks["moment" if isinstance(cell, datetime) else "day"])
    elif cell is not None:
        page.write_number(row, index, cell, looks["number"])


def write_csv(
    target: Path | str,
    columns: Sequence[Exported],
    records: Iterable[Record],
    *,
    note: Note,
    choices: Choices | None = None,
) -> int:
    """Writes the same list as UTF-8 text with a byte order mark, which Excel opens rightly; returns the number of records."""
    count = 0
    with Path(target).open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([neutralise(note.title)])
        writer.writerow([neutralise(note.line())])
        writer.writerow([neutralise(column.heading) for column in columns])
        for cells in _written(columns, records, choices):
            writer.writerow([_as_csv(cell) for cell in cells])
            count += 1
    return count


def _as_csv(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return neutralise(cell)
    return f"{cell:f}" if isinstance(cell, Decimal) else str(cell)


def _written(columns: Sequence[Exported], records: Iterable[Record], choices: Choices | None) -> Iterator[list[Any]]:
    labels = {
        column.field.key: {
            option.key: option.zh for option in (choices or {}).get(column.field.key, column.field.choices)
        }
        for column in columns
        if column.field.kind is Kind.CHOICE
    }
    for record in records:
        yield [_cell(column.field, record.get(column.key), labels) for column in columns]


def _cell(field: Field, value: Any, labels: Mapping[str, Mapping[str, str]]) -> Any:
    if value is None or isinstance(value, date):
        return value
    if field.kind is Kind.FLAG:
        return "是" if value else "否"
    if field.kind is Kind.CHOICE:
        return labels[field.key].get(value, str(value))
    if field.kind is Kind.YEAR:
        return int(value)
    if field.kind in AMOUNTS and not isinstance(value, str):
        scale = usual_multiple(field) * (100 if field.kind is Kind.MONEY else 1)
        return (Decimal(value) / scale).normalize() + 0
    return str(value)


def _sheet_name(title: str) -> str:
    name = "".join(character for character in title if character not in "[]:*?/\\'").strip()
    return name[:31] or "导出"
