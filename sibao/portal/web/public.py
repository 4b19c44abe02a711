"""How public pages are answered: apart from sessions and sign-in, in the language of their address, cacheable by anyone."""

import functools
import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.utils.translation import gettext as _

from sibao.directory import queries as directory
from sibao.kernel.refusals import Refusal
from sibao.kernel.web.limits import limit
from sibao.kernel.web.refusals import answer

LANGUAGES = {"zh": "zh-hans", "en": "en"}
ANYONE = "public, max-age=60"
FRESH = "public, no-cache"


class PublicMiddleware:
    """Answers addresses that begin with a language before any session is looked at.

    Nothing in such an answer depends on who asks, so that it carries no cookie and varies by no header, and any cache
    between the product and its readers may keep it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = LANGUAGES.get(request.path_info.split("/")[1])
        if language is None:
            return self.get_response(request)
        try:
            match = resolve(request.path_info)
        except Resolver404:
            return self.get_response(request)
        request.resolver_match = match
        with translation.override(language):
            response = _answered(request, match.func, match.kwargs)
        response.headers.setdefault("Content-Language", language)
        response.headers.setdefault("X-Frame-Options", "DENY")
        return response


def _answered(request: HttpRequest, view: Callable[..., HttpResponse], given: dict[str, Any]) -> HttpResponse:
    try:
        limit(request, "public")
        return view(request, **given)
    except Refusal as refusal:
        refused = answer(request, refusal)
        refused.headers["Cache-Control"] = "no-store"
        return refused


def with_zone(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give the view the zone of this installation; before a pack is loaded, a page says so in words."""

    @functools.wraps(view)
    def shown(request: HttpRequest, language: str, **given: Any) -> HttpResponse:
        zone = directory.sole_zone()
        if zone is None:
            page = render(request, "portal/empty.html", {"portal": {"title": _("公开查询"), "home_url": request.path}})
            page.headers["Cache-Control"] = "no-store"
            return page
        return view(request, language, zone, **given)

    return shown


def cacheable(
    request: HttpRequest, response: HttpResponse, *, changed_at: datetime | None = None, control: str = ANYONE
) -> HttpResponse:
    """Return the answer with its tag and, where known, the time of its last change; 304 to who holds it already."""
    etag = quote_etag(hashlib.sha256(response.content).hexdigest()[:32])
    modified = int(changed_at.timestamp()) if changed_at else None
    response.headers["Cache-Control"] = control
    response.headers["ETag"] = etag
    if modified is not None:
        response.headers["Last-Modified"] = http_date(modified)
    kept = get_conditional_response(request, etag=etag, last_modified=modified, response=response)
    return kept if isinstance(kept, HttpResponse) else response
