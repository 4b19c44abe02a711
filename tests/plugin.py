"""Loaded before anything else: points the settings at a database server, starting the embedded one if need be."""

import os
import tempfile
from pathlib import Path

from tests.database import prepare

prepare(Path(os.environ.get("SIBAO_TEST_HOME") or Path(tempfile.gettempdir()) / f"sibao-tests-{os.getuid()}"))
