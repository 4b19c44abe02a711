"""Homes that the server's user can reach (pytest's own folders are closed to him), stopped and removed afterwards."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from sibao.kernel import postgres
from sibao.kernel.postgres import EmbeddedServer
from tests.kernel.postgres.steps import started


@pytest.fixture(autouse=True)
def _embedded_only(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "SIBAO_HOME", "PG_BIN"):
        monkeypatch.delenv(name, raising=False)


def _rooms() -> Iterator[Path]:
    room = Path(tempfile.mkdtemp(prefix="sibao-pg-"))
    room.chmod(0o755)
    yield room
    for link in room.rglob("postgres"):
        if (link / "data").exists():
            postgres.stop(link.parent)
            shutil.rmtree(link.resolve())
    shutil.rmtree(room)


@pytest.fixture
def room() -> Iterator[Path]:
    """A folder that everyone may enter; servers of homes below it are stopped in the end."""
    yield from _rooms()


@pytest.fixture
def home(room: Path) -> Path:
    return room / "home"


@pytest.fixture(scope="module")
def server() -> Iterator[EmbeddedServer]:
    """One running server for all tests of a file."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("DATABASE_URL", raising=False)
        for room in _rooms():
            yield started(room / "home")
