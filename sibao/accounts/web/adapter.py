"""Where the sign-in library meets our rules: no self sign-up, every attempt on the record, lock-out in words."""

from contextlib import suppress
from typing import Any, Literal

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import SecretStr

from sibao.accounts import queries, services
from sibao.accounts.inputs import ChangePassword, OpenSession
from sibao.directory import queries as directory
from sibao.kernel.access import Actor
from sibao.kernel.commands import NoInput
from sibao.kernel.refusals import Refusal, TooMany
from sibao.kernel.web.addresses import address_of
from sibao.kernel.web.refusals import answer
from sibao.kernel.web.requests import request_id_of

LOCKED_SECONDS = 900
_SAID = {"account/messages/password_changed.txt": gettext_lazy("密码已修改")}


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # the library ships no types
    """Accounts are made by administrators and invitations only; passwords change by our command."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": gettext_lazy("登录名或密码不正确"),
        "enter_current_password": gettext_lazy("当前密码不正确"),
        "invalid_password_reset": gettext_lazy("链接已失效"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return address_of(request) or "0.0.0.0"  # noqa: S104 - no address that anyone listens on: not known

    def set_password(self, user: Any, password: str) -> None:
        own = queries.own_actor(user, request_id=request_id_of(context.request))
        changed = services.change_password(actor=own, given=ChangePassword(password=SecretStr(password)))
        user.password = changed.password
        user.must_change_password = False

    def post_login(self, request: HttpRequest, user: Any, **given: Any) -> HttpResponse:
        own = queries.own_actor(user, request_id=request_id_of(request))
        means = dict.fromkeys(one["method"] for one in get_authentication_records(request, user))
        services.open_session(actor=own, given=OpenSession(answer="accepted", means=tuple(means)))
        response: HttpResponse = super().post_login(request, user, **given)
        return response

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        self.record_failure(request, user.username, "closed")
        response: HttpResponse = super().respond_user_inactive(request, user)
        return response

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        locked = getattr(request, "axes_locked_out", False)
        self.record_failure(request, credentials.get("username", ""), "locked" if locked else "wrong")

    def logout(self, request: HttpRequest) -> None:
        account = queries.signed_in(request.user)
        super().logout(request)
        if account is not None:
            own = queries.own_actor(account, request_id=request_id_of(request))
            services.close_session(actor=own, given=NoInput())

    def add_message(
        self, request: HttpRequest, level: int, message_template: str = "", *rest: Any, **more: Any
    ) -> None:
        if message_template in _SAID:
            messages.add_message(request, level, str(_SAID[message_template]))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return "/"

    def record_failure(
        self, request: HttpRequest, username: str, answer: Literal["wrong", "locked", "closed", "factor", "identity"]
    ) -> None:
        """Put a failed sign-in on the record, under the account's name if there is one."""
        actor = _who_tries(request, username)
        if actor is not None:
            with suppress(Refusal):
                services.open_session(actor=actor, given=OpenSession(answer=answer))


def _who_tries(request: HttpRequest, username: str) -> Actor | None:
    account, zone = queries.account_named(username), directory.sole_zone()
    if account is not None:
        return queries.own_actor(account, request_id=request_id_of(request))
    return queries.stranger(zone.pk, request_id=request_id_of(request)) if zone else None


def locked_out(
    request: HttpRequest, response: HttpResponse | None = None, credentials: dict[str, Any] | None = None
) -> HttpResponse:
    """Answer a sign-in to a locked account."""
    words = _("密码连续输错 5 次，账号已锁定 15 分钟；也可以请管理员解除锁定")
    return answer(request, TooMany(words, retry_after=LOCKED_SECONDS))
