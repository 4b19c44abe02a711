from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sibao.directory.models import Zone
from sibao.kernel.access import Actor, acting
from sibao.kernel.files import Upload
from sibao.kernel.imports import services, working
from sibao.kernel.imports.inputs import ApplyImport, StartImport
from sibao.kernel.models import ImportRun
from tests import world
from tests.kernel.sheets.messy import MessyUnit, build

KEY = "directory:units"


@pytest.fixture
def clerk(zone: Zone) -> Iterator[Actor]:
    """The industry department's clerk, who is the one asking unless a test says otherwise."""
    actor = world.person(zone, "clerk_industry")
    with acting(actor):
        yield actor


@pytest.fixture
def workbook(tmp_path: Path) -> Callable[[list[MessyUnit]], bytes]:
    """A function that makes the bytes of a messy workbook."""

    def made(listed: list[MessyUnit]) -> bytes:
        return build(tmp_path / "名单.xlsx", listed).path.read_bytes()

    return made


def work(step: Callable[[int], None], run: ImportRun) -> None:
    """Do a step of an import as the queue does it: on nobody's behalf until the run says on whose."""
    with acting(None):
        step(run.id)


def upload(actor: Actor, content: bytes, name: str = "名单.xlsx") -> ImportRun:
    """Upload a workbook and have it read, as the queue does it."""
    run = services.start_import(actor=actor, given=StartImport(importer=KEY, upload=Upload(name, "", content)))
    work(working.read_run, run)
    run.refresh_from_db()
    return run


def apply(actor: Actor, run: ImportRun) -> ImportRun:
    """Apply a preview and have it written, as the queue does it."""
    services.apply_import(actor=actor, given=ApplyImport(run_id=run.id, version=run.version))
    work(working.write_run, run)
    run.refresh_from_db()
    return run
