"""Short ways to people who sign in."""

from typing import Any

from django.test import Client

from sibao.accounts.models import Account, Appointment, Position
from sibao.directory.models import Zone
from tests import world

PASSWORD = "correct-horse-42"


def account_of(zone: Zone, position: str, *, password: str = "") -> Account:
    """The account of a new person in a position."""
    return Account.objects.get(pk=world.person(zone, position, password=password).account_id)


def signed_in(client: Client, account: Account) -> Client:
    """A browser in which an account is signed in."""
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def sign_in(client: Client, account: Account, password: str = PASSWORD, **more: str) -> Any:
    """Sign in by the page."""
    given = {"login": account.username, "password": password, **more}
    return client.post("/accounts/login/", given)


def appointment(account: Account, position: str) -> Appointment:
    """A further appointment of an account."""
    return Appointment.objects.create(
        zone=account.zone,
        account=account,
        position=Position.objects.get(zone=account.zone, code=position),
        started_at=world.START,
    )
