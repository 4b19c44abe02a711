"""Listings, now and as they stood at an earlier moment."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from sibao.directory import queries as directory
from sibao.directory.queries import OF_UNIT
from sibao.kernel.access import UNIT_COLUMNS, Actor, narrow, require
from sibao.kernel.refusals import NotFound
from sibao.whitelist.models import Listing, ListingChange

OF_LISTING = UNIT_COLUMNS.via("listing__unit")


def listings(actor: Actor) -> QuerySet[Listing]:
    """Return the listings the actor reaches, removed ones too, with unit and batch."""
    require(actor, "whitelist:listing:read")
    rows = narrow(actor, Listing.objects.all(), OF_UNIT)
    return rows.select_related("unit__area", "unit__sector", "batch", "zone")


def listed_units(zone_id: int) -> QuerySet[Any]:
    """Return the ids of the units on a zone's list, suspended ones too: they need a liaison officer (R120)."""
    return Listing.objects.filter(zone_id=zone_id, state__in=["active", "suspended"]).values("unit_id")


def on_the_list_at(rows: QuerySet[Listing], at: datetime) -> QuerySet[Listing]:
    """Return those of the listings that were on the list at a moment, by what is known of it; each with `state_then`."""
    last = ListingChange.objects.filter(listing=OuterRef("pk"), at__lte=at).order_by("-at", "-id")
    then = rows.annotate(state_then=Subquery(last.values("to_state")[:1]))
    return then.filter(state_then__in=["active", "suspended"])


def listing(actor: Actor, listing_id: int) -> Listing:
    """Return one listing.

    Raises:
        NotFound: there is none of that id in the actor's scope.
    """
    found = listings(actor).filter(pk=listing_id).first()
    if found is None:
        raise NotFound
    return found


def access_listing(actor: Actor, listing_id: int) -> Listing:
    """Return one listing locked, the only way to hold it in order to change it.

    Its unit is held first, so that it cannot move to another town meanwhile.

    Raises:
        NotFound: there is none of that id in the actor's scope.
    """
    rows = narrow(actor, Listing.objects.filter(pk=listing_id), OF_UNIT)
    directory.hold_units(rows.values("unit_id"))
    found = rows.select_for_update(of=("self",)).select_related("unit").first()
    if found is None:
        raise NotFound
    return found


def listing_of_unit(actor: Actor, unit_id: int) -> Listing | None:
    """Return a unit's running or latest listing, or None when it never had one."""
    rows = listings(actor).filter(unit_id=unit_id)
    return rows.exclude(state="removed").first() or rows.order_by("-id").first()


def running_listings(actor: Actor, unit_ids: Collection[int]) -> dict[int, Listing]:
    """Return the running listings of units: unit id → listing."""
    rows = listings(actor).filter(unit_id__in=unit_ids).exclude(state="removed")
    return {row.unit_id: row for row in rows}


def units_of_listings(listing_ids: Collection[int]) -> list[int]:
    """Return the ids of the units that listings are about."""
    rows = Listing.objects.filter(pk__in=listing_ids).order_by("unit_id").distinct()
    return list(rows.values_list("unit_id", flat=True))


def changes(actor: Actor, unit_id: int) -> QuerySet[ListingChange]:
    """Return what happened to a unit's listings, newest first; also to those that came with a unit merged into it."""
    require(actor, "whitelist:listing:read")
    rows = narrow(actor, ListingChange.objects.filter(listing__unit_id=unit_id), OF_LISTING)
    return rows.select_related("batch").order_by("-at", "-id")
