"""Loaded before anything else: points the settings at a database server, starting the embedded one if need be.

Garbage is collected only once all tests are loaded, and what was loaded is then passed over: it stays to the end.
"""

import gc
import os
import tempfile
from pathlib import Path

import pytest

from tests.database import prepare

gc.disable()
prepare(Path(os.environ.get("SIBAO_TEST_HOME") or Path(tempfile.gettempdir()) / f"sibao-tests-{os.getuid()}"))


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop() -> None:
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    gc.enable()
