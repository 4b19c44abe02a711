"""Conditions on periods from a day to a day."""

from datetime import date

from django.db.models import Q


def runs_on(day: date) -> Q:
    """Return the condition that a row holds on a day."""
    return Q(started_on__lte=day) & lasts_beyond(day)


def lasts_beyond(day: date) -> Q:
    """Return the condition that a row has not ended before a day."""
    return Q(ended_on=None) | Q(ended_on__gte=day)
