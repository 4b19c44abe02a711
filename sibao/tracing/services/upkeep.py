"""What every night keeps in order."""

from collections.abc import Sequence
from datetime import date, datetime

from sibao.prevention.queries import Gone
from sibao.tracing import sql


def open_days(today: date) -> None:
    """Make the partitions of stays around a day."""
    sql.open_days(today)


def forget_stays(zone_id: int, now: datetime) -> Sequence[Gone]:
    """Delete the stays of a zone that began longer ago than the scans that they were made of are kept; return what went."""
    return [Gone("stays", *row) for row in sql.forget_stays(zone_id, now)]
