"""Periods from a day to a day, both included; an open end is a period that still runs."""

from collections.abc import Sequence

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import F, Func, Q, Value


def running(column_start: str = "started_on", column_end: str = "ended_on") -> Func:
    """Return the days of a row as one range."""
    return Func(F(column_start), F(column_end), Value("[]"), function="daterange", output_field=DateRangeField())


def one_at_a_time(*columns: str, name: str, condition: Q | None = None) -> ExclusionConstraint:
    """Return the constraint that no two rows that agree in the columns run on the same day."""
    same: Sequence[tuple[F | Func, str]] = [(F(column), "=") for column in columns]
    return ExclusionConstraint(name=name, expressions=[*same, (running(), "&&")], condition=condition)


def ends_after_start(name: str) -> models.CheckConstraint:
    """Return the check that a period does not end before it starts."""
    ends = Q(ended_on=None) | Q(started_on=None) | Q(ended_on__gte=F("started_on"))
    return models.CheckConstraint(condition=ends, name=name)
