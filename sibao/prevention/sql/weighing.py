"""What rules that are not in force would say of states as they are, or as they were: counted, and nothing is written."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection

STATES, REBUILT = "prevention_subjectstate", "rebuilt"
WOULD_MOVE = """
create temp table would_move on commit drop as
select s.subject_id, s.unit_id, s.site_id, s.sector_id, (j.yes >> %(bit)s) & 1 = 1 as opens
from ({judging}) j
join prevention_subjectstate s on s.zone_id = %(zone)s and s.subject = j.subject and s.subject_id = j.subject_id
where ((j.yes & ~s.firing) >> %(bit)s) & 1 = 1
  or (((j.no & s.firing) >> %(bit)s) & 1 = 1 and exists (
    select from prevention_alert a
    where a.zone_id = %(zone)s and a.rule_id = %(rule)s and a.subject_id = s.subject_id and a.closed_at is null
  ))
"""
COUNTED = "count(*) filter (where opens), count(*) filter (where not opens)"
WARNED = """
insert into would_warn
select %(at)s, o.subject_id, (o.yes >> %(bit)s) & 1 = 1, (n.yes >> %(bit)s) & 1 = 1
from ({old}) o join ({new}) n using (subject, subject_id)
where ((o.yes | n.yes) >> %(bit)s) & 1 = 1
"""
WARNINGS = """
select count(*) filter (where was), count(*) filter (where would),
  count(*) filter (where would and not was), count(*) filter (where was and not would)
from {rows}
"""
OVER_ALL = (
    "(select subject_id, bool_or(was) as was, bool_or(would) as would from would_warn group by subject_id) over_all"
)


def would_move(judging: str, zone_id: int, subject: int, bit: int, rule_id: int, minutes: int) -> None:
    """Put into the temporary table `would_move` for whom a rule's alert would open or end; in a transaction, at whose end it goes."""
    given = {"zone": zone_id, "subject": subject, "bit": bit, "rule": rule_id, "minutes": minutes}
    with connection.cursor() as cursor:
        cursor.execute("drop table if exists would_move")
        cursor.execute(WOULD_MOVE.format(judging=judging), given)


def moves() -> tuple[int, int]:
    """Return for how many an alert would open, and for how many it would end."""
    with connection.cursor() as cursor:
        cursor.execute(f"select {COUNTED} from would_move")
        opens, ends = cursor.fetchone()
    return opens, ends


def moves_by(column: str, most: int) -> list[tuple[int, int, int]]:
    """Return the same by a column of places, those with the most first: the id, how many open, how many end."""
    if column not in {"sector_id", "site_id"}:
        raise ValueError(column)
    with connection.cursor() as cursor:
        cursor.execute(
            f"select {column}, {COUNTED} from would_move where {column} is not null"
            f" group by {column} order by count(*) desc, {column} limit %s",
            [most],
        )
        return list(cursor.fetchall())


def first_moves(most: int) -> list[tuple[int, int, int | None, bool]]:
    """Return the first of those for whom something would move: subject, unit, site, and whether it opens."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select subject_id, unit_id, site_id, opens from would_move order by opens desc, unit_id, subject_id limit %s",
            [most],
        )
        return list(cursor.fetchall())


def begin_warnings() -> None:
    """Make the temporary table `would_warn`, which goes when the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("drop table if exists would_warn")
        cursor.execute(
            "create temp table would_warn (at timestamptz, subject_id bigint, was boolean, would boolean) on commit drop"
        )


def warn_at(old: str, new: str, zone_id: int, subject: int, bit: int, at: datetime) -> Sequence[int]:
    """Add whom either of two readings of a rule warns of at a moment; return how many by the old, the new, only one of them.

    `rebuilt` holds the states of that moment.
    """
    given: dict[str, Any] = {"zone": zone_id, "subject": subject, "bit": bit, "minutes": int(at.timestamp()) // 60}
    with connection.cursor() as cursor:
        cursor.execute(WARNED.format(old=old, new=new), given | {"at": at})
        cursor.execute(WARNINGS.format(rows="would_warn where at = %s"), [at])
        found: tuple[int, ...] = cursor.fetchone()
    return found


def warned_over_all() -> Sequence[int]:
    """Return the same over all moments, everybody counted once."""
    with connection.cursor() as cursor:
        cursor.execute(WARNINGS.format(rows=OVER_ALL))
        found: tuple[int, ...] = cursor.fetchone()
    return found
