"""What every night keeps in order."""

from datetime import date

from sibao.tracing import sql


def open_days(today: date) -> None:
    """Make the partitions of stays around a day."""
    sql.open_days(today)
