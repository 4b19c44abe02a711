"""Daily reports of both lines, and what each part asks."""

from datetime import date

from django.db.models import Q, QuerySet

from sibao.directory import queries as directory
from sibao.kernel.access import Actor, narrow, require
from sibao.routine.models import DailyReport, ReportField
from sibao.routine.queries.sections import READ

COMPLETE = Q(production_at__isnull=False, prevention_at__isnull=False)
"""A day is complete only with both parts (R08)."""


def reports(actor: Actor) -> QuerySet[DailyReport]:
    """Return the daily reports of the sites within reach."""
    require(actor, READ)
    rows = narrow(actor, DailyReport.objects.all(), directory.OF_UNIT)
    return rows.select_related("unit__area", "unit__sector", "site")


def report_of(actor: Actor, site_id: int, day: date) -> DailyReport | None:
    """Return what a site has said of a day, None for nothing yet."""
    return reports(actor).filter(site_id=site_id, day=day).first()


def incomplete(actor: Actor) -> Q:
    """Return the condition that a part of a report is missing."""
    return ~COMPLETE


def is_complete(row: DailyReport | None) -> bool:
    """Return whether both parts are there."""
    return row is not None and row.production_at is not None and row.prevention_at is not None


def report_fields(zone_id: int, part: str) -> list[ReportField]:
    """Return what a part of the report asks, in the pack's order."""
    return list(ReportField.objects.filter(zone_id=zone_id, part=part, in_use=True).order_by("order"))
