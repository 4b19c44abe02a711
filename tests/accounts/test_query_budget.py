"""How many queries each page may take: as many as `query_budget.toml` says, and no more when there are more rows."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import connection, reset_queries
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sibao.accounts.models import Account
from sibao.kernel import ways
from sibao.kernel.access import Actor
from tests.accounts import small_world
from tests.accounts.people import signed_in
from tests.accounts.test_matrix import allowed, ask, gated, undone, values

BUDGET = Path(__file__).with_name("query_budget.toml")
READERS = ("hq_office_clerk", "health_officer", "clerk_industry", "clerk_zhicheng", "unit_user", "system_administrator", "security_administrator", "audit_administrator")  # fmt: skip
"""Between them they open every page; a page's budget is for whoever needs most."""
NESTED = ("SAVEPOINT", "RELEASE", "ROLLBACK TO")
"""Only tests stand within a transaction of their own."""
CLOCK = "kernel_clockoffset"
"""A process looks now and then whether its clock was moved, whichever page is asked for."""


@dataclass(frozen=True, slots=True)
class Dearest:
    """The look at a page that takes most: by whom, at which way of reaching it, and the queries."""

    code: str
    way: ways.Way
    queries: int


def spent(browser: Client, way: ways.Way, given: dict[str, object]) -> int:
    """How many queries a look at a page takes; 0 when it is no page."""
    reset_queries()
    with undone(), CaptureQueriesContext(connection) as heard:
        shown = ask(browser, way, given, "get").status_code == 200
    return shown * sum(not query["sql"].startswith(NESTED) and CLOCK not in query["sql"] for query in heard)


def of_every_page(small: small_world.Small) -> dict[str, Dearest]:
    """Page → its dearest look. A first look fills what a process keeps, so a second counts where the first is dearest."""
    found: dict[str, Dearest] = {}
    for code in READERS:
        actor, browser = reader(small, code)
        for way in gated(ways.routes()):
            given = values(actor, way, inside=True)
            if not allowed(actor, way) or given is None:
                continue
            name = way.name.partition("[")[0]
            if spent(browser, way, given) > (found[name].queries if name in found else 0):
                again = Dearest(code, way, spent(browser, way, given))
                found[name] = max(again, found.get(name, again), key=lambda look: look.queries)
    return found


def of_the_dearest(small: small_world.Small, found: dict[str, Dearest]) -> dict[str, int]:
    """Page → the queries that the same look takes now."""
    browsers = {code: reader(small, code) for code in READERS}
    return {name: looked_again(*browsers[look.code], look.way) for name, look in found.items()}


def looked_again(actor: Actor, browser: Client, way: ways.Way) -> int:
    given = values(actor, way, inside=True)
    assert given is not None
    spent(browser, way, given)
    return spent(browser, way, given)


def reader(small: small_world.Small, code: str) -> tuple[Actor, Client]:
    actor = small.actors[code]
    return actor, signed_in(Client(), Account.objects.get(pk=actor.account_id))


@pytest.fixture(scope="module")
def measured(django_db_setup: None, django_db_blocker) -> Iterator[tuple[dict[str, int], dict[str, int]]]:
    """What each page takes in the small world, and after it has grown."""
    with django_db_blocker.unblock(), undone():
        small = small_world.build()
        before = of_every_page(small)
        small_world.grow(small)
        yield {name: look.queries for name, look in before.items()}, of_the_dearest(small, before)


def test_no_page_takes_more_queries_than_its_budget(measured):
    budget: dict[str, int] = tomllib.loads(BUDGET.read_text(encoding="utf-8"))
    over = [f'"{name}" = {queries}' for name, queries in measured[0].items() if queries > budget.get(name, 0)]
    assert over == [], "make them cheaper, or write the new number into query_budget.toml and say why:\n" + "\n".join(
        over
    )
    assert budget.keys() - measured[0].keys() == set(), "these pages are gone; take them out of query_budget.toml"


def test_no_page_takes_more_queries_when_there_are_more_rows(measured):
    before, after = measured
    assert [(name, before[name], after[name]) for name in before if after[name] > before[name]] == []
