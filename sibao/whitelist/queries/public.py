"""What the public may see of the whitelist: published listings and batches, the zone's coverage; no personal data."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, TypedDict

from django.db.models import Count, Max, Q, QuerySet

from sibao.directory import queries as directory
from sibao.whitelist import rules
from sibao.whitelist.models import Batch, CoverageCell, Listing
from sibao.whitelist.queries.coverage import SectorCoverage, zone_coverage

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    from sibao.directory.models import Area, Sector

PUBLIC_NOTICES = ("whitelist-publicity", "whitelist-notice")
CODE_HEAD, CODE_TAIL = 6, 4


class CountsOfBatch(TypedDict):
    """How many units of a batch are listed, and how many may still be objected to."""

    listed: int
    pending: int


@dataclass(frozen=True, slots=True)
class PublicListing:
    """One listing as anyone may see it: nothing of the unit but its name, sector and town, and a part of its code."""

    number: str
    name: str
    code: str
    sector: "Sector"
    area: "Area"
    batch_number: int
    listed_at: datetime | None


def public_listings(zone_id: int) -> QuerySet[Listing]:
    """Return the listings that are on the list today, in the order of their numbers."""
    rows = Listing.objects.filter(zone_id=zone_id, state="active")
    return rows.select_related("unit__area", "unit__sector", "batch", "zone").order_by("number")


def search_public(rows: QuerySet[Listing], text: str) -> QuerySet[Listing]:
    """Return those of the rows whose unit a person means by `text`: name, former name, pinyin, initials or code."""
    return rows.filter(pk__in=rows.order_by().filter(directory.search_condition(text, prefix="unit__")).values("pk"))


def shown_publicly(listing: Listing, *, asked: str = "") -> PublicListing:
    """Return what anyone may see of a listing; the whole code only to who already `asked` for exactly that code."""
    unit = listing.unit
    whole = asked.strip().upper() == unit.code.upper()
    return PublicListing(
        number=rules.list_number(listing.zone.list_prefix, listing.number),
        name=unit.name,
        code=unit.code if whole else f"{unit.code[:CODE_HEAD]}…{unit.code[-CODE_TAIL:]}",
        sector=unit.sector,
        area=unit.area,
        batch_number=listing.batch.number,
        listed_at=listing.listed_at,
    )


def public_batches(zone_id: int) -> "QuerySet[WithAnnotations[Batch, CountsOfBatch]]":
    """Return the batches that were publicised or published, newest first, with how many of their units are listed."""
    rows = Batch.objects.filter(zone_id=zone_id, state__in=["publicised", "published"]).select_related("zone")
    listed = Count("listings", filter=Q(listings__state="active"))
    pending = Count("listings", filter=Q(listings__state="pending"))
    return rows.annotate(listed=listed, pending=pending).order_by("-number")


def public_coverage(zone_id: int) -> list[SectorCoverage]:
    """Return the zone's coverage per sector."""
    return zone_coverage(zone_id)


def public_changed_at(zone_id: int) -> datetime | None:
    """Return when anything that counts for coverage last changed; None before there is anything."""
    found: datetime | None = CoverageCell.objects.filter(zone_id=zone_id).aggregate(at=Max("as_of"))["at"]
    return found
