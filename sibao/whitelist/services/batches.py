"""Batches before they are published: made, filled, emptied, withdrawn."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max
from django.utils.translation import gettext as _

from sibao.directory import queries as directory
from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, Subject, command
from sibao.kernel.refusals import Conflict, NotFound, WrongMove
from sibao.whitelist import queries, rules, states
from sibao.whitelist.events import ListingsChanged
from sibao.whitelist.inputs import CreateBatch, DropUnit, FillBatch, WithdrawBatch
from sibao.whitelist.models import Batch, BatchMember, Listing
from sibao.whitelist.services.history import remember
from sibao.whitelist.services.rechecking import review_anew


@dataclass(frozen=True, slots=True)
class Refused:
    """A unit that was not put into the batch, and why."""

    unit_id: int
    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Filled:
    """What putting units into a batch did, row by row."""

    batch: Batch
    added: tuple[int, ...]
    refused: tuple[Refused, ...]


@command("whitelist:batch:create")
def create_batch(*, actor: Actor, now: datetime, given: CreateBatch) -> Done[Batch]:
    """Start the next batch of the zone."""
    queries.lock_list(actor.zone_id)
    last = Batch.objects.filter(zone_id=actor.zone_id).exclude(state="withdrawn").aggregate(Max("number"))
    batch = Batch.objects.create(
        zone_id=actor.zone_id,
        number=(last["number__max"] or 0) + 1,
        note=given.note,
        created_by=actor.account_id,
        created_at=now,
    )
    return Done(batch, subject_of(batch))


@command("whitelist:batch:fill")
def fill_batch(*, actor: Actor, now: datetime, given: FillBatch) -> Done[Filled]:
    """Put units into a draft; a unit that is listed, in another open batch or out of scope is refused by name.

    So is one whose accepted application no longer holds; that is reviewed anew.
    """
    queries.lock_list(actor.zone_id)
    batch = queries.access_batch(actor, given.batch_id)
    if batch.state != "draft":
        raise WrongMove(_("批次已公示，不能再加入单位"))
    wanted = list(dict.fromkeys(given.unit_ids))
    reachable = directory.units(actor).filter(ceased_on=None).in_bulk(wanted)
    taken = queries.places_taken(actor.zone_id, list(reachable))
    shaken = queries.shaken(actor.zone_id, now, list(reachable.keys() - taken.keys()))
    review_anew(actor, list(shaken.values()), now)
    taken |= dict.fromkeys(shaken, _("申报情况有变，已转重新审核"))
    refused = [
        Refused(unit_id, reachable[unit_id].name if unit_id in reachable else str(unit_id), why)
        for unit_id in wanted
        if (why := taken.get(unit_id) or ("" if unit_id in reachable else _("不在您的范围内，或已注销")))
    ]
    skip = {one.unit_id for one in refused}
    added = tuple(unit_id for unit_id in wanted if unit_id not in skip)
    BatchMember.objects.bulk_create(
        BatchMember(zone_id=batch.zone_id, batch=batch, unit_id=unit_id, added_by=actor.account_id, added_at=now)
        for unit_id in added
    )
    touch(batch)
    return Done(Filled(batch, added, tuple(refused)), subject_of(batch), details={"units": list(added)})


@command("whitelist:batch:drop")
def drop_unit(*, actor: Actor, now: datetime, given: DropUnit) -> Done[Batch]:
    """Take a unit out of a draft, or out of a publicised batch after an objection."""
    batch = queries.access_batch(actor, given.batch_id)
    if batch.state not in ("draft", "publicised"):
        raise WrongMove(_("批次已发布，请在名单里办理移出"))
    unit = directory.access_unit(actor, given.unit_id)
    gone, _rows = BatchMember.objects.filter(batch=batch, unit=unit).delete()
    if not gone:
        raise NotFound
    listings = list(Listing.objects.select_for_update().filter(batch=batch, unit=unit, state="pending"))
    leave(listings, actor=actor, now=now, reason=given.reason)
    touch(batch)
    event = ListingsChanged(
        zone_id=batch.zone_id,
        listing_ids=tuple(one.id for one in listings),
        cells=frozenset({(unit.area_id, unit.sector_id)}),
    )
    subject = Subject("batch", batch.id, rules.batch_name(batch.number), unit_id=unit.id)
    return Done(batch, subject, [event], {"unit": unit.id, "reason": given.reason})


@command("whitelist:batch:withdraw")
def withdraw_batch(*, actor: Actor, now: datetime, given: WithdrawBatch) -> Done[Batch]:
    """Withdraw a batch that is not published; its number is free again and its units may enter another."""
    batch = queries.access_batch(actor, given.batch_id, with_units=True)
    check_version(batch, given.version)
    must_reach_all(actor, batch)
    batch.state = states.BATCH.move(batch.state, "withdraw")
    batch.withdrawn_reason = given.reason
    batch.version += 1
    listings = list(Listing.objects.select_for_update().filter(batch=batch, state="pending"))
    cells = queries.cells_of_batch(batch.id)
    leave(listings, actor=actor, now=now, reason=given.reason)
    batch.save()
    event = ListingsChanged(zone_id=batch.zone_id, listing_ids=tuple(one.id for one in listings), cells=cells)
    return Done(batch, subject_of(batch), [event], {"reason": given.reason})


def leave(listings: list[Listing], *, actor: Actor, now: datetime, reason: str) -> None:
    """End pending listings that never came to be published."""
    for listing in listings:
        listing.state = states.LISTING.move(listing.state, "withdraw")
        listing.removed_at, listing.state_reason, listing.updated_at = now, reason, now
        listing.version += 1
        listing.save()
    remember(listings, before="pending", actor=actor, now=now, reason=reason)


def check_version(batch: Batch, version: int) -> None:
    """Refuse a form that was filled in before somebody else changed the batch."""
    if batch.version != version:
        raise Conflict(yours=version, current=batch.version)


def must_reach_all(actor: Actor, batch: Batch) -> None:
    """Refuse a decision on a whole batch by somebody who reaches only a part of it."""
    if not queries.reaches_whole_batch(actor, batch.id):
        raise WrongMove(_("批次里有您范围以外的单位，请由指挥部办公室办理"))


def touch(batch: Batch) -> None:
    """Note that a batch holds others than before, so that a form that was filled in meanwhile is refused."""
    batch.version += 1
    batch.save(update_fields=["version"])


def subject_of(batch: Batch) -> Subject:
    """Return the batch as the subject of a record."""
    return Subject("batch", batch.id, rules.batch_name(batch.number))
