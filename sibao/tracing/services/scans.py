"""Scans of venues' codes, made stays in the transaction of the delivery that told of them."""

from collections.abc import Sequence
from datetime import datetime

from sibao.prevention.queries import Taken
from sibao.tracing import queries, sql

SCAN = "venue_scan"


def fold(zone_id: int, delivery_id: int, taken: Sequence[Taken], now: datetime) -> None:
    """Make stays of scans, each as long as the pack says; what names no venue of the zone is passed over."""
    definition = queries.latest_definition(zone_id)
    if definition is None:
        return
    scans = [(one.subject_id, venue, one.at) for one in taken if (venue := _number(one.more.get("venue", "")))]
    sql.write_scans(zone_id, scans, min(definition.scan_minutes, definition.longest_minutes), now)


def _number(word: str) -> int | None:
    return int(word) if word.isascii() and word.isdecimal() and len(word) < 19 else None
