"""Coming in by a machine's key: `Authorization: Bearer sibao_…`, for the API only; a session beside it is not looked at."""

from collections.abc import Callable
from contextlib import suppress

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from sibao.accounts import queries, services
from sibao.accounts.inputs import UseKey
from sibao.accounts.queries import KeyHolder
from sibao.directory import queries as directory
from sibao.kernel import clock
from sibao.kernel.access import acting
from sibao.kernel.refusals import NotFound, NotSignedIn, Refusal, TooMany
from sibao.kernel.web.addresses import address_of
from sibao.kernel.web.limits import limit_address
from sibao.kernel.web.refusals import API, answer
from sibao.kernel.web.requests import request_id_of
from sibao.kernel.zoned import switches

SCHEME = "bearer "
REFUSED = frozenset({401, 403, 404})
NO_MACHINES = _("本区没有开放机器接口")


def secret_in(request: HttpRequest) -> str | None:
    """Return the key that a request to the API carries, or None."""
    given = request.headers.get("Authorization", "")
    if not request.path.startswith(API) or not given.lower().startswith(SCHEME):
        return None
    return given[len(SCHEME) :].strip()[:200]


def answered(request: HttpRequest, secret: str, get_response: Callable[[HttpRequest], HttpResponse]) -> HttpResponse:
    """Answer a request as the machine that the key belongs to, count the use, and record a refused one."""
    request.user = AnonymousUser()
    holder = queries.holder_of(secret, clock.now(), request_id=request_id_of(request))
    if holder.actor is None:
        response = _not_let_in(request, holder)
    elif not switches.is_on(holder.actor.zone_id, queries.MACHINES):
        response = answer(request, NotFound(NO_MACHINES))
    else:
        request.actor = holder.actor  # type: ignore[attr-defined]
        request.zone = directory.zone(holder.actor.zone_id)  # type: ignore[attr-defined]
        with acting(holder.actor):
            response = get_response(request)
    if holder.key is not None:
        _count(request, holder, response.status_code)
    return response


def _not_let_in(request: HttpRequest, holder: KeyHolder) -> HttpResponse:
    try:
        limit_address(request, "bad-key")
    except TooMany as refusal:
        return answer(request, refusal)
    return answer(request, NotSignedIn(holder.problem))


def _count(request: HttpRequest, holder: KeyHolder, status: int) -> None:
    refused = status in REFUSED
    if holder.key is not None:
        services.count_use(holder.key.pk, clock.now(), clock.today(), address=address_of(request), refused=refused)
    own = holder.own
    if refused and own is not None:
        problem = str(holder.problem) or str(status)
        with suppress(Refusal):
            given = UseKey(problem=problem, method=request.method or "", path=request.path[:200])
            services.use_key(actor=own, given=given)
