"""When a section has to be disinfected again (R105)."""

from datetime import datetime, timedelta


def due_at(disinfected_at: datetime | None, hours: int) -> datetime | None:
    """Return until when a disinfection lasts; None where there was none, which is overdue and never in order."""
    return None if disinfected_at is None else disinfected_at + timedelta(hours=hours)


def is_overdue(due: datetime | None, now: datetime) -> bool:
    """Return whether a section has to be disinfected: its time has come, or nobody knows of a disinfection."""
    return due is None or due <= now
