"""From nothing to the first page: a clone of this checkout, its packages from a warm cache, the demo zone, the portal."""

import os
import shutil
import signal
import statistics
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from bench.tables import ROUNDS, Line, Table, timed
from tests.browser.site import free_port

ROOT = Path(__file__).resolve().parents[1]
WITHIN = 90.0
"""Seconds that somebody who tries the product should wait at most."""
GIVES_UP_AFTER = 600.0
STEPS = (
    "git clone",
    "make setup: environment, packages, translations",
    "make demo: database, zone, first page answers",
)


def run() -> Table:
    """Do it three times, each in a new folder whose name has a space, and end it as a person would, with Ctrl-C."""
    rounds = [_from_nothing() for _ in range(ROUNDS)]
    medians = [statistics.median(seconds) for seconds in zip(*rounds, strict=True)]
    total = statistics.median(map(sum, rounds))
    return Table(
        "From a bare clone to the first page",
        (
            *(Line(step, median, median / medians[0]) for step, median in zip(STEPS, medians, strict=True)),
            Line("all of it", total, total / medians[0], within=WITHIN),
        ),
        (f"{ROUNDS} clones; the packages came from the cache of the installer where it has one",),
    )


def _from_nothing() -> tuple[float, float, float]:
    folder = Path(tempfile.mkdtemp(prefix="sibao start "))
    try:
        clone = folder / "sibao"
        return (
            timed(lambda: _do("git", "clone", "--quiet", str(ROOT), str(clone))),
            timed(lambda: _do("make", "--silent", "-C", str(clone), "setup")),
            _first_page(clone, folder / "demo.log"),
        )
    finally:
        shutil.rmtree(folder)


def _do(*words: str) -> None:
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, env=_environment())


def _environment() -> dict[str, str]:
    """This process's own environment without what names its database, home or checkout."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("SIBAO_", "DATABASE_", "MAKE"))}


def _first_page(clone: Path, log: Path) -> float:
    port = free_port()
    begun = time.perf_counter()
    with log.open("wb") as told:
        demo = subprocess.Popen(
            ["make", "--silent", "-C", str(clone), "demo"],
            env={**_environment(), "PORT": str(port)},
            stdout=told,
            stderr=told,
            start_new_session=True,
        )
        try:
            while not _answers(port):
                if demo.poll() is not None or time.perf_counter() - begun > GIVES_UP_AFTER:
                    raise RuntimeError(f"make demo did not come up:\n{log.read_text()[-2000:]}")
                time.sleep(0.1)
            return time.perf_counter() - begun
        finally:
            os.killpg(demo.pid, signal.SIGINT)
            demo.wait(timeout=60)


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as page:
            return bool(page.status == 200)
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False
