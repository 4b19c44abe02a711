"""From a signed-in account to the actor of the request, with row-level security following."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from sibao.accounts import queries
from sibao.accounts.models import Account
from sibao.directory import queries as directory
from sibao.kernel import clock
from sibao.kernel.access import acting
from sibao.kernel.web.requests import request_id_of

_FREE = ("/accounts/", "/static/", "/language/")


class ActingMiddleware:
    """Sets `request.actor`, and leads an account with a first password to changing it before anything else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        account = request.user
        if not isinstance(account, Account):
            return self.get_response(request)
        if account.must_change_password and not request.path.startswith(_FREE):
            return HttpResponseRedirect(reverse("account_change_password"))
        _act(request, account)
        with acting(getattr(request, "actor", None)):
            return self.get_response(request)


def _act(request: HttpRequest, account: Account) -> None:
    appointments = list(queries.running_appointments(account.pk, clock.now()))
    chosen = queries.choose(appointments, request.session.get(queries.ACTING_KEY))
    if chosen is None:
        return
    door = "api" if request.path.startswith("/api/") else "page"
    request.actor = queries.actor_of(chosen, request_id=request_id_of(request), door=door)  # type: ignore[attr-defined]
    request.appointments = appointments  # type: ignore[attr-defined]
    request.zone = directory.zone(chosen.zone_id)  # type: ignore[attr-defined]
