"""The demo zone, loaded once for one state of the sources and copied by whoever needs it.

A copy goes on at the moment of the demo's own time at which the load had ended, however long ago that was.
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tests import template

ROOT = Path(__file__).resolve().parents[1]
LOAD = ("demo", "load", "--seed", "1", "--scale", "zone")
MADE_OF = ("sibao", "packs", "requirements.txt")
PASSED_OVER = {".mo", ".po", ".pyc", ".html", ".css", ".js"}
NAMED = "sibao_demo_"
LOADED = "loaded-at"
CLOCK_GOES_ON = """
with moved as (update kernel_clockoffset set seconds = seconds - %(since)s returning seconds)
insert into kernel_clockmove (at, seconds) select clock_timestamp(), seconds from moved
"""


@contextmanager
def copied(name: str, home: Path) -> Iterator[dict[str, str]]:
    """A database of that name with the demo zone in it, its keys and files in `home`, and both roles' addresses."""
    kept, kept_home = ready()
    with template.database(name, like=kept) as addresses:
        shutil.copytree(kept_home, home, dirs_exist_ok=True)
        loaded = float((home / LOADED).read_text())
        with psycopg.connect(addresses["DATABASE_OWNER_URL"]) as owner:
            owner.execute(CLOCK_GOES_ON, {"since": time.time() - loaded})
        yield addresses


def ready() -> tuple[str, Path]:
    """Return the database that is copied and its home; it is loaded now if there is none of this state."""
    homes = Path(os.environ["SIBAO_HOME"]) / "demo"
    tables = template.ready()

    def load(name: str) -> None:
        shutil.rmtree(homes / name, ignore_errors=True)
        environment = {**os.environ, **template.addresses(name), "SIBAO_HOME": str(homes / name)}
        subprocess.run([sys.executable, "-m", "sibao", *LOAD], env=environment, cwd=ROOT, check=True)
        (homes / name / LOADED).write_text(str(time.time()))

    name = template.kept(NAMED, template.digest(_sources()), load, like=tables)
    return name, homes / name


def _sources() -> list[Path]:
    """What a load depends on: the program and the packs, but not what is only shown."""
    found = [path for one in MADE_OF for path in (ROOT / one, *(ROOT / one).rglob("*"))]
    return sorted(path for path in found if path.is_file() and path.suffix not in PASSED_OVER)
