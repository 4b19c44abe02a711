"""What every request has: an id, the security headers of its answer, a line in the log, a count."""

import logging
import re
import secrets
import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from sibao.kernel.doors import actor_or_none
from sibao.kernel.web.metrics import count_request

logger = logging.getLogger("sibao.requests")
_GIVEN = re.compile(r"[A-Za-z0-9-]{8,40}")
REFUSED = "sibao.refused"
"""Key of the ASGI scope under which the web process hands on the refusal of a body that it did not take in."""
POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


class RequestMiddleware:
    """Gives each request an id (kept from the proxy when well-formed), each answer its headers, the log its line."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        begun = time.monotonic()
        request_id = request_id_from(request.headers.get("X-Request-ID", ""))
        request.request_id = request_id  # type: ignore[attr-defined]
        response = self.get_response(request)
        response.headers["X-Request-ID"] = request_id
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(self), microphone=(), geolocation=()")
        actor = actor_or_none(request)
        account = actor.account_id if actor else None
        seconds = time.monotonic() - begun
        log_request(request_id, request.method or "", route_of(request), response.status_code, seconds, account)
        return response


def request_id_from(given: str) -> str:
    """Return the id that a proxy gave, or a new one where it gave none or a malformed one."""
    return given if _GIVEN.fullmatch(given) else secrets.token_hex(8)


def request_id_of(request: HttpRequest) -> str:
    """Return the id that this request goes by in logs, audit and error pages."""
    return getattr(request, "request_id", "")


def route_of(request: HttpRequest) -> str:
    """Return the pattern that a request's address fits: ids and codes in addresses are nobody's business in a log."""
    match = request.resolver_match
    if match is not None:
        return str(match.route)
    return "static" if request.path_info.startswith(f"/{settings.STATIC_URL.strip('/')}/") else "none"


def log_request(request_id: str, method: str, route: str, status: int, seconds: float, account: int | None) -> None:
    """Write the one line of an answered request, without address, query or anything personal, and count it."""
    told = {"request": request_id, "method": method, "route": route, "status": status, "ms": round(seconds * 1000, 1)}
    if account is not None:
        told["account"] = account
    level = logging.ERROR if status >= 500 else logging.INFO
    logger.log(level, "%s %s %s", method, route, status, extra={"told": told})
    count_request(method, route, status, seconds)
