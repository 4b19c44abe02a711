"""The partitions of stays, one a day of Shanghai; the database's own function makes them, for the application owns nothing."""

from datetime import date, datetime, timedelta

from django.db import connection

AHEAD = 3
"""How many days to come have their partition."""


def open_days(today: date, before: int = 1) -> None:
    """Make the partitions around a day that are not there yet; what begins on no such day goes into the one for strays."""
    with connection.cursor() as cursor:
        for day in (today + timedelta(days=offset) for offset in range(-before, AHEAD + 1)):
            cursor.execute("select sibao_open_stay_day(%s)", [day])


def forget_stays(zone_id: int, now: datetime) -> list[tuple[str, int, str, datetime, datetime, int]]:
    """Delete stays whose days are over, by the database's own function; return what went as certificates say it."""
    with connection.cursor() as cursor:
        cursor.execute("select * from sibao_forget_stays(%s, %s)", [zone_id, now])
        found: list[tuple[str, int, str, datetime, datetime, int]] = cursor.fetchall()
    return found
