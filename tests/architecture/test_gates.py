"""Every way in says who may pass."""

import inspect

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from sibao.config.api import api
from sibao.config.bodies import UPLOADS
from sibao.config.urls import urlpatterns
from sibao.kernel.doors import PUBLIC, SIGNED_IN, May
from sibao.kernel.permissions import ALL

FOREIGN = {
    "allauth": "sign-in, sign-out and passwords, guarded by allauth itself",
    "django": "language switch, static files and redirects",
    "ninja": "the description of the API and its root",
}
GATES = {PUBLIC, SIGNED_IN}


def routes(patterns=None, before=""):
    for pattern in urlpatterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, f"{before}{pattern.pattern}")
        else:
            assert isinstance(pattern, URLPattern)
            yield f"{before}{pattern.pattern}", pattern.callback


def home(view):
    """The module that a view is written in, seen through partial functions."""
    return getattr(view, "func", view).__module__


def operations():
    for prefix, router in api._routers:
        for path, view in router.path_operations.items():
            for operation in view.operations:
                yield f"{'/'.join(operation.methods)} {prefix}{path}", operation


OURS = [(route, view) for route, view in routes() if home(view).partition(".")[0] not in FOREIGN]
OPERATIONS = list(operations())


def test_the_application_has_pages_and_an_api():
    assert len(OURS) > 10
    assert OPERATIONS
    assert get_resolver().url_patterns == urlpatterns


@pytest.mark.parametrize(("route", "view"), OURS, ids=[route for route, _ in OURS])
def test_every_page_says_who_may_pass(route, view):
    gate = getattr(view, "may", None)
    assert gate in GATES or gate in ALL, f"{route} ({home(view)}) has no gate: write it with door(…, may=…)"


@pytest.mark.parametrize(("name", "operation"), OPERATIONS, ids=[name for name, _ in OPERATIONS])
def test_every_api_operation_says_who_may_pass(name, operation):
    gates = [gate.name for gate in operation.auth_callbacks if isinstance(gate, May)]
    assert gates, f"{name} has no gate: auth=May(…)"
    assert all(gate in GATES or gate in ALL for gate in gates), gates


def test_public_pages_are_few_and_known():
    contexts = {home(view).split(".")[1] for _, view in OURS if view.may == PUBLIC}
    assert contexts <= {"portal", "accounts", "config", "kernel"}


def test_no_two_routes_share_a_name():
    seen, twice = set(), set()
    for pattern in all_patterns(urlpatterns, ""):
        (twice if pattern in seen else seen).add(pattern)
    assert twice == set()


def all_patterns(patterns, namespace):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from all_patterns(pattern.url_patterns, f"{namespace}:{pattern.namespace or ''}")
        elif pattern.name and home(pattern.callback).partition(".")[0] not in FOREIGN:
            yield f"{namespace}:{pattern.name}"


SMALL_FILES = {"sibao.accounts.web.access", "sibao.accounts.web.invitations"}
"""Whose forms take proofs of at most 2 MB, as any other body."""


def test_every_page_that_takes_files_lets_their_bodies_in():
    taking = {f"/{route}" for route, view in OURS if takes_files(view)}
    assert len(taking) >= 3
    assert sorted(route for route in taking if not route.startswith(UPLOADS)) == []


def takes_files(view):
    return home(view) not in SMALL_FILES and "request.FILES" in inspect.getsource(inspect.unwrap(view))
