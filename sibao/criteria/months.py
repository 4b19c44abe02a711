"""Whole months between days: the month is full on the same day of the month, or on its last day where there is none."""

from datetime import date

import numpy as np
import numpy.typing as npt

Days = npt.NDArray[np.int64]
EPOCH = date(1970, 1, 1).toordinal()


def whole_months(start: Days, end: Days) -> Days:
    """Full months from start to end, both ordinals of days; negative where the end comes first.

    From 29 February to 28 February of a year without a 29th are twelve months.
    """
    begun, begun_day, _ = _parted(start)
    ended, ended_day, ended_last = _parted(end)
    short = (ended_day < begun_day) & ~ended_last
    return ended - begun - short


def _parted(ordinals: Days) -> tuple[Days, Days, npt.NDArray[np.bool_]]:
    """Months since 1970, days of the month from 0, and whether it is the month's last day."""
    days = (ordinals - EPOCH).astype("datetime64[D]")
    months = days.astype("datetime64[M]")
    into = (days - months.astype("datetime64[D]")).astype(np.int64)
    last = (days + np.timedelta64(1, "D")).astype("datetime64[M]") != months
    return months.astype(np.int64), into, last
