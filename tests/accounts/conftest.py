"""People who sign in through the real pages."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client

from sibao.accounts.models import Account
from sibao.directory.models import Zone
from sibao.kernel.commands import Record, recorders
from tests import world
from tests.accounts.people import PASSWORD, account_of, signed_in


@pytest.fixture(autouse=True)
def nothing_remembered(db: None) -> None:
    """Rate limits are counted in the cache, which the tests share."""
    cache.clear()


@pytest.fixture
def recorded() -> Iterator[list[Record]]:
    """What recorders hear while the test runs."""
    heard: list[Record] = []
    recorders.append(heard.append)
    yield heard
    recorders.remove(heard.append)


@pytest.fixture
def clerk(zone: Zone) -> Account:
    """A town clerk with a password of her own."""
    return Account.objects.get(pk=world.person(zone, "clerk_zhicheng", password=PASSWORD).account_id)


@pytest.fixture
def administrator(zone: Zone, client: Client) -> Client:
    """A browser in which the system administrator is signed in."""
    return signed_in(client, account_of(zone, "system_administrator"))
