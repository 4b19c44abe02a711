"""A zone with something to publish: a batch of two sectors on the list, one under objection, one draft."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.test import Client

from sibao.directory.models import Unit, Zone
from sibao.kernel import clock
from sibao.kernel.access import Actor
from sibao.kernel.models import IssuedDocument
from sibao.whitelist import services
from sibao.whitelist.inputs import CreateBatch, FillBatch, PubliciseBatch, PublishBatch
from sibao.whitelist.models import Batch
from tests import world

DAYS = timedelta(days=5)


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


def draft(actor: Actor, *units: Unit) -> Batch:
    batch = services.create_batch(actor=actor, given=CreateBatch())
    services.fill_batch(actor=actor, given=FillBatch(batch_id=batch.id, unit_ids=[unit.id for unit in units]))
    batch.refresh_from_db()
    return batch


def publicise(actor: Actor, batch: Batch, number: str) -> Batch:
    until = clock.now() + DAYS
    given = PubliciseBatch(batch_id=batch.id, version=batch.version, number=number, objection_until=until)
    return services.publicise_batch(actor=actor, given=given)


def publish(actor: Actor, batch: Batch, number: str) -> Batch:
    batch.refresh_from_db()
    given = PublishBatch(batch_id=batch.id, version=batch.version, number=number, dated=date(2022, 6, 8))
    return services.publish_batch(actor=actor, given=given, now=clock.now() + DAYS)


@pytest.fixture
def stage(zone: Zone) -> Stage:
    clerk, office = world.person(zone, "clerk_industry"), world.person(zone, "hq_office_clerk")
    listed = [
        world.unit(zone, name="济水砚川铸造有限公司（演示）"),
        world.unit(zone, name="轵城润禾食品有限公司（演示）", sector="commerce", town="419001100"),
    ]
    publicised, drafted, alone = (
        world.unit(zone, name=f"{word}单位（演示）") for word in ("公示里的", "草稿里的", "未列入的")
    )
    publish(office, publicise(office, draft(office, *listed), "济四保公示〔2022〕1号"), "济四保办〔2022〕1号")
    publicise(office, draft(clerk, publicised), "济四保公示〔2022〕2号")
    draft(clerk, drafted)
    return Stage(zone, clerk, office, listed, publicised, drafted, alone)


@pytest.fixture
def notice(stage: Stage) -> IssuedDocument:
    """The notice that published the first batch."""
    return IssuedDocument.objects.get(kind="whitelist-notice")


@pytest.fixture
def anyone() -> Client:
    """A reader who is nobody."""
    return Client()
