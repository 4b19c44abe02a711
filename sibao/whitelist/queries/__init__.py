"""Reads of the whitelist, narrowed to the asker; public reads say so in their names."""

from sibao.whitelist.queries.batches import (
    access_batch,
    batch,
    batches,
    cells_of_batch,
    lock_list,
    members,
    next_number,
    pending_listings,
    places_taken,
    reaches_whole_batch,
    units_of_batch,
)
from sibao.whitelist.queries.coverage import SectorCoverage, coverage, marginal, targets, total_coverage, trend
from sibao.whitelist.queries.listings import access_listing, changes, listing, listing_of_unit, listings, listings_as_of
from sibao.whitelist.queries.public import public_batches, public_coverage, public_listings
from sibao.whitelist.queries.values import (
    LIFELINE,
    add_unit_values,
    add_values,
    candidates,
    listings_on,
    without_value,
)

__all__ = [
    "LIFELINE",
    "SectorCoverage",
    "access_batch",
    "access_listing",
    "add_unit_values",
    "add_values",
    "batch",
    "batches",
    "candidates",
    "cells_of_batch",
    "changes",
    "coverage",
    "listing",
    "listing_of_unit",
    "listings",
    "listings_as_of",
    "listings_on",
    "lock_list",
    "marginal",
    "members",
    "next_number",
    "pending_listings",
    "places_taken",
    "public_batches",
    "public_coverage",
    "public_listings",
    "reaches_whole_batch",
    "targets",
    "total_coverage",
    "trend",
    "units_of_batch",
    "without_value",
]
