"""Reads of screenings, narrowed to the asker."""

from sibao.tracing.queries.definitions import definition_name, latest_definition, sourced_rules
from sibao.tracing.queries.follow_ups import FOLLOW_UPS
from sibao.tracing.queries.presence import KIND_WORDS, kind_word, name_kind
from sibao.tracing.queries.screenings import (
    SITE,
    STAYING,
    is_affected,
    people,
    reached_sites,
    screening,
    screening_options,
    screening_options_named,
    screenings,
    sites,
    sites_of,
)
from sibao.tracing.queries.searching import Found, found_again, names_of, search
from sibao.tracing.sql import Presence, register

__all__ = [
    "FOLLOW_UPS",
    "KIND_WORDS",
    "SITE",
    "STAYING",
    "Found",
    "Presence",
    "definition_name",
    "found_again",
    "is_affected",
    "kind_word",
    "latest_definition",
    "name_kind",
    "names_of",
    "people",
    "reached_sites",
    "register",
    "screening",
    "screening_options",
    "screening_options_named",
    "screenings",
    "search",
    "sites",
    "sites_of",
    "sourced_rules",
]
