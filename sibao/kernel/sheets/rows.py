"""Which rows below the header are the list's own: subtotals, notes, signatures and blanks are told apart."""

import re
from collections.abc import Iterator
from enum import StrEnum

from sibao.kernel.sheets.grid import Cell, GridRow
from sibao.kernel.sheets.layout import EXAMPLE_MARK, Kind
from sibao.kernel.sheets.table import Table
from sibao.kernel.sheets.text import compact

_TOTAL = re.compile(
    r"(?:本页|本表|全市|全区)?(?:小计|合计|总计|共计|累计|其中)[::]?(?:\(.*\))?|其中[::].+|.{0,20}(?:小计|合计|总计)[::]?"
)
_NOTE = re.compile(
    r"\(?(?:说明|备注|附注|注|填表说明|填报说明|填表人|填报人|制表人?|审核人?|复核人?|经办人?|负责人|单位负责人|分管领导|主管领导|联系人|"
    r"联系电话|电话|填表日期|填报日期|填表时间|填报时间|填报单位|制表单位|制表日期|日期|盖章|公章|签字|签章|数据来源|资料来源)"
    r"(?:\(.{1,8}\))?[::)]"
)
_BARE_NOTE = re.compile(r"(?:说明|备注|附注|注\d?|盖章|公章|签字)|注\d*[::.].*|\(?\d+[.、)].*|[*※].*")
_SECTION = re.compile(r"[(]?[一二三四五六七八九十]{1,3}[、.)].*")


class Skip(StrEnum):
    """Why a row is not part of the list."""

    TITLE = "title"
    SUBTOTAL = "subtotal"
    NOTE = "note"
    SECTION = "section"
    BLANK = "blank"
    EXAMPLE = "example"
    HEADER = "header"


class RowSorter:
    """Goes down a table once and says of each row whether it is data.

    Args:
        table: the list found; its columns say where codes and sequence numbers stand.
    """

    def __init__(self, table: Table) -> None:
        taken = [column for column in table.columns if column.taken]
        self._mapped = tuple(column.index - 1 for column in taken)
        self._codes = tuple(
            column.index - 1 for column in taken if column.field and column.field.kind is Kind.LONG_CODE
        )
        self._headings = {column.index - 1: compact(column.heading.split(" / ")[-1]) for column in taken}
        self._ignored = {column.index - 1 for column in table.columns if column.reason in ("sequence", "problems")}
        self._half = max(2, (len(taken) + 1) // 2)
        self._wide = {area.top for area in table.sheet.merged if area.right - area.left >= 2}
        self._previous = self._bottom = table.header[1]
        self._below = False

    def sort(self, rows: tuple[GridRow, ...]) -> Iterator[tuple[GridRow, Skip | None]]:
        """Each row below the header with the reason to skip it, or None for data."""
        for row in rows:
            if row.number <= self._bottom:
                continue
            reason = self._reason(row)
            if reason is Skip.NOTE:
                self._below = True
            self._previous = row.number
            yield row, reason

    def _reason(self, row: GridRow) -> Skip | None:
        cells = row.cells
        width = len(cells)
        filled = sum(1 for index in self._mapped if index < width and cells[index] not in (None, ""))
        texts = [cell for cell in cells[:8] if isinstance(cell, str)]
        if any(EXAMPLE_MARK in text for text in texts):
            return Skip.EXAMPLE
        coded = any(index < width and cells[index] not in (None, "") for index in self._codes)
        if not coded and _has_total(texts[:3]):
            return Skip.SUBTOTAL
        if self._is_header(row):
            return Skip.HEADER
        if filled >= self._half or (coded and filled > 1):
            return None
        return self._sparse(row, filled)

    def _sparse(self, row: GridRow, filled: int) -> Skip | None:
        others = [cell for index, cell in enumerate(row.cells) if index not in self._ignored]
        texts = [text for cell in others if isinstance(cell, str) and (text := compact(cell))]
        if not texts:
            sequence = any(cell not in (None, "") for cell in row.cells)
            if filled or not sequence:
                return None if filled else Skip.BLANK
            first = row.cells[min(self._ignored)] if self._ignored else None
            return Skip.NOTE if isinstance(first, str) and _is_note(compact(first)) else Skip.BLANK
        return self._remark(row, filled, texts)

    def _remark(self, row: GridRow, filled: int, texts: list[str]) -> Skip | None:
        first = compact(next(cell for cell in row.cells if isinstance(cell, str) and compact(cell)))
        alone = len(texts) == 1 and filled <= 1
        if _is_note(first) or any(_NOTE.match(text) for text in texts):
            return Skip.NOTE
        if alone and (_SECTION.fullmatch(first) or row.number in self._wide) and not self._below:
            return Skip.SECTION
        if self._below or (alone and row.number > self._previous + 1):
            return Skip.NOTE
        return None if filled else Skip.BLANK

    def _is_header(self, row: GridRow) -> bool:
        """The header again (printed on each page), or a row of column numbers right below it."""
        same = 0
        for index, heading in self._headings.items():
            cell = row.cells[index] if index < len(row.cells) else None
            same += isinstance(cell, str) and cell[:1] == heading[:1] and compact(cell) == heading
            if index > self._mapped[min(3, len(self._mapped) - 1)]:
                break
        return same >= 2 or (row.number == self._bottom + 1 and _counts_columns(row.cells))


def _has_total(texts: list[str]) -> bool:
    return any(("计" in text or "其" in text) and _TOTAL.fullmatch(compact(text)) for text in texts)


def _is_note(text: str) -> bool:
    return bool(_NOTE.match(text) or _BARE_NOTE.fullmatch(text))


def _counts_columns(cells: tuple[Cell, ...]) -> bool:
    numbers: list[int] = []
    for cell in cells:
        if isinstance(cell, float) and cell.is_integer():
            numbers.append(int(cell))
        elif isinstance(cell, str) and compact(cell).strip("()").isdecimal():
            numbers.append(int(compact(cell).strip("()")))
        elif cell is not None and compact(str(cell)) not in {"甲", "乙", "丙", "丁", "-", "—"}:
            return False
    return len(numbers) >= 3 and numbers == list(range(numbers[0], numbers[0] + len(numbers))) and numbers[0] <= 2
