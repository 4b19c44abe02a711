"""Reading a department's workbook: what understanding costs beside calamine's bare read of the same file."""

import tempfile
from pathlib import Path

from python_calamine import CalamineWorkbook

from bench.tables import Table, compare
from sibao.kernel.sheets.annotate import annotate
from sibao.kernel.sheets.reading import read_workbook
from sibao.kernel.sheets.understand import understand
from tests.kernel.sheets import messy
from tests.kernel.sheets.conftest import UNITS

ROWS = 10_000


def run() -> Table:
    """Measure 10,000 messy rows of 12 columns."""
    with tempfile.TemporaryDirectory(prefix="sibao-bench-") as folder:
        path = Path(folder) / "名单.xlsx"
        messy.build(path, messy.units(ROWS))
        workbook = read_workbook(path)
        reading = understand(workbook, UNITS)
        if len(reading.rows) != ROWS or reading.problems:
            raise RuntimeError(f"{len(reading.rows)} rows, {len(reading.problems)} problems")
        return compare(
            f"A messy workbook of {ROWS:,} rows × 12 columns, {path.stat().st_size / 1024:,.0f} KB",
            [
                ("calamine's bare read, in this process", lambda: bare(path), None),
                ("read in the fenced process, handed over", lambda: read_workbook(path), None),
                ("understand what was read", lambda: understand(workbook, UNITS), None),
                ("read and understand", lambda: understand(read_workbook(path), UNITS), None),
                ("give it back with its problems", lambda: annotate(path, reading, Path(folder) / "back.xlsx"), None),
            ],
        )


def bare(path: Path) -> int:
    with CalamineWorkbook.from_path(path) as workbook:
        return sum(len(workbook.get_sheet_by_index(index).to_python()) for index in range(len(workbook.sheet_names)))
