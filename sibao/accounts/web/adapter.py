"""Where the sign-in library meets our rules: no self sign-up, first passwords changed, lock-out in words."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from sibao.kernel.refusals import TooMany
from sibao.kernel.web.refusals import answer

LOCKED_SECONDS = 900


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # the library ships no types
    """Accounts are made by administrators and invitations only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


def locked_out(
    request: HttpRequest, response: HttpResponse | None = None, credentials: dict[str, Any] | None = None
) -> HttpResponse:
    """Answer a sign-in to a locked account."""
    words = _("密码连续输错 5 次，账号已锁定 15 分钟；也可以请管理员解除锁定")
    return answer(request, TooMany(words, retry_after=LOCKED_SECONDS))
