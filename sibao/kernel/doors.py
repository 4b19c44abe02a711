"""What every door shares: from a request to the Actor, and the gate that each route names."""

import functools
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from sibao.kernel.access import Actor, require
from sibao.kernel.refusals import NotSignedIn

View = Callable[..., HttpResponse]


def actor_or_none(request: HttpRequest) -> Actor | None:
    """Return who is acting, or None when nobody is signed in."""
    return getattr(request, "actor", None)


def actor_of(request: HttpRequest) -> Actor:
    """Return who is acting.

    Raises:
        NotSignedIn: nobody is signed in.
    """
    actor = actor_or_none(request)
    if actor is None:
        raise NotSignedIn
    return actor


PUBLIC = "public"
SIGNED_IN = "signed-in"


def door(route: str, view: View, *, may: str, name: str) -> URLPattern:
    """A web route that says who may pass: a permission, SIGNED_IN, or PUBLIC. Menu and tests read `may` too."""

    @functools.wraps(view)
    def gated(request: HttpRequest, **given: Any) -> HttpResponse:
        if may == SIGNED_IN:
            actor_of(request)
        elif may != PUBLIC:
            require(actor_of(request), may)
        return view(request, **given)

    gated.may = may  # type: ignore[attr-defined]
    return path(route, gated, name=name)


class May:
    """The same gate for the API: `auth=May("whitelist:batch:read")`."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __call__(self, request: HttpRequest) -> Actor:
        actor = actor_of(request)
        if self.name not in (SIGNED_IN, PUBLIC):
            require(actor, self.name)
        return actor
