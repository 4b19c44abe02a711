"""Exemptions end with what they rest on: who is in a loop no more, whose unit is off the list; open pages hear of codes."""

from sibao.entry.events import ArrivalsMoved, CodesChanged
from sibao.entry.services import renewing
from sibao.entry.tasks import RENEW
from sibao.kernel import clock, live
from sibao.kernel.events import on
from sibao.kernel.jobs import defer_once
from sibao.prevention.events import LoopChanged
from sibao.whitelist import queries as whitelist
from sibao.whitelist.events import ListingsChanged

FEW = 20
"""How many people or units are judged anew at once; more, and a job does it for the whole zone."""


@on(ArrivalsMoved)
def arrivals_moved(event: ArrivalsMoved) -> None:
    """Tell whoever sees arrivals."""
    live.announce("arrivals", zone_id=event.zone_id, may="entry:arrival:read")


@on(CodesChanged)
def codes_changed(event: CodesChanged) -> None:
    """Tell whoever sees codes."""
    live.announce("codes", zone_id=event.zone_id, may="entry:code:read")


@on(LoopChanged)
def loop_changed(event: LoopChanged) -> None:
    """Judge the codes of those who went into a loop or out of it, in the same moment (R88)."""
    if len(event.person_ids) > FEW:
        _later(event.zone_id)
    else:
        renewing.renew(event.zone_id, clock.now(), people=event.person_ids)


@on(ListingsChanged)
def listings_changed(event: ListingsChanged) -> None:
    """Judge the codes of the people of units that came off the list, in the same moment (R88)."""
    if len(event.listing_ids) > FEW:
        _later(event.zone_id)
    else:
        renewing.renew(event.zone_id, clock.now(), units=whitelist.units_of_listings(event.listing_ids))


def _later(zone_id: int) -> None:
    defer_once(RENEW, f"codes-{zone_id}", zone_id=zone_id)
