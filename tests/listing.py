"""Short ways onto the list: a batch drafted, publicised, and published with a second person."""

from datetime import date, timedelta

from sibao.directory.models import Unit
from sibao.kernel import clock
from sibao.kernel.access import Actor
from sibao.whitelist import services
from sibao.whitelist.inputs import CreateBatch, FillBatch, PubliciseBatch, PublishBatch
from sibao.whitelist.models import Batch
from tests import consulted

PUBLISH = "whitelist:batch:publish"
DAYS = timedelta(days=5)
"""How long batches of tests are open to objections."""


def drafted(actor: Actor, *units: Unit) -> Batch:
    """A draft that holds these units."""
    batch = services.create_batch(actor=actor, given=CreateBatch())
    services.fill_batch(actor=actor, given=FillBatch(batch_id=batch.pk, unit_ids=[unit.pk for unit in units]))
    batch.refresh_from_db()
    return batch


def publicised(actor: Actor, batch: Batch, number: str = "") -> Batch:
    """The draft, now open to objections under a document number of its own."""
    now, number = clock.now(), number or f"济四保公示〔2022〕{batch.pk}号"
    given = PubliciseBatch(batch_id=batch.pk, version=batch.version, number=number, objection_until=now + DAYS)
    return services.publicise_batch(actor=actor, given=given, now=now)


def publication(batch: Batch, number: str = "") -> PublishBatch:
    """What publishes the batch as it now is."""
    batch.refresh_from_db()
    number = number or f"济四保办〔2022〕{batch.pk}号"
    return PublishBatch(batch_id=batch.pk, version=batch.version, number=number, dated=date(2022, 6, 8))


def publish(actor: Actor, batch: Batch, number: str = "", *, later: timedelta = DAYS) -> Batch:
    """Publish the batch as it now is, some time later: asked by the actor, agreed to by another clerk of the office."""
    given, now = publication(batch, number), clock.now() + later
    asker = actor if actor.appointment_id else consulted.colleague(batch.zone, "hq_office_clerk", "asks")
    consulted.do(asker, PUBLISH, given, "hq_office_clerk", now=now)
    batch.refresh_from_db()
    return batch


def listed(actor: Actor, *units: Unit) -> Batch:
    """A published batch of these units."""
    return publish(actor, publicised(actor, drafted(actor, *units)))
