"""The list of two million staff under row-level security, beside the same queries by a role that it does not bind."""

from collections.abc import Callable
from typing import Any

import psycopg
from django.db import connection

from bench.province import as_superuser, province
from bench.tables import Line, Table, compare
from sibao.directory.web.place_lists import STAFF
from sibao.kernel.access import Actor, acting
from sibao.kernel.lists.asked import understand
from sibao.kernel.lists.filters import Look
from sibao.kernel.lists.paging import read_page
from tests import world

RATIO, TIMES = 1.2, 25
READERS = {"health_officer": "the whole province", "clerk_industry": "one sector", "clerk_zhicheng": "one town"}
Statement = tuple[str, Any]


def run() -> Table:
    """Measure a page of the list and its count, by readers of three scopes."""
    lines: list[Line] = []
    with province() as zone, as_superuser() as unbound:
        for position, reach in READERS.items():
            lines += _beside(world.person(zone, position), reach, unbound)
    return Table(
        "Staff under row-level security",
        tuple(lines),
        (
            "the queries of one page of 20 and of its count, as the list makes them, narrowed by the asker's scope in both",
            "the peer is the server's superuser, whom no policy binds; each line is compared with the one before it",
        ),
    )


def _beside(actor: Actor, reach: str, unbound: psycopg.Connection) -> list[Line]:
    bound: psycopg.Connection = connection.connection
    with acting(actor):
        page, count = _statements(actor)
        people = bound.execute(*count).fetchall()[0][0]
        lines: list[Line] = []
        for what, asked in (("page", [page]), ("count", [count]), ("list: page and count", [page, count])):
            measured = compare("", [(f"{TIMES} × {what}, {reach}, no policy", _asking(unbound, asked), None),
                                    (f"{TIMES} × {what}, {reach}: {people:,} employments", _asking(bound, asked), RATIO)])  # fmt: skip
            lines += measured.lines
    return lines


def _statements(actor: Actor) -> list[Statement]:
    """The list's own queries: one page, and the count."""
    heard: list[Statement] = []

    def listen(execute: Callable[..., Any], statement: str, given: Any, many: bool, context: Any) -> Any:
        heard.append((statement, given))
        return execute(statement, given, many, context)

    asked = understand(Look(actor), STAFF, {"applied": ["1"]})
    with connection.execute_wrapper(listen):
        read_page(asked.rows(), asked.order, asked.size)
        asked.rows().order_by().count()
    return heard


def _asking(there: psycopg.Connection, asked: list[Statement]) -> Callable[[], object]:
    """Ask as often as makes a fifth of a millisecond long enough to be told from chance."""
    return lambda: [there.execute(*statement).fetchall() for _ in range(TIMES) for statement in asked]
