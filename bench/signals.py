"""Signals of a million people: the whole path of deliveries beside a plain COPY of the same rows and beside the ORM.

It runs on a server of its own that writes durably, as the product's does.
"""

import multiprocessing
import random
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import astuple
from datetime import datetime, timedelta
from typing import Any

import psycopg
from django.db import connection, transaction

from bench import database
from bench.signal_worker import PATIENCE, Row, work
from bench.tables import Line, Table, timed
from sibao.kernel import clock
from sibao.kernel.access import acting
from sibao.prevention import queries, sql
from sibao.prevention.models import Signal, SubjectState
from sibao.prevention.rules.packed import pack
from sibao.prevention.rules.subjects import PERSON, SUBJECTS
from sibao.prevention.services.judging import judge
from sibao.prevention.services.sweeping import sweep
from tests import grounds, world

PEOPLE, UNITS, SITES = 1_000_000, 200, 2_000
BATCH, BATCHES, ROUNDS = 3_000, 25, 3
ROWWISE, BULK = 300, 6_000
AGAIN = 0.05
"""Share of what is sent a second time."""
SOURCE, DELIVERY = 1, 1
COLUMNS = "zone_id, source, received_at, delivery_id, uid, occurred_at, kind, subject, subject_id, value"
LOG = "create table bench_log as select * from prevention_signal limit 0; grant all on bench_log to public"
STATES = """
insert into prevention_subjectstate
  (zone_id, subject, subject_id, unit_id, site_id, sector_id, reach, level, firing, p1, p2, p4, p5, due)
select %(zone)s, 1, n, s.unit_id, s.id, u.sector_id, u.reach, 0, 0,
  (%(ms)s - (n %% 2000) * 60000) << 16 | 1, (%(ms)s - (n %% 2000) * 60000) << 16, %(ms)s << 16, %(ms)s << 16,
  %(minutes)s - n %% 2000 + 2881
from generate_series(1, %(people)s) n
join (select *, row_number() over (order by id) - 1 as place from directory_site where zone_id = %(zone)s) s
  on s.place = n %% %(sites)s
join directory_unit u on u.id = s.unit_id;
"""
OTHERS = """
insert into prevention_subjectstate (zone_id, subject, subject_id, unit_id, site_id, sector_id, reach, level, firing)
select zone_id, 5, id, id, null, sector_id, reach, 0, 0 from directory_unit where zone_id = %(zone)s
union all
select s.zone_id, 2, s.id, s.unit_id, s.id, u.sector_id, u.reach, 0, 0
from directory_site s join directory_unit u on u.id = s.unit_id where s.zone_id = %(zone)s;
insert into prevention_sitecount
select %(zone)s, site_id, -1, count(*) from prevention_subjectstate where subject = 1 group by site_id;
"""
MORE_SITES = """
insert into directory_site ({columns}) select {picked} from directory_site s, generate_series(2, %(each)s) n
where s.zone_id = %(zone)s
"""


def run() -> Table:
    """Measure what two workers take in, and what time makes due; aims are those of a million people in one zone."""
    with database.durable() as own, psycopg.connect(own.dsn("superuser").conninfo, autocommit=True) as server:
        zone = world.load_pack()
        now = clock.now()
        _people(server, zone, now)
        made = [
            [list(map(astuple, _batch(100 * one + part, now))) for part in range(BATCHES)] for one in range(2 * ROUNDS)
        ]
        name = database.DATABASE
        found: dict[str, list[float]] = {what: [] for what in ("copy", "take", "bulk", "rows")}
        for number in range(ROUNDS):
            pair = made[2 * number : 2 * number + 2]
            found["copy"].append(2 * BATCHES * BATCH / _together("copy", name, zone.pk, now, pair))
            found["take"].append(2 * BATCHES * BATCH / _together("take", name, zone.pk, now, pair))
            found["bulk"].append(BULK / timed(lambda seed=number: _in_bulk(zone.pk, seed, now)))
            found["rows"].append(ROWWISE / timed(lambda seed=number: _one_by_one(zone.pk, seed, now)))
        rates = {what: statistics.median(several) for what, several in found.items()}
        return Table(
            f"Signals of {PEOPLE:,} people: {BATCH:,} a delivery, two workers",
            (*_ratios(rates), *_times(zone.pk, now)),
            (
                "fsync, full_page_writes and synchronous_commit on; seconds are those of 100,000 signals",
                f"{AGAIN:.0%} are sent twice; the whole path is log, states, rules, alerts, counts, one commit a delivery",
                "; ".join(f"{what} {rate:,.0f}/s" for what, rate in rates.items()),
            ),
        )


def _ratios(rates: dict[str, float]) -> list[Line]:
    """The whole path first; of COPY it is to reach a tenth, of the ORM ten and a hundred times as much."""
    took = {what: 100_000 / rate for what, rate in rates.items()}
    return [
        Line("plain COPY of the same rows, two connections", took["copy"], 1),
        Line("the whole path, two workers", took["take"], took["take"] / took["copy"], 10),
        Line("bulk_create and bulk_update by the ORM", took["bulk"], took["bulk"] / took["take"]),
        Line("row by row by the ORM", took["rows"], took["rows"] / took["take"]),
    ]


def _times(zone_id: int, now: datetime) -> Iterator[Line]:
    """A tick of the sweep while hardly anybody is due, and everybody due at once."""
    with acting(world.cli(world.load_pack())):
        sweep(zone_id, now)
        ticks = [
            timed(lambda minute=minute: sweep(zone_id, now + timedelta(minutes=minute))) for minute in range(1, 21)
        ]
        yield Line("the slowest of twenty ticks of the sweep", max(ticks), 1, within=0.05)
        yield Line("everybody due at once", timed(lambda: sweep(zone_id, now + timedelta(days=4))), 1, within=60)


def _people(server: psycopg.Connection, zone: Any, now: datetime) -> None:
    for _ in range(UNITS):
        grounds.site(world.unit(zone))
    columns = [
        name
        for (name,) in server.execute(
            "select column_name from information_schema.columns where table_name = 'directory_site'"
            " and column_name <> 'id' order by ordinal_position"
        )
    ]
    told = {"name": "s.name || n", "number": "n"}
    picked = ", ".join(told.get(name, f"s.{name}") for name in columns)
    given = {"zone": zone.pk, "each": SITES // UNITS, "people": PEOPLE, "sites": SITES}
    given |= {"ms": int(now.timestamp()) * 1000, "minutes": int(now.timestamp()) // 60}
    server.execute(MORE_SITES.format(columns=", ".join(columns), picked=picked), given)
    server.execute(STATES, given)
    for statement in OTHERS.split(";"):
        if statement.strip():
            server.execute(statement, given)
    server.execute(LOG)
    with acting(world.cli(zone)):
        sql.open_days(now.astimezone(clock.SHANGHAI).date(), before=3)
    server.execute("vacuum analyze")


def _batch(seed: int, now: datetime) -> list[sql.Staged]:
    """Samples, results and codes of the last day, a twentieth of them said twice, a positive in ten thousand."""
    rng = random.Random(seed)
    numbers = {"sample": 1, "result": 2, "code_status": 3}
    rows = []
    for _ in range(int(BATCH / (1 + AGAIN))):
        kind = rng.choice(("sample", "result", "code_status"))
        value = {"sample": 1, "result": int(rng.random() < 1e-4), "code_status": 2 * int(rng.random() < 1e-4)}[kind]
        at = now - timedelta(seconds=rng.randrange(86_400))
        person = rng.randint(1, PEOPLE)
        rows.append(sql.Staged(rng.getrandbits(62), at, numbers[kind], SUBJECTS[PERSON], person, value, None))
    rows += rng.sample(rows, BATCH - len(rows))
    return rows


def _together(what: str, name: str, zone_id: int, now: datetime, pair: Sequence[Sequence[Sequence[Row]]]) -> float:
    """Two workers at once, each with its own deliveries; seconds from the moment both are ready."""
    spawn = multiprocessing.get_context("spawn")
    gate = spawn.Barrier(len(pair) + 1)
    workers = [spawn.Process(target=work, args=(what, name, zone_id, now, one, gate)) for one in pair]
    for worker in workers:
        worker.start()
    gate.wait(PATIENCE)
    start = time.perf_counter()
    for worker in workers:
        worker.join()
    if any(worker.exitcode for worker in workers):
        raise RuntimeError("a worker failed")
    return time.perf_counter() - start


def deliver(what: str, zone_id: int, now: datetime, batches: Sequence[Sequence[Row]], ready: Callable[[], Any]) -> None:
    """What a worker does once both are ready."""
    with acting(world.cli(world.load_pack())):
        watched = queries.monitoring(zone_id)
        staged = [[sql.Staged(*row) for row in rows] for rows in batches]
        ready()
        for rows in staged:
            with transaction.atomic():
                if what == "copy":
                    _copy(zone_id, now, rows)
                else:
                    _take(watched, zone_id, now, rows)


def _copy(zone_id: int, now: datetime, rows: list[sql.Staged]) -> None:
    with connection.cursor() as cursor, cursor.copy(f"copy bench_log ({COLUMNS}) from stdin") as copy:
        for row in rows:
            own = (row.uid, row.occurred_at, row.kind, row.subject, row.subject_id, row.value)
            copy.write_row((zone_id, SOURCE, now, DELIVERY, *own))


def _take(watched: queries.Monitoring, zone_id: int, now: datetime, rows: list[sql.Staged]) -> None:
    once = [*{row.uid: row for row in rows}.values()]
    sql.take(once, zone_id=zone_id, source=SOURCE, delivery_id=DELIVERY, now=now)
    judge(watched, zone_id, now)


def _said(zone_id: int, row: sql.Staged, now: datetime) -> Signal:
    own = {"uid": row.uid, "occurred_at": row.occurred_at, "kind": row.kind, "subject": row.subject}
    told = {"subject_id": row.subject_id, "value": row.value, "received_at": now}
    return Signal(zone_id=zone_id, source=SOURCE, delivery_id=DELIVERY, **own, **told)


def _in_bulk(zone_id: int, seed: int, now: datetime) -> None:
    """What the ORM does in bulk: the log, then the states that the signals speak of; no rule and no alert."""
    with acting(world.cli(world.load_pack())):
        for part in range(BULK // BATCH):
            rows = _batch(9_000 + 10 * seed + part, now)
            with transaction.atomic():
                Signal.objects.bulk_create([_said(zone_id, row, now) for row in rows], ignore_conflicts=True)
                held = SubjectState.objects.filter(
                    subject=SUBJECTS[PERSON], subject_id__in={r.subject_id for r in rows}
                )
                states = {state.subject_id: state for state in held}
                for row in rows:
                    states[row.subject_id].p1 = max(states[row.subject_id].p1, pack(row.occurred_at, 1))
                SubjectState.objects.bulk_update(states.values(), ["p1"], batch_size=500)


def _one_by_one(zone_id: int, seed: int, now: datetime) -> None:
    """What the ORM does row by row: a signal, its state; no rule and no alert."""
    with acting(world.cli(world.load_pack())):
        for row in _batch(8_000 + seed, now)[:ROWWISE]:
            with transaction.atomic():
                Signal.objects.bulk_create([_said(zone_id, row, now)], ignore_conflicts=True)
                state = SubjectState.objects.get(subject=SUBJECTS[PERSON], subject_id=row.subject_id)
                own = {"subject": state.subject, "subject_id": state.subject_id}
                SubjectState.objects.filter(**own).update(p1=max(state.p1, pack(row.occurred_at, 1)))
