"""An import from upload to rows, beside calamine's bare read of the same file."""

import tempfile
from pathlib import Path

from bench.database import filled
from bench.sheets import bare
from bench.tables import Line, Table, timed
from sibao.directory.models import Unit
from sibao.kernel.access import acting
from tests import world
from tests.kernel.imports.steps import apply, upload
from tests.kernel.sheets import messy

ROWS = 10_000


def run() -> Table:
    """Measure preview and apply of 10,000 new rows, then the preview of the same file again."""
    with tempfile.TemporaryDirectory(prefix="sibao-bench-") as folder, filled():
        path = Path(folder) / "名单.xlsx"
        messy.build(path, messy.units(ROWS))
        rounds = [_round(path) for _ in range(3)]
    bare_seconds, *others = (sorted(seconds)[1] for seconds in zip(*rounds, strict=True))
    names = (
        "preview: keep, read, understand, match",
        "apply: write 10,000 new units",
        "preview of the same file again",
    )
    lines = [Line(name, seconds, seconds / bare_seconds) for name, seconds in zip(names, others, strict=True)]
    return Table(f"An import of {ROWS:,} rows", (Line("calamine's bare read", bare_seconds, 1.0), *lines))


def _round(path: Path) -> list[float]:
    content = path.read_bytes()
    clerk = world.person(world.load_pack(), "clerk_industry")
    with acting(clerk):
        seconds = [timed(lambda: bare(path))]
        found = []
        seconds.append(timed(lambda: found.append(upload(clerk, content))))
        seconds.append(timed(lambda: apply(clerk, found[0])))
        seconds.append(timed(lambda: upload(clerk, content)))
        if Unit.objects.count() != ROWS:
            raise RuntimeError(f"{Unit.objects.count()} units written")
        Unit.objects.all().delete()
    return seconds
