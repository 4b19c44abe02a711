"""Signing in and out, and one's own password: the library's views with our pages, our words and our gates."""

from typing import Any

from allauth.account.views import LoginView
from django.conf import settings

from sibao.accounts import queries
from sibao.directory import queries as directory


class SignIn(LoginView):  # type: ignore[misc]  # the library ships no types
    """登录. A demo zone lists its accounts beside the form; choosing one fills it in."""

    def get_initial(self) -> dict[str, Any]:
        chosen = next((row.username for row in _demo() if row.username == self.request.GET.get("as")), None)
        return {"login": chosen, "password": settings.DEMO_PASSWORD} if chosen else {}

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        shown = {"demo_accounts": _demo(), "demo_password": settings.DEMO_PASSWORD}
        return {**super().get_context_data(**given), **shown}


def _demo() -> list[Any]:
    zone = directory.sole_zone() if settings.DEMO else None
    return list(queries.demo_accounts(zone.pk)) if zone else []
