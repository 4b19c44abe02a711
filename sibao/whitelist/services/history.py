"""Writing what happened to listings, as rows."""

from collections.abc import Iterable
from datetime import datetime

from sibao.kernel import clock
from sibao.kernel.access import Actor
from sibao.whitelist.models import Listing, ListingChange


def remember(listings: Iterable[Listing], *, before: str, actor: Actor, now: datetime, reason: str) -> None:
    """Add one change per listing: from the state `before` to the one it has now."""
    ListingChange.objects.bulk_create(
        ListingChange(
            zone_id=listing.zone_id,
            listing=listing,
            unit_id=listing.unit_id,
            batch_id=listing.batch_id,
            from_state=before,
            to_state=listing.state,
            at=now,
            recorded_at=clock.now(),
            account_id=actor.account_id,
            reason=reason,
        )
        for listing in listings
    )
