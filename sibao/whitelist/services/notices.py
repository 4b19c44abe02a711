"""Publicising and publishing a batch, each with its official document."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, command
from sibao.kernel.documents.issuing import issue
from sibao.kernel.documents.notices import NOTICE_TEMPLATE
from sibao.kernel.refusals import Invalid, WrongMove
from sibao.whitelist import queries, states
from sibao.whitelist.events import BatchPublicised, BatchPublished
from sibao.whitelist.inputs import PubliciseBatch, PublishBatch
from sibao.whitelist.models import Batch, Listing
from sibao.whitelist.services.batches import check_version, must_reach_all, subject_of
from sibao.whitelist.services.decisions import enlist
from sibao.whitelist.services.history import remember
from sibao.whitelist.services.objecting import must_be_answered
from sibao.whitelist.services.rechecking import must_be_settled
from sibao.whitelist.services.wording import Wording, publication, publicity

LIFELINE, ORDINARY = 1, 5


@command("whitelist:batch:publicise")
def publicise_batch(*, actor: Actor, now: datetime, given: PubliciseBatch) -> Done[Batch]:
    """Open a batch to objections for as long as the rules of the list say; its units become pending listings.

    The publicity notice goes out with it.

    Raises:
        Conflict: somebody else changed the batch meanwhile.
        Invalid: the period is shorter than the rules of the list say.
        WrongMove: it holds nobody, units beyond the actor's reach, or one whose application is to be reviewed anew.
    """
    batch = queries.access_batch(actor, given.batch_id, with_units=True)
    check_version(batch, given.version)
    must_reach_all(actor, batch)
    state = states.BATCH.move(batch.state, "publicise")
    days = queries.publicity_days(batch.zone_id)
    if given.objection_until < now + timedelta(days=days):
        said = _("公示期不少于 %(days)s 天，请填写更晚的截止时间") % {"days": days}
        raise Invalid(fields={"objection_until": said})
    units = queries.units_of_batch(batch.id)
    if not units:
        raise WrongMove(_("批次里还没有单位"))
    must_be_settled(batch, now)
    listings = Listing.objects.bulk_create(
        Listing(
            zone_id=batch.zone_id,
            unit=unit,
            batch=batch,
            state="pending",
            priority=LIFELINE if unit.city_lifeline else ORDINARY,
            updated_at=now,
        )
        for unit in units
    )
    remember(listings, before="", actor=actor, now=now, reason=str(_("列入公示")))
    batch.state, batch.publicised_at, batch.objection_until = state, now, given.objection_until
    batch.publicity_number, batch.version = given.number, batch.version + 1
    batch.save()
    _issue(batch, "publicity", given.number, publicity(batch, units, now), actor, now)
    cells = queries.cells_of_batch(batch.id)
    event = BatchPublicised(zone_id=batch.zone_id, batch_id=batch.id, cells=cells)
    return Done(batch, subject_of(batch), [event], {"units": len(units), "number": given.number})


@command("whitelist:batch:publish")
def publish_batch(*, actor: Actor, now: datetime, given: PublishBatch) -> Done[Batch]:
    """Put a publicised batch on the list once its objection period is over, numbered, with its notice (R124).

    Raises:
        Conflict: somebody else changed the batch meanwhile.
        WrongMove: the period is not over, nobody is left in it, an application of its units is to be reviewed anew,
            or an objection to one of them is unanswered.
    """
    batch = queries.access_batch(actor, given.batch_id, with_units=True)
    check_version(batch, given.version)
    must_reach_all(actor, batch)
    state = states.BATCH.move(batch.state, "publish")
    if batch.objection_until is not None and now < batch.objection_until:
        raise WrongMove(_("公示期未满，期满后才能发布"))
    listings = queries.pending_listings(batch.id)
    if not listings:
        raise WrongMove(_("批次里的单位都已撤出"))
    must_be_settled(batch, now)
    must_be_answered(batch)
    enlist(listings)
    _number(listings, now, first=queries.next_number(batch.zone_id))
    remember(listings, before="pending", actor=actor, now=now, reason=given.number)
    batch.state, batch.published_at, batch.notice_number = state, now, given.number
    batch.version += 1
    batch.save()
    _issue(batch, "notice", given.number, publication(batch, listings, given.dated), actor, now)
    cells = queries.cells_of_batch(batch.id)
    event = BatchPublished(zone_id=batch.zone_id, batch_id=batch.id, cells=cells)
    return Done(batch, subject_of(batch), [event], {"units": len(listings), "number": given.number})


def _number(listings: list[Listing], now: datetime, *, first: int) -> None:
    for number, listing in enumerate(listings, start=first):
        listing.state = states.LISTING.move(listing.state, "publish")
        listing.number, listing.listed_at, listing.updated_at = number, now, now
        listing.version += 1
    Listing.objects.bulk_update(listings, ["state", "number", "exceptional", "listed_at", "updated_at", "version"])


def _issue(batch: Batch, kind: str, number: str, said: Wording, actor: Actor, now: datetime) -> None:
    issue(
        zone_id=batch.zone_id,
        kind=f"whitelist-{kind}",
        number=number,
        title=said.title,
        template=NOTICE_TEMPLATE,
        data=said.notice.data(),
        subject=subject_of(batch),
        actor=actor,
        now=now,
    )
