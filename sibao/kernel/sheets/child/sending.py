"""The lines that the reading process writes: one per sheet, then its rows in batches."""

import json
import sys
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sibao.kernel.sheets.child.limits import CELL_CHARACTERS
from sibao.kernel.sheets.grid import Cell, Sheet
from sibao.kernel.sheets.words import Refused

_BATCH = 200


def send(message: object) -> None:
    """Writes one line."""
    sys.stdout.write(json.dumps(message, ensure_ascii=False, separators=(",", ":"), default=_dated))
    sys.stdout.write("\n")
    sys.stdout.flush()


def _dated(value: Any) -> dict[str, str]:
    if isinstance(value, date):
        return {"t" if isinstance(value, datetime) else "d": value.isoformat()}
    raise TypeError(type(value).__name__)


def send_sheets(format_: str, sheets: Iterable[Sheet]) -> None:
    """Writes a whole workbook."""
    send({"format": format_})
    for sheet in sheets:
        send(
            {
                "sheet": sheet.name,
                "hidden": sheet.hidden,
                "merged": [[area.top, area.left, area.bottom, area.right] for area in sheet.merged],
                "formulas": sorted(sheet.formulas),
                "uncached": sorted(sheet.uncached),
                "errors": [[row, column, error] for (row, column), error in sorted(sheet.errors.items())],
            }
        )
        for start in range(0, len(sheet.rows), _BATCH):
            send({"rows": [[row.number, row.cells] for row in sheet.rows[start : start + _BATCH]]})


def checked(cell: Cell) -> Cell:
    """The cell, unless it is longer than any office program makes one."""
    if isinstance(cell, str) and len(cell) > CELL_CHARACTERS:
        raise Refused("cell-too-long", limit=f"{CELL_CHARACTERS:,}")
    return cell
