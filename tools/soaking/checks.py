"""What is left when the dust has settled, read from the tables: every row once and whole, the record in agreement."""

from collections.abc import Sequence
from dataclasses import dataclass

import psycopg
from psycopg.rows import TupleRow

FACTS = (
    ("units", "select count(*) from directory_unit where code = any(%(codes)s)"),
    ("units twice", "select count(*) - count(distinct code) from directory_unit where code = any(%(codes)s)"),
    (
        "units written more than once",
        "select count(*) from directory_unit where code = any(%(codes)s) and version <> 1",
    ),
    (
        "units without what came with their row",
        (
            "select count(*) from directory_unit u where code = any(%(codes)s) and (select count(*)"
            " from directory_unitmeasure m where m.unit_id = u.id) <> %(measures)s"
        ),
    ),
    (
        "units without their contact",
        (
            "select count(*) from directory_unit u where code = any(%(codes)s) and"
            " (select count(*) from directory_contact c where c.unit_id = u.id) <> 1"
        ),
    ),
    ("rows applied", "select count(*) from kernel_importrow where run_id = any(%(runs)s) and verdict = 'applied'"),
    (
        "rows in any other state",
        "select count(*) from kernel_importrow where run_id = any(%(runs)s) and verdict <> 'applied'",
    ),
    (
        "units named by the record",
        (
            "select count(*) from audit_auditline a, jsonb_array_elements(a.details->'units') where"
            " a.command = 'directory:unit:import' and a.outcome = 'done' and a.subject_id = any(%(runs)s)"
        ),
    ),
    (
        "different units named by the record",
        (
            "select count(distinct named) from audit_auditline a, jsonb_array_elements(a.details->'units') named where"
            " a.command = 'directory:unit:import' and a.outcome = 'done' and a.subject_id = any(%(runs)s)"
        ),
    ),
    (
        "starts and applications on the record",
        (
            "select count(*) from audit_auditline where command in ('kernel:import:start', 'kernel:import:apply')"
            " and outcome = 'done' and subject_id = any(%(runs)s)"
        ),
    ),
    ("runs applied", "select count(*) from kernel_importrun where id = any(%(runs)s) and state = 'applied'"),
    (
        "runs not at their end",
        "select count(*) from kernel_importrun where state in ('queued', 'reading', 'preview', 'applying')",
    ),
    (
        "jobs of imports not at their end",
        "select count(*) from procrastinate_jobs where queue_name = 'imports' and status in ('todo', 'doing', 'aborting')",
    ),
)


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure, as it is and as it has to be."""

    name: str
    found: int
    wanted: int

    @property
    def right(self) -> bool:
        """Is it as it has to be?"""
        return self.found == self.wanted


def facts(address: str, codes: Sequence[str], runs: Sequence[int], measures: int) -> list[Fact]:
    """Count everything.

    Args:
        address: the database, as its owner.
        codes: the units of all workbooks.
        runs: the imports.
        measures: yearly values that came with each row.
    """
    rows, given = len(codes), {"codes": list(codes), "runs": list(runs), "measures": measures}
    wanted = {
        "units": rows,
        "rows applied": rows,
        "units named by the record": rows,
        "different units named by the record": rows,
        "starts and applications on the record": 2 * len(runs),
        "runs applied": len(runs),
    }
    with psycopg.connect(address) as connection:
        see_the_zone(connection)
        return [
            Fact(name, int((connection.execute(query, given).fetchone() or (0,))[0]), wanted.get(name, 0))
            for name, query in FACTS
        ]


def see_the_zone(connection: psycopg.Connection[TupleRow]) -> None:
    """Let row-level security show the rows of the whole zone."""
    connection.execute("select set_config('sibao.zone', (select min(id)::text from directory_zone), false)")
