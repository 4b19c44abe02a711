"""Listings after publication: suspended, resumed, removed; each with its reason."""

from datetime import datetime

from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, Subject, command
from sibao.kernel.refusals import Conflict
from sibao.whitelist import queries, states
from sibao.whitelist.events import ListingsChanged
from sibao.whitelist.inputs import ChangeListing
from sibao.whitelist.models import Listing
from sibao.whitelist.services import suspending
from sibao.whitelist.services.history import remember


@command("whitelist:listing:suspend")
def suspend_listing(*, actor: Actor, now: datetime, given: ChangeListing) -> Done[Listing]:
    """Suspend a listing for one more cause; it keeps its number and does not count for coverage until none stands (R32).

    Raises:
        WrongMove: it is suspended for that cause already.
    """
    return _move(actor, now, given, "suspend")


@command("whitelist:listing:resume")
def resume_listing(*, actor: Actor, now: datetime, given: ChangeListing) -> Done[Listing]:
    """Resume a suspended listing, whatever it was paused for; clauses for which it was suspended have to be met again (R32).

    Raises:
        WrongMove: a clause for which it was suspended is not met for certain.
    """
    return _move(actor, now, given, "resume")


@command("whitelist:listing:remove")
def remove_listing(*, actor: Actor, now: datetime, given: ChangeListing) -> Done[Listing]:
    """Remove a unit from the list; the entry stays as history and its number is never given again."""
    return _move(actor, now, given, "remove")


def _move(actor: Actor, now: datetime, given: ChangeListing, action: str) -> Done[Listing]:
    listing = queries.access_listing(actor, given.listing_id)
    if listing.version != given.version:
        raise Conflict(yours=given.version, current=listing.version)
    before = listing.state
    listing.state = states.LISTING.move(before, action)
    listing.state_reason, listing.updated_at = given.reason, now
    listing.version += 1
    if listing.state == "removed":
        listing.removed_at = now
    _causes(listing, given, action, actor, now)
    listing.save()
    remember([listing], before=before, actor=actor, now=now, reason=given.reason)
    unit = listing.unit
    event = ListingsChanged(
        zone_id=listing.zone_id,
        listing_ids=(listing.id,),
        cells=frozenset({(unit.area_id, unit.sector_id)}),
    )
    subject = Subject("listing", listing.id, unit.name, unit_id=unit.id)
    return Done(listing, subject, [event], {"action": action, "reason": given.reason})


def _causes(listing: Listing, given: ChangeListing, action: str, actor: Actor, now: datetime) -> None:
    if action == "suspend":
        suspending.begin(listing, given.verdict_id, reason=given.reason, actor=actor, now=now)
        return
    if action == "resume":
        suspending.must_be_cured(listing, now)
    suspending.end(listing, reason=given.reason, actor=actor, now=now)
