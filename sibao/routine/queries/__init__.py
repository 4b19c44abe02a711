"""Reads of the daily work of sites, narrowed to the asker."""

from sibao.routine.queries.days import Day, counted_today, day_of_site, days_of_sites, prefilled
from sibao.routine.queries.following import FOLLOWERS, STAYING
from sibao.routine.queries.health import MOST_SHOWN, Silent, silent_people
from sibao.routine.queries.reports import incomplete, is_complete, report_fields, report_of, reports
from sibao.routine.queries.sections import (
    access_sections,
    class_options,
    is_due,
    log_of,
    section,
    section_classes,
    section_uses,
    sections,
    sections_of,
    use_options,
)

__all__ = [
    "FOLLOWERS",
    "MOST_SHOWN",
    "STAYING",
    "Day",
    "Silent",
    "access_sections",
    "class_options",
    "counted_today",
    "day_of_site",
    "days_of_sites",
    "incomplete",
    "is_complete",
    "is_due",
    "log_of",
    "prefilled",
    "report_fields",
    "report_of",
    "reports",
    "section",
    "section_classes",
    "section_uses",
    "sections",
    "sections_of",
    "silent_people",
    "use_options",
]
