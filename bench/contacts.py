"""Whom cases met among fifty million stays of a million people in fourteen days, beside a plain join of stays with stays.

Each person is once a day at her workshop with thirty others, and otherwise at venues of two hundred thousand. It runs on a
server of its own that writes durably, as the product's does; `SIBAO_BENCH_STAYS` sets another number of stays.
"""

import os
import statistics
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from bench import database
from bench.tables import Line, Table, timed
from sibao.kernel import clock
from sibao.kernel.access import acting
from sibao.tracing import sql
from sibao.tracing.rules.results import Asked, Met
from tests import world

STAYS, EACH, DAYS, ROUNDS = 50_000_000, 50, 14, 3
MATES, PER_VENUE, FIRST_SHOP = 30, 5, 10_000_000
MOST = 300
MINUTES, LONGEST = 10, 240
FILL = f"""
insert into tracing_stay (zone_id, kind, place_id, since, until, person_id, recorded_at)
select %(zone)s, 5, place, since, since + make_interval(mins => lasts), person, %(now)s
from (
  select person, nth <= {DAYS} as shop,
    case when nth <= {DAYS} then {FIRST_SHOP} + person / {MATES} else 1 + floor(random() * %(venues)s)::bigint end as place,
    case when nth <= {DAYS} then {LONGEST} else 60 end as lasts,
    %(start)s + case when nth <= {DAYS} then make_interval(days => nth - 1, mins => 480 + (random() * 30)::int)
      else make_interval(days => floor(random() * {DAYS})::int, mins => 360 + floor(random() * 840)::int) end as since
  from generate_series(%(first)s::bigint, %(last)s) person, generate_series(1, {EACH}) nth
) drawn
on conflict do nothing
"""
PLAIN = """
select count(distinct other.person_id) from tracing_stay mine join tracing_stay other
  on other.zone_id = mine.zone_id and other.kind = mine.kind and other.place_id = mine.place_id
  and other.since < mine.until and other.until > mine.since
  and least(mine.until, other.until) - greatest(mine.since, other.since) >= make_interval(mins => %(minutes)s)
where mine.zone_id = %(zone)s and mine.person_id = any(%(people)s::bigint[]) and other.person_id <> all(%(people)s::bigint[])
"""
WITHOUT = "alter table tracing_stay drop constraint tracing_stay_pkey; drop index stay_of_person"
WITH = (
    "alter table tracing_stay add primary key (zone_id, kind, place_id, since, person_id) include (until)",
    "create index stay_of_person on tracing_stay (zone_id, person_id, since) include (kind, place_id, until)",
)
STEP = 50_000


@dataclass(frozen=True, slots=True)
class Stays:
    """What is searched: whose stays, from when to when."""

    zone_id: int
    people: int
    start: datetime
    end: datetime

    def cases(self, number: int) -> list[int]:
        """So many people, spread over all."""
        return [1 + place * (self.people // number) for place in range(number)]

    def met(self, asked: Sequence[Asked], known: Sequence[int]) -> list[Met]:
        """Whom they met, as a screening finds it."""
        kinds = dict.fromkeys(sql.of_kinds(("room", "team", "sitting", "venue")), MINUTES)
        bounds = {"longest": LONGEST, "most": MOST}
        return sql.met_by(asked, kinds, zone_id=self.zone_id, ring=1, known=known, **bounds)[0]

    def first(self, cases: Sequence[int]) -> list[Met]:
        """The first ring."""
        return self.met([Asked(one, self.start, self.end) for one in cases], cases)

    def second(self, cases: Sequence[int]) -> list[Met]:
        """The first ring, and from it the second."""
        first = self.first(cases)
        known = [*cases, *(one.person_id for one in first)]
        return self.met([Asked(one.person_id, one.first_at, self.end) for one in first], known)

    def plain(self, cases: Sequence[int]) -> int:
        """How many people the plain join finds."""
        with connection.cursor() as cursor:
            cursor.execute(PLAIN, {"zone": self.zone_id, "people": list(cases), "minutes": MINUTES})
            return int(cursor.fetchone()[0])


def fill(zone_id: int, people: int, now: datetime) -> Stays:
    """Draw the stays of so many people in the days before a moment, some people at a time."""
    found = Stays(zone_id, people, now - timedelta(days=DAYS), now)
    given: dict[str, Any] = {"zone": zone_id, "start": found.start, "now": now, "venues": max(people // PER_VENUE, 1)}
    sql.open_days(now.date(), before=DAYS + 1)
    for first in range(1, people + 1, STEP):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(FILL, {**given, "first": first, "last": min(first + STEP - 1, people)})
    return found


@contextmanager
def filled(stays: int) -> Iterator[Stays]:
    """A server with so many stays; indexes are made when the rows are there."""
    with database.durable() as server:
        actor = world.cli(world.load_pack())
        with acting(actor):
            with database.reaching(server.dsn("owner").django):
                _do(WITHOUT)
                found = fill(actor.zone_id, stays // EACH, clock.now())
                _do("set maintenance_work_mem = '1GB'", *WITH, "vacuum analyze tracing_stay")
            yield found


def _do(*statements: str) -> None:
    with connection.cursor() as cursor:
        for one in statements:
            cursor.execute(one)


def check(stays: Stays, cases: Sequence[int]) -> int:
    """See that a screening finds just those whom the plain join finds; return how many."""
    found, plain = len(stays.first(cases)), stays.plain(cases)
    if found != plain or not found:
        raise AssertionError(f"{found} people met the cases, the plain join says {plain}")
    return found


def run() -> Table:
    """Weigh both rings of one case and the first of a thousand against the plain join; the answers are compared first."""
    number = int(os.environ.get("SIBAO_BENCH_STAYS", STAYS))
    with filled(number) as stays:
        one, many = stays.cases(1), stays.cases(1_000)
        notes = (
            f"one case met {check(stays, one):,}, and they {len(stays.second(one)):,} more",
            f"a thousand cases met {check(stays, many):,}",
        )
        measured: list[tuple[str, Callable[[], object], float | None]] = [
            ("one case: a plain join of stays with stays", lambda: stays.plain(one), None),
            ("one case: whom she met", lambda: stays.first(one), 0.1),
            ("one case: both rings", lambda: stays.second(one), 1.0),
            ("a thousand cases: a plain join of stays with stays", lambda: stays.plain(many), None),
            ("a thousand cases: whom they met", lambda: stays.first(many), 3.0),
        ]
        medians = [statistics.median(timed(do) for _round in range(ROUNDS)) for _what, do, _most in measured]
    lines = [
        Line(what, seconds, seconds / medians[0], within=most)
        for seconds, (what, _do, most) in zip(medians, measured, strict=True)
    ]
    return Table(f"whom cases met, {number:,} stays in {DAYS} days", tuple(lines), notes)
