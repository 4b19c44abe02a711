"""How many queries each page may take: as many as `query_budget.toml` says, and no more when there are more rows."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sibao.accounts.models import Account
from sibao.kernel import ways
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


def spent(browser: Client, way: ways.Way, given: dict[str, object]) -> int | None:
    """How many queries a second look at a page takes; None when it is no page."""
    with undone():
        if ask(browser, way, given, "get").status_code != 200:
            return None
        with CaptureQueriesContext(connection) as heard:
            ask(browser, way, given, "get")
    return sum(not query["sql"].startswith(NESTED) and CLOCK not in query["sql"] for query in heard)


def of_every_page(small: small_world.Small) -> dict[str, int]:
    """Page → the queries it takes, by whom of the readers it takes most."""
    found: dict[str, int] = {}
    for code in READERS:
        actor = small.actors[code]
        browser = signed_in(Client(), Account.objects.get(pk=actor.account_id))
        for way in gated(ways.routes()):
            given = values(actor, way, inside=True)
            if allowed(actor, way) and given is not None and (queries := spent(browser, way, given)) is not None:
                name = way.name.partition("[")[0]
                found[name] = max(queries, found.get(name, 0))
    return found


@pytest.fixture(scope="module")
def measured(django_db_setup: None, django_db_blocker) -> Iterator[tuple[dict[str, int], dict[str, int]]]:
    """What each page takes in the small world, and after it has grown."""
    with django_db_blocker.unblock(), undone():
        small = small_world.build()
        before = of_every_page(small)
        small_world.grow(small)
        yield before, of_every_page(small)


def test_no_page_takes_more_queries_than_its_budget(measured):
    budget: dict[str, int] = tomllib.loads(BUDGET.read_text(encoding="utf-8"))
    over = [f'"{name}" = {queries}' for name, queries in measured[0].items() if queries > budget.get(name, 0)]
    assert over == [], "make them cheaper, or write the new number into query_budget.toml and say why"
    assert budget.keys() - measured[0].keys() == set(), "these pages are gone; take them out of query_budget.toml"


def test_no_page_takes_more_queries_when_there_are_more_rows(measured):
    before, after = measured
    assert [(name, before[name], after[name]) for name in before if after[name] > before[name]] == []
