"""An authenticator app in the tests' hands: it shows the codes of a moment that stands still until it is moved on."""

import time
from types import SimpleNamespace
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from django.test import Client

from sibao.accounts.models import Account
from tests.accounts.people import PASSWORD

PERIOD = 30


class App:
    """Shows six digits for a secret; `later` moves it and the library on to the next code."""

    def __init__(self, monkeypatch: Any) -> None:
        self.moment = time.time() // PERIOD * PERIOD + 1
        monkeypatch.setattr(auth, "time", SimpleNamespace(time=lambda: self.moment))

    def code(self, secret: str) -> str:
        return auth.format_hotp_value(auth.hotp_value(secret, int(self.moment) // PERIOD))

    def code_of(self, account: Account) -> str:
        kept = Authenticator.objects.get(user=account, type="totp")
        return self.code(auth.decrypt(kept.data["secret"]))

    def later(self) -> None:
        self.moment += PERIOD


def prove_again(client: Client, then: str) -> Any:
    """Go to a page that asks for the password once more, and give it."""
    asked = client.get(then)
    assert asked["Location"].startswith("/accounts/reauthenticate/"), asked["Location"]
    return client.post(asked["Location"], {"password": PASSWORD, "next": then})


def add_app(client: Client, app: App) -> Any:
    """Add an authenticator app by the page."""
    prove_again(client, "/accounts/2fa/app/")
    form = client.get("/accounts/2fa/app/").context["form"]
    return client.post("/accounts/2fa/app/", {"code": app.code(form.secret)})
