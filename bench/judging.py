"""All units × all criteria, from the database into the database, beside a plain COPY of the same bytes.

One core: the database works for this process alone, without helpers of its own. All has been done once before the clock
starts; every shot reads everything anew.
"""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
from django.db import connection, transaction

from bench import database
from bench.tables import Table, compare, within
from sibao.config.demo.copying import stripped, unbound
from sibao.criteria import Criterion, CriterionError, Kind, Planes, judge
from sibao.directory import queries as directory
from sibao.directory.models import Unit, Zone
from sibao.facts import queries
from sibao.facts.models import CurrentValue, FactDefinition, FactValue
from sibao.facts.queries.stores import store_of
from sibao.kernel import clock
from sibao.kernel.access import Actor, acting
from tests import world

UNITS, CRITERIA, CHECKED, SHOTS, SECONDS = 100_000, 200, 40, 5, 1.5
KEPT = "bench_verdicts"
MOST = {"number": 400, "money": 10**11, "ratio": 10_000, "flag": 1}
UNIT = """
insert into directory_unit ({columns}) select {values} from directory_unit, generate_series(2, %s) as n
"""
NEW = {
    "code": "'91' || lpad(n::text, 16, '0')",
    "staff_count": "(random() * 2000)::int",
    "revenue_fen": "(random() * 1e11)::bigint",
    "assets_fen": "(random() * 1e11)::bigint",
}
SAID = """
insert into facts_factvalue (zone_id, unit_id, definition_id, raw, observed_at, recorded_at, recorded_by, note)
select unit.zone_id, unit.id, %s, %s + floor(random() * %s)::bigint, now_at - random() * interval '100 days', now_at, 0, ''
from directory_unit unit, (values (%s::timestamptz)) as moment (now_at) where random() < 0.9
"""
COUNTING = """
insert into facts_currentvalue (zone_id, unit_id, definition_id, value_id, raw, observed_at)
select zone_id, unit_id, definition_id, id, raw, observed_at from facts_factvalue
"""


@contextmanager
def filled() -> Iterator[Actor]:
    """Units of one sector with nine tenths of all that is asked of them, in a database of their own."""
    with database.filled():
        actor = world.cli(world.load_pack())
        with acting(actor):
            world.unit(Zone.objects.get(pk=actor.zone_id), industry_code="3216")
            with database.signed_in("owner", connection.settings_dict["NAME"]), transaction.atomic():
                _fill(actor)
            _swept()
            yield actor


def _swept() -> None:
    """Tell the planner what the tables hold, and let their rows be seen without a look at each."""
    with database.signed_in("owner", connection.settings_dict["NAME"]), connection.cursor() as cursor:
        for model in (Unit, FactValue, CurrentValue):
            cursor.execute(f"vacuum analyze {model._meta.db_table}")


def _fill(actor: Actor) -> None:
    fields = [field.column for field in Unit._meta.concrete_fields if not field.primary_key]
    asked = [row for row in queries.definitions_to_report(actor) if queries.asked_of(row, "industry")]
    with stripped(FactValue, CurrentValue), unbound(Unit, FactValue, CurrentValue), connection.cursor() as cursor:
        cursor.execute("select setseed(0.5)")
        values = ", ".join(NEW.get(name, name) for name in fields)
        cursor.execute(UNIT.format(columns=", ".join(fields), values=values), [UNITS])
        for row in asked:
            first, span = _span(row)
            cursor.execute(SAID, [row.pk, first, span, clock.now()])
        cursor.execute(COUNTING)


def _span(row: FactDefinition) -> tuple[int, int]:
    """From which value on, and how many are drawn."""
    if row.kind == Kind.DATE:
        return clock.today().toordinal() - 300, 600
    if row.kind in {Kind.LABEL, Kind.SET}:
        return (0, len(row.labels)) if row.kind == Kind.LABEL else (0, 2 ** len(row.labels))
    return 0, min(MOST[row.kind], row.highest or MOST[row.kind]) + 1


def drawn(known: queries.Known) -> list[Criterion]:
    """Criteria of three to eight clauses over the zone's own catalogue; the few that contradict themselves are drawn anew."""
    rng, made = random.Random(7), list[Criterion]()
    facts = [fact for fact in known.catalogue.facts.values() if fact.kind is not Kind.CODE]
    while len(made) < CRITERIA:
        tree = {"all": [_leaf(rng, rng.choice(facts)) for _ in range(rng.randint(3, 8))]}
        try:
            made.append(known.catalogue.read_data(tree))
        except CriterionError:
            continue
    return made


def _leaf(rng: random.Random, fact: Any) -> dict[str, Any]:
    if fact.kind is Kind.FLAG:
        return {"f": fact.key, "op": "eq", "v": rng.random() < 0.5}
    if fact.kind in {Kind.LABEL, Kind.SET}:
        op = "eq" if fact.kind is Kind.LABEL else rng.choice(["has", "lacks"])
        return {"f": fact.key, "op": op, "v": rng.choice(list(fact.labels))}
    if fact.kind is Kind.DATE:
        return {"f": fact.key, "op": rng.choice(["ge", "le"]), "v": clock.today().isoformat()}
    most = min(MOST[fact.kind.value], fact.bounds[1])
    return {"f": fact.key, "op": rng.choice(["ge", "ge", "le"]), "v": rng.randint(1, 9) * most // 10}


class Task:
    """What is judged, and each part of it."""

    def __init__(self, actor: Actor) -> None:
        self.actor, self.now = actor, clock.now()
        self.known = queries.known_facts(actor.zone_id)
        self.criteria = drawn(self.known)
        self.units = directory.units(actor)
        with connection.cursor() as cursor:
            cursor.execute("set max_parallel_workers_per_gather = 0")
            cursor.execute(f"create temp table {KEPT} (criterion int primary key, yes bytea, no bytea)")
        self.ids, self.planes = self.read()
        self.matrix = self.judge()
        self.bytes = [(place, yes.tobytes(), no.tobytes()) for place, (yes, no) in enumerate(self._pairs())]
        self.write()
        self.fresh = [store_of(self.units, self.known, self.criteria, self.now)[1] for _ in range(1 + SHOTS)]

    def _pairs(self) -> Iterator[tuple[Any, Any]]:
        return zip(self.matrix.yes, self.matrix.no, strict=True)

    def read(self) -> tuple[Any, Planes]:
        """Everything that the criteria ask about, from the database into columns."""
        ids, store = store_of(self.units, self.known, self.criteria, self.now)
        return ids, Planes(store)

    def judge(self) -> Any:
        """Every criterion about every unit."""
        return self.planes.matrix(self.criteria)

    def judge_anew(self) -> Any:
        """The same over columns that nothing was asked of yet."""
        return Planes(self.fresh.pop()).matrix(self.criteria)

    def write(self) -> None:
        """All verdicts into the database: of each criterion who meets it and who is known not to."""
        self._copy_in((place, yes.tobytes(), no.tobytes()) for place, (yes, no) in enumerate(self._pairs()))

    def _copy_in(self, rows: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"truncate {KEPT}")
        with (
            connection.connection.cursor() as cursor,
            cursor.copy(f"copy {KEPT} from stdin (format binary)") as sink,
        ):
            sink.set_types(["int4", "bytea", "bytea"])
            for row in rows:
                sink.write_row(row)

    def whole(self) -> None:
        """From the database into the database."""
        self.ids, self.planes = self.read()
        self.matrix = self.judge()
        self.write()

    def limit(self) -> None:
        """The same bytes out and in by COPY, and not one thought about them."""
        asked = "select definition_id, unit_id, raw, observed_at from facts_currentvalue"
        with (
            connection.connection.cursor() as cursor,
            cursor.copy(f"copy ({asked}) to stdout (format binary)") as source,
        ):
            for _part in source:
                pass
        self._copy_in(self.bytes)

    def check(self) -> None:
        """What the database holds is what each unit's own verdict says, drawn units one by one."""
        with connection.cursor() as cursor:
            cursor.execute(f"select yes, no from {KEPT} order by criterion")
            planes = [[np.unpackbits(np.frombuffer(one, np.uint8), bitorder="little") for one in row] for row in cursor]
        rng = random.Random(8)
        for place in rng.sample(range(len(self.ids)), CHECKED):
            asked = queries.inquiry(self.known, int(self.ids[place]), self.now)
            for criterion, (yes, no) in zip(self.criteria, planes, strict=True):
                if judge(criterion, asked).answer is not (True if yes[place] else False if no[place] else None):
                    raise AssertionError("a unit's own verdict is another than that of all at once")
        decided = sum(int(plane[: len(self.ids)].sum()) for row in planes for plane in row)
        if not 0 < decided < CRITERIA * len(self.ids):
            raise AssertionError("nothing is decided, or nothing is open")


def run() -> Table:
    """Weigh all verdicts, read, judged and kept, against a COPY of the same bytes; the answers are compared first."""
    with filled() as actor:
        task = Task(actor)
        task.check()
        table = compare(
            f"{UNITS:,} units × {CRITERIA} criteria, from the database into the database",
            [
                ("the same bytes out and in by COPY", task.limit, None),
                ("all verdicts: read, judged, kept", task.whole, 3.0),
                ("  of these: read into columns", task.read, None),
                ("  of these: judged", task.judge_anew, None),
                ("  of these: kept", task.write, None),
            ],
            SHOTS,
            warm=True,
        )
        task.check()
    return within(table, {1: SECONDS})
