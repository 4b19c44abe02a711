"""From a signed-in account to the actor of the request, with row-level security following."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sibao.accounts import queries
from sibao.accounts.web import by_key
from sibao.directory import queries as directory
from sibao.kernel import clock
from sibao.kernel.access import acting
from sibao.kernel.doors import PUBLIC
from sibao.kernel.refusals import Denied
from sibao.kernel.standing import in_words
from sibao.kernel.web.refusals import API, answer
from sibao.kernel.web.requests import request_id_of

ALWAYS_OPEN = frozenset({"account_login", "account_logout", "account_change_password", "set_language"})
FACTOR_PAGES = frozenset(
    {
        "account_reauthenticate",
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_view_recovery_codes",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "mfa_remove",
    }
)
NO_FACTOR = _("您的岗位须登记第二因素，请先在“第二因素”页登记")
NO_POSITION = _("您现在没有在任的岗位（可能任期已满或尚未任命），请联系本单位管理员。您的账号和密码仍然有效")
FIRST_PASSWORD = _("请先修改首次登录密码")


@dataclass(frozen=True, slots=True)
class Held:
    """An appointment as the switch in the head shows it."""

    id: int
    label: str


class ActingMiddleware:
    """Sets `request.actor`; an account with a first password, without a position or the second factor it needs gets no further than its own sign-in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if (secret := by_key.secret_in(request)) is not None:
            return by_key.answered(request, secret, self.get_response)
        account = queries.signed_in(request.user)
        if account is None:
            return self.get_response(request)
        _act(request, account)
        with acting(getattr(request, "actor", None)):
            return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        account = queries.signed_in(request.user)
        match = request.resolver_match
        if account is None or match is None or match.view_name in ALWAYS_OPEN or getattr(view, "may", "") == PUBLIC:
            return None
        if account.must_change_password:
            if request.path.startswith(API):
                return answer(request, Denied("", FIRST_PASSWORD))
            return HttpResponseRedirect(reverse("account_change_password"))
        if match.view_name in FACTOR_PAGES:
            return None
        if getattr(request, "lacks_factor", False):
            if request.path.startswith(API):
                return answer(request, Denied("", NO_FACTOR))
            return HttpResponseRedirect(reverse("mfa_index"))
        return None if getattr(request, "appointments", ()) else answer(request, Denied("", NO_POSITION))


def _act(request: Any, account: Any) -> None:
    held = queries.running_appointments(account.pk, clock.now())
    chosen = queries.choose(held, request.session.get(queries.ACTING_KEY))
    request_id = request_id_of(request)
    request.appointments = [Held(one.id, in_words(queries.label_of(one))) for one in held]
    request.zone = directory.zone(account.zone_id) if account.zone_id else None
    request.lacks_factor = chosen is not None and queries.lacks_factor(chosen, clock.now())
    if chosen is None or account.must_change_password or request.lacks_factor:
        request.actor = queries.own_actor(account, request_id=request_id)
    else:
        door = "api" if request.path.startswith(API) else "page"
        request.actor = queries.actor_of(chosen, request_id=request_id, door=door)
