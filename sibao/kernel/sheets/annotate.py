"""The clerk's own workbook back, with a 问题 column right of her table and a mark and a note on each bad cell."""

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from sibao.kernel.sheets.reading import converse
from sibao.kernel.sheets.results import CellProblem, Understanding
from sibao.kernel.sheets.words import Language


def annotate(
    original: Path,
    understanding: Understanding,
    target: Path,
    *,
    also: Iterable[CellProblem] = (),
    language: Language = "zh",
) -> None:
    """Writes a copy of the original with its problems; an import of it skips the 问题 column.

    One column stands right of the table: columns set between others would tear merged headers, formulas, widths and
    print areas apart. The bad cells themselves are coloured by a conditional format (their own look stays) and carry
    a note. A format other than .xlsx becomes a new .xlsx with the same cells in the same places.

    Args:
        original: the file as uploaded.
        understanding: how it was read.
        target: the .xlsx to write; it is put there only when it is whole.
        also: problems found after reading; column 0 stands for the row as a whole.
        language: of the words.

    Raises:
        Refused: the original cannot be read any more.
    """
    headings = {column.index: column.heading.split(" / ")[-1] for column in understanding.columns}
    rows: dict[int, list[str]] = {}
    cells: dict[str, list[str]] = {}
    for found in (*understanding.problems, *also):
        words = f"{found.problem.text(language)}（{found.problem.cure(language)}）"
        label = f"{found.cell} {headings.get(found.column, '')}".strip() if found.column else ""
        rows.setdefault(found.row, []).append(f"{label}：{words}" if label else words)
        if found.column:
            cells.setdefault(found.cell, []).append(words)
    order = {
        "sheet": understanding.sheet,
        "header": list(understanding.header),
        "column": understanding.width + 1,
        "rows": {str(number): "\n".join(texts) for number, texts in sorted(rows.items())},
        "cells": {cell: "\n".join(texts) for cell, texts in cells.items()},
    }
    _write(original.resolve(strict=True), target, order)


def _write(original: Path, target: Path, order: dict[str, object]) -> None:
    descriptor, name = tempfile.mkstemp(suffix=".xlsx", dir=target.parent)
    os.close(descriptor)
    written = Path(name)
    try:
        for _ in converse(["annotate", str(original), name], order=order):
            pass
        written.replace(target)
    finally:
        written.unlink(missing_ok=True)
