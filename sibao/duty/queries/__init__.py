"""Reads of duties, narrowed to the asker."""

from sibao.duty.queries.charges import needs_officer
from sibao.duty.queries.following import FOLLOWERS
from sibao.duty.queries.liaisons import (
    IN_BUSINESS,
    access_officer,
    active_officers,
    charges,
    lasts_beyond,
    liaisons_of,
    officer,
    officers,
    own_units,
    proposal,
    without_officer,
)

__all__ = [
    "FOLLOWERS",
    "IN_BUSINESS",
    "access_officer",
    "active_officers",
    "charges",
    "lasts_beyond",
    "liaisons_of",
    "needs_officer",
    "officer",
    "officers",
    "own_units",
    "proposal",
    "without_officer",
]
