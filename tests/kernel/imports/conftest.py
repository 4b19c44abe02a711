from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sibao.directory.models import Zone
from sibao.kernel.access import Actor, acting
from tests import world
from tests.kernel.sheets.messy import MessyUnit, build


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
