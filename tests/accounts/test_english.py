"""Whoever asks in English is answered in English: every page, what forms refuse, what the API says."""

import json
import re
from collections import defaultdict
from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils import translation

from sibao.accounts.models import Account
from sibao.kernel import ways
from tests import world
from tests.accounts import leftovers, small_world
from tests.accounts.people import signed_in
from tests.accounts.small_world import Small
from tests.accounts.test_matrix import allowed, ask, gated, method_of, path_of, undone, values

READERS = ("clerk_industry", "hq_office_clerk", "unit_user", "system_administrator", "security_administrator", "audit_administrator")  # fmt: skip
FIELD = re.compile(r'<(?:input|select|textarea)\b[^>]*? name="([^"]+)"')
WRONG = "?"
"""Not a number, a day, a code or a choice, and too short for a reason."""


@pytest.fixture(scope="module")
def small(django_db_setup: None, django_db_blocker) -> Iterator[Small]:
    with django_db_blocker.unblock(), undone():
        yield small_world.build()


@pytest.fixture(scope="module")
def data(small: Small) -> list[str]:
    return leftovers.data(world.cli(small.zone))


def english(small: Small, code: str) -> Client:
    """A browser that asks in English, in which somebody in a position is signed in."""
    return signed_in(Client(headers={"accept-language": "en"}), Account.objects.get(pk=small.actors[code].account_id))


def texts(answer) -> list[str]:
    """What an answer says, be it a page or JSON."""
    kind = answer.get("Content-Type", "")
    if answer.streaming or not kind.startswith(("text/html", "application/json", "application/problem+json")):
        return []
    text = answer.content.decode()
    return leftovers.of_page(text) if kind.startswith("text/html") else list(leftovers.texts_in(json.loads(text)))


def wrongly_filled(browser: Client, path: str, page: str):
    """What the product answers to a page's forms with something wrong in every field."""
    with undone():
        return browser.post(path, {name: WRONG for name in FIELD.findall(page) if name != "csrfmiddlewaretoken"})


def answers(small: Small, code: str, posted: set[str]):
    """Each way → what it answers to a position: looked at, posted empty, and with every field wrong; posted by one only."""
    actor, browser = small.actors[code], english(small, code)
    for way in gated([*ways.routes(), *ways.operations()]):
        given = values(actor, way, inside=True)
        if not allowed(actor, way) or given is None:
            continue
        if way.kind != "route":
            yield way.name, ask(browser, way, given, method_of(way))
            continue
        looked = ask(browser, way, given, "get")
        yield way.name, looked
        if way.name not in posted:
            posted.add(way.name)
            yield f"{way.name}, empty", ask(browser, way, given, "post")
            if looked.status_code == 200 and not looked.streaming:
                page = looked.content.decode(errors="ignore").partition("</nav>")[2]
                yield f"{way.name}, wrong", wrongly_filled(browser, path_of(way, given), page)


def test_every_answer_is_english_for_who_asks_in_english(small, data):
    found, posted = defaultdict(set), set()
    with translation.override("zh-hans"):
        for code in READERS:
            for way, answer in answers(small, code, posted):
                found[way].update(leftovers.without(texts(answer), data))
    assert {way: sorted(left) for way, left in found.items() if left} == {}
    assert len(posted) > 150
