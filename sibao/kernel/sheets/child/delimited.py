"""Delimited text: UTF-8 and UTF-16 with or without mark, GB18030; comma, semicolon or tab."""

import codecs
import csv
import io
from pathlib import Path

from sibao.kernel.sheets.child.limits import CELL_CHARACTERS, CELLS, COLUMNS, ROWS
from sibao.kernel.sheets.grid import GridRow, Sheet
from sibao.kernel.sheets.words import Refused

_DELIMITERS = ",\t;"
_SAMPLE = 30


def read_delimited(path: Path) -> Sheet:
    """The one sheet of a text file, named after it; every cell is text.

    Raises:
        Refused: unknown encoding, no delimiter, too much.
    """
    text = _decoded(path.read_bytes())
    delimiter = _delimiter(text)
    csv.field_size_limit(CELL_CHARACTERS)
    rows: list[GridRow] = []
    cells = 0
    try:
        for number, line in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), 1):
            while line and not line[-1]:
                line.pop()
            cells += len(line)
            _bound(path.stem, number, len(line), cells)
            if line:
                rows.append(GridRow(number, tuple(cell or None for cell in line)))
    except csv.Error as error:
        raise Refused("cell-too-long", limit=f"{CELL_CHARACTERS:,}") from error
    return Sheet(path.stem, hidden=False, rows=tuple(rows))


def _bound(name: str, rows: int, columns: int, cells: int) -> None:
    if rows > ROWS:
        raise Refused("too-many-rows", sheet=name, count=f"{rows:,}+", limit=f"{ROWS:,}")
    if columns > COLUMNS:
        raise Refused("too-many-columns", sheet=name, count=f"{columns:,}", limit=f"{COLUMNS:,}")
    if cells > CELLS:
        raise Refused("too-many-cells", limit=f"{CELLS:,}")


def _decoded(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    elif b"\0" in data:
        raise Refused("not-a-workbook")
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused("encoding")


def _delimiter(text: str) -> str:
    """The delimiter that splits most of the first lines, alike from line to line."""
    lines = [line for line in text[:65_536].splitlines() if line.strip()][:_SAMPLE]
    counts = {mark: sorted(line.count(mark) for line in lines) for mark in _DELIMITERS}
    best = max(_DELIMITERS, key=lambda mark: (counts[mark][len(lines) // 2] if lines else 0, sum(counts[mark])))
    if not any(counts[best]):
        raise Refused("not-a-workbook")
    return best
