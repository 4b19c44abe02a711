"""Signing in and out, and one's own password: the library's views with our pages, our words and our gates."""

import logging
from typing import Any

from allauth.account.views import LoginView, PasswordChangeView, PasswordResetView
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sibao.accounts import queries
from sibao.directory import queries as directory
from sibao.kernel.refusals import Unavailable
from sibao.kernel.web.limits import limit_address, limit_word

logger = logging.getLogger("sibao.mail")


class SignIn(LoginView):  # type: ignore[misc]  # the library ships no types
    """登录. A demo zone lists its accounts beside the form; choosing one fills it in."""

    def post(self, request: HttpRequest, *args: Any, **given: Any) -> HttpResponse:
        limit_address(request, "sign-in")
        answered: HttpResponse = super().post(request, *args, **given)
        return answered

    def get_initial(self) -> dict[str, Any]:
        chosen = next((row.username for row in _demo() if row.username == self.request.GET.get("as")), None)
        return {"login": chosen, "password": settings.DEMO_PASSWORD} if chosen else {}

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        shown = {"demo_accounts": _demo(), "demo_password": settings.DEMO_PASSWORD, "oidc": settings.OIDC}
        return {**super().get_context_data(**given), **shown}


class OwnPassword(PasswordChangeView):  # type: ignore[misc]
    """修改密码. Who has none yet gets one by mail or from an administrator."""

    def dispatch(self, request: HttpRequest, *args: Any, **given: Any) -> Any:
        if request.user.is_authenticated and not request.user.has_usable_password():
            return HttpResponseRedirect(reverse("account_reset_password"))
        return super().dispatch(request, *args, **given)


class Forgotten(PasswordResetView):  # type: ignore[misc]
    """忘记密码: a link by mail. How often is counted before anyone looks whether the address is known."""

    def post(self, request: HttpRequest, *args: Any, **given: Any) -> HttpResponse:
        limit_address(request, "forgotten")
        limit_word(request.POST.get("email", "").strip().lower(), "forgotten-mail")
        try:
            answered: HttpResponse = super().post(request, *args, **given)
        except OSError as error:  # of the mail server too: smtplib's errors are of this kind
            logger.exception("mail cannot be sent")
            raise Unavailable(_("邮件暂时发不出去：请稍后再试，或请管理员重置密码")) from error
        return answered


def _demo() -> list[Any]:
    zone = directory.sole_zone() if settings.DEMO else None
    return list(queries.demo_accounts(zone.pk)) if zone else []
