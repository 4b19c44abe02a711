"""Tables of the whitelist: batches, listings and coverage; rules of the list; applications."""

from sibao.whitelist.models.applications import Appeal, Application, ApplicationTerms
from sibao.whitelist.models.register import (
    Batch,
    BatchMember,
    CoverageCell,
    CoverageDay,
    Denominator,
    Fall,
    Listing,
    ListingChange,
    ListRules,
    Outreach,
    Provider,
    Reckoning,
    SinglePoint,
    Target,
)

__all__ = [
    "Appeal",
    "Application",
    "ApplicationTerms",
    "Batch",
    "BatchMember",
    "CoverageCell",
    "CoverageDay",
    "Denominator",
    "Fall",
    "ListRules",
    "Listing",
    "ListingChange",
    "Outreach",
    "Provider",
    "Reckoning",
    "SinglePoint",
    "Target",
]
