"""Tables of the whitelist: batches, listings and coverage; rules of the list; applications; proposals, suspensions, objections."""

from sibao.whitelist.models.applications import Appeal, Application, ApplicationTerms
from sibao.whitelist.models.list_rules import ListRules
from sibao.whitelist.models.living import ListProposal, Suspension
from sibao.whitelist.models.objecting import Objection
from sibao.whitelist.models.register import (
    Batch,
    BatchMember,
    CoverageCell,
    CoverageDay,
    Denominator,
    Fall,
    Listing,
    ListingChange,
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
    "ListProposal",
    "ListRules",
    "Listing",
    "ListingChange",
    "Objection",
    "Outreach",
    "Provider",
    "Reckoning",
    "SinglePoint",
    "Suspension",
    "Target",
]
