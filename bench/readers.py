"""People who look at pages, each signed in with a browser of her own."""

from collections.abc import Callable

from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sibao.accounts.models import Account
from sibao.kernel.access import Actor
from tests.accounts.people import signed_in

Look = Callable[[], HttpResponse]


def look_at(actor: Actor, url: str) -> Look:
    """Return a look at a page by an actor; it fails unless the page opens."""
    browser = signed_in(Client(SERVER_NAME="localhost"), Account.objects.get(pk=actor.account_id))

    def look() -> HttpResponse:
        answer: HttpResponse = browser.get(url)
        if answer.status_code != 200:
            raise RuntimeError(f"{url} answered {answer.status_code} to {actor.position}")
        return answer

    look()
    return look


def queries_of(look: Look) -> int:
    """Return how many queries a look takes, the session's and the asker's among them."""
    with CaptureQueriesContext(connection) as spent:
        look()
    return len(spent)
