"""A zone with something to publish: a batch of two sectors on the list, one under objection, one draft."""

from dataclasses import dataclass

import pytest
from django.test import Client

from sibao.directory.models import Unit, Zone
from sibao.kernel.access import Actor
from sibao.kernel.models import IssuedDocument
from tests import world
from tests.listing import drafted, publicised, publish


@dataclass(frozen=True)
class Stage:
    """What stands on the stage: units by how far they are, and who may move them on."""

    zone: Zone
    clerk: Actor
    office: Actor
    listed: list[Unit]
    publicised: Unit
    drafted: Unit
    alone: Unit


@pytest.fixture
def stage(zone: Zone) -> Stage:
    clerk, office = world.person(zone, "clerk_industry"), world.person(zone, "hq_office_clerk")
    listed = [
        world.unit(zone, name="济水砚川铸造有限公司（演示）"),
        world.unit(zone, name="轵城润禾食品有限公司（演示）", sector="commerce", town="419001100"),
    ]
    waiting, planned, alone = (
        world.unit(zone, name=f"{word}单位（演示）") for word in ("公示里的", "草稿里的", "未列入的")
    )
    publish(office, publicised(office, drafted(office, *listed), "济四保公示〔2022〕1号"), "济四保办〔2022〕1号")
    publicised(office, drafted(clerk, waiting), "济四保公示〔2022〕2号")
    drafted(clerk, planned)
    return Stage(zone, clerk, office, listed, waiting, planned, alone)


@pytest.fixture
def notice(stage: Stage) -> IssuedDocument:
    """The notice that published the first batch."""
    return IssuedDocument.objects.get(kind="whitelist-notice")


@pytest.fixture
def anyone() -> Client:
    """A reader who is nobody."""
    return Client()
