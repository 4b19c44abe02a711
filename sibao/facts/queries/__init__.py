"""Reads of facts, narrowed to the asker."""

from sibao.facts.queries.catalogue import Known, definitions, known_facts, seen_definitions
from sibao.facts.queries.following import STAYING
from sibao.facts.queries.origins import ORIGINS
from sibao.facts.queries.values import (
    Line,
    Tally,
    asked_of,
    definitions_to_report,
    facts_of_unit,
    inquiry,
    readings,
    speaks_for,
    tallies,
    with_old_facts,
    without_facts,
    words_of,
)

__all__ = [
    "ORIGINS",
    "STAYING",
    "Known",
    "Line",
    "Tally",
    "asked_of",
    "definitions",
    "definitions_to_report",
    "facts_of_unit",
    "inquiry",
    "known_facts",
    "readings",
    "seen_definitions",
    "speaks_for",
    "tallies",
    "with_old_facts",
    "without_facts",
    "words_of",
]
