"""What every door shares: from a request to the Actor, and the gate that each route names."""

import functools
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from ninja.security import APIKeyCookie
from ninja.utils import check_csrf

from sibao.kernel.access import Actor, require
from sibao.kernel.refusals import Denied, NotSignedIn

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
KEY_DOOR = "key"


def gated(view: View, may: str) -> View:
    """Return the view behind its gate: a permission, SIGNED_IN, or PUBLIC. Menu and tests read `may` too."""

    @functools.wraps(view)
    def run(request: HttpRequest, **given: Any) -> HttpResponse:
        if may == SIGNED_IN:
            actor_of(request)
        elif may != PUBLIC:
            require(actor_of(request), may)
        return view(request, **given)

    run.may = may  # type: ignore[attr-defined]
    return run


def door(route: str, view: View, *, may: str, name: str) -> URLPattern:
    """A web route that says who may pass."""
    return path(route, gated(view, may), name=name)


class May(APIKeyCookie):
    """The same gate for the API: `auth=May("whitelist:batch:read")`; a session's writes need its CSRF token.

    Who comes in by a machine's key sends no cookie, so that no other site can make a browser send it.
    """

    param_name = "sessionid"

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(csrf=False)

    def authenticate(self, request: HttpRequest, key: str | None) -> Actor:
        actor = actor_of(request)
        if actor.door != KEY_DOOR and check_csrf(request):
            raise Denied("", _("缺少安全令牌 X-CSRFToken"))
        if self.name not in (SIGNED_IN, PUBLIC):
            require(actor, self.name)
        return actor
