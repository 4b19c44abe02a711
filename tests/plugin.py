"""Loaded before anything else: points the settings at a database server, starting the embedded one if need be.

Garbage is collected only once all tests are loaded, and what was loaded is then passed over: it stays to the end.
"""

import gc
import os
import shutil
import tempfile
from pathlib import Path

import pytest

from tests.database import prepare

MEMORY, ROOM = Path("/dev/shm"), 8 * 2**30
"""A copy of a database is thousands of files, which memory makes many times as fast as a busy disk, where there is plenty of it."""


def home() -> Path:
    """Where the tests' server keeps its data, for each version of PostgreSQL its own: SIBAO_TEST_HOME, else in memory, else on disk."""
    if given := os.environ.get("SIBAO_TEST_HOME"):
        return Path(given)
    name = "-".join(filter(None, ("sibao-tests", os.environ.get("SIBAO_PG"), str(os.getuid()))))
    roomy = os.access(MEMORY, os.W_OK | os.X_OK) and shutil.disk_usage(MEMORY).free > ROOM
    return (MEMORY if roomy or (MEMORY / name).exists() else Path(tempfile.gettempdir())) / name


gc.disable()
prepare(home())


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop() -> None:
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    gc.enable()
