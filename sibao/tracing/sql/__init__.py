"""Set-based SQL: presence as it is known, whom somebody met, where people work whom that concerns."""

from sibao.tracing.sql.contacts import met_by, present_at
from sibao.tracing.sql.days import forget_stays, open_days
from sibao.tracing.sql.placing import Placed, name_places, place_people, staff_of
from sibao.tracing.sql.presence import Presence, of_kinds, register
from sibao.tracing.sql.scans import write_scans

__all__ = [
    "Placed",
    "Presence",
    "forget_stays",
    "met_by",
    "name_places",
    "of_kinds",
    "open_days",
    "place_people",
    "present_at",
    "register",
    "staff_of",
    "write_scans",
]
