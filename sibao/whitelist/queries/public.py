"""What the public may see of the whitelist: published listings and batches, the zone's coverage; no personal data."""

from django.db.models import Count, Q, QuerySet

from sibao.whitelist.models import Batch, Listing
from sibao.whitelist.queries.coverage import SectorCoverage, zone_coverage


def public_listings(zone_id: int) -> QuerySet[Listing]:
    """Return the listings that are on the list today, in the order of their numbers."""
    rows = Listing.objects.filter(zone_id=zone_id, state="active").select_related("unit__area", "unit__sector", "batch")
    return rows.order_by("number")


def public_batches(zone_id: int) -> QuerySet[Batch]:
    """Return the batches that were publicised or published, newest first, with how many of their units are listed."""
    rows = Batch.objects.filter(zone_id=zone_id, state__in=["publicised", "published"]).select_related("zone")
    listed = Count("listings", filter=Q(listings__state="active"))
    pending = Count("listings", filter=Q(listings__state="pending"))
    return rows.annotate(listed=listed, pending=pending).order_by("-number")


def public_coverage(zone_id: int) -> list[SectorCoverage]:
    """Return the zone's coverage per sector."""
    return zone_coverage(zone_id)
