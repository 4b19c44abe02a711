"""Pages as somebody sees them."""

from django.test import Client

from sibao.accounts.models import Account
from sibao.kernel.access import Actor
from tests.accounts.people import signed_in


def browser(actor: Actor) -> Client:
    """A browser in which an actor is signed in."""
    return signed_in(Client(), Account.objects.get(pk=actor.account_id))


def shown(actor: Actor, url: str) -> str:
    """The page at an address as this actor sees it; it must be there."""
    answer = browser(actor).get(url)
    assert answer.status_code == 200, answer.content.decode()[:500]
    return answer.content.decode()
