"""Which edition of the catalogue of signals and rules is in the database: the last lines of its history."""

from django.db import connection

LAST = """
select coalesce((select max(pgh_id) from prevention_statefactevent), 0),
  coalesce((select max(pgh_id) from prevention_signalkindevent), 0),
  coalesce((select max(pgh_id) from prevention_alertruleevent), 0)
"""


def edition() -> tuple[int, ...]:
    """Return numbers that change whenever a fact of states, a kind of signals or a rule does."""
    with connection.cursor() as cursor:
        cursor.execute(LAST)
        found: tuple[int, ...] = cursor.fetchone()
    return found
