"""Finds the list in a workbook: which sheet, which rows are its header, what each column holds."""

from collections.abc import Iterator
from dataclasses import dataclass

from sibao.kernel.sheets.columns import Column, Matcher, Remembered, settle
from sibao.kernel.sheets.grid import Area, GridRow, Sheet, Workbook
from sibao.kernel.sheets.headings import title_unit
from sibao.kernel.sheets.layout import Layout
from sibao.kernel.sheets.text import compact, visible
from sibao.kernel.sheets.words import Refused

SEARCHED = 40
"""Header rows are looked for among so many filled rows."""

DEEPEST = 3
"""Levels a header may have."""


@dataclass(frozen=True, slots=True)
class Table:
    """The list found.

    Args:
        header: first and last header row.
        columns: every column that has a heading.
        score: recognised columns; the sheet with most is taken.
        titles: rows above the header that hold something.
    """

    sheet: Sheet
    header: tuple[int, int]
    columns: tuple[Column, ...]
    score: float
    titles: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Top:
    """The upper rows of a sheet with merged cells filled in."""

    rows: dict[int, dict[int, str]]
    merged: tuple[Area, ...]
    width: int


def find_table(
    workbook: Workbook, layout: Layout, *, sheet: str | None = None, remembered: Remembered | None = None
) -> Table:
    """The list in the workbook; hidden sheets are read only when named.

    Args:
        sheet: name of the sheet chosen by a person.
        remembered: headings settled earlier.

    Raises:
        Refused: no such sheet, nothing in the workbook, or no heading recognised.
    """
    if sheet is not None and workbook.sheet(sheet) is None:
        raise Refused("no-sheet", sheet=sheet)
    if not any(each.rows for each in workbook.sheets):
        raise Refused("no-cells")
    wanted = [each for each in workbook.sheets if each.name == sheet or (sheet is None and not each.hidden)]
    found = [table for each in wanted if (table := _table_in(each, layout, remembered))]
    if not found:
        raise Refused("no-table", limit=str(SEARCHED))
    return max(found, key=lambda table: table.score)


def scores(workbook: Workbook, layout: Layout, remembered: Remembered | None = None) -> dict[str, float]:
    """How much each sheet looks like the layout, for a person to choose by."""
    tables = {each.name: _table_in(each, layout, remembered) for each in workbook.sheets}
    return {name: table.score if table else 0 for name, table in tables.items()}


def _table_in(sheet: Sheet, layout: Layout, remembered: Remembered | None) -> Table | None:
    top = _top_of(sheet)
    numbers = list(top.rows)
    best: tuple[float, int, int] | None = None
    plain = Matcher(layout, remembered)
    for bottom in numbers:
        for depth, first in enumerate(_tops(top, numbers, bottom), 1):
            score = _score(plain, top, first, bottom)
            if best is None or (score, -depth) > (best[0], -(best[2] - best[1] + 1)):
                best = (score, first, bottom)
    if best is None or best[0] < min(2, len(layout.fields)):
        return None
    score, first, bottom = best
    matcher = Matcher(layout, remembered, _unit_above(top, first))
    columns = settle([matcher.column(index, path) for index, path in _paths(top, first, bottom)])
    return Table(sheet, (first, bottom), columns, score, tuple(number for number in numbers if number < first))


def _top_of(sheet: Sheet) -> _Top:
    filled = sheet.rows[:SEARCHED]
    last = filled[-1].number if filled else 0
    rows = {row.number: _texts(row) for row in filled}
    width = max((len(row.cells) for row in filled), default=0)
    merged = tuple(area for area in sheet.merged if area.top <= last)
    for area in merged:
        text = rows.get(area.top, {}).get(area.left)
        if text:
            across = dict.fromkeys(range(area.left, min(area.right, width) + 1), text)
            for number in range(area.top, min(area.bottom, last) + 1):
                rows.setdefault(number, {}).update(across)
    return _Top(dict(sorted(rows.items())), merged, width)


def _texts(row: GridRow) -> dict[int, str]:
    return {
        index: text
        for index, cell in enumerate(row.cells, 1)
        if (text := visible(cell) if isinstance(cell, str) else f"{cell:.15g}" if type(cell) is float else "")
    }


def _tops(top: _Top, numbers: list[int], bottom: int) -> Iterator[int]:
    """First rows of the headers that may end in `bottom`, the shallowest first."""
    if any(area.top <= bottom < area.bottom for area in top.merged):
        return
    reach = min((area.top for area in top.merged if area.top < bottom == area.bottom), default=bottom)
    for depth, number in enumerate(reversed(numbers[: numbers.index(bottom) + 1])):
        if depth >= DEEPEST or number < bottom - depth or (depth and _is_title(top, number)):
            return
        if number <= reach:
            yield number


def _is_title(top: _Top, number: int) -> bool:
    row = top.rows[number]
    texts = set(row.values())
    if all(":" in compact(text) for text in texts):
        return True
    return len(texts) == 1 and (min(row) == 1 or len(row) > 0.7 * top.width)


def _score(matcher: Matcher, top: _Top, first: int, bottom: int) -> float:
    columns = [matcher.column(index, path) for index, path in _paths(top, first, bottom)]
    fields = {column.field.key for column in columns if column.field}
    return len(fields) + sum(0.25 for column in columns if column.field and column.year)


def _paths(top: _Top, first: int, bottom: int) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Every column with the texts above it; without merged cells an upper heading reaches to the next one."""
    spread = not top.merged
    carried: dict[int, str] = {}
    for index in range(1, top.width + 1):
        path: list[str] = []
        for number in range(first, bottom + 1):
            text = top.rows.get(number, {}).get(index, "")
            if spread and number < bottom:
                below = any(top.rows.get(lower, {}).get(index) for lower in range(number + 1, bottom + 1))
                text = carried[number] = text or (carried.get(number, "") if below else "")
            if text and text not in path[-1:]:
                path.append(text)
        if path:
            yield index, tuple(path)


def _unit_above(top: _Top, first: int) -> str | None:
    texts = (text for number, row in top.rows.items() if number < first for text in row.values())
    return next((unit for text in texts if (unit := title_unit(text))), None)
