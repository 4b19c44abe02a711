"""Two at once in two real connections: one code signs in one browser."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.test import Client

from sibao.accounts import queries
from sibao.accounts.models import Account
from sibao.kernel.web.limits import BUCKETS
from tests import world
from tests.accounts.codes import App
from tests.accounts.people import PASSWORD, sign_in
from tests.whitelist.counting import at_once

pytestmark = pytest.mark.django_db(transaction=True)
STEP = "/accounts/2fa/authenticate/"


@pytest.fixture
def guarded(transactional_db):
    """A clerk with an authenticator app."""
    cache.clear()
    BUCKETS.clear()
    actor = world.person(world.load_pack(), "clerk_zhicheng", password=PASSWORD)
    clerk = Account.objects.get(pk=actor.account_id)
    TOTP.activate(clerk, "JBSWY3DPEHPK3PXP")
    return clerk


def test_one_code_posted_by_two_browsers_at_once_signs_in_one(guarded, monkeypatch):
    app = App(monkeypatch)
    code = app.code_of(guarded)
    browsers = Client(), Client()
    for browser in browsers:
        sign_in(browser, guarded)
    answers = {}
    at_once(*(lambda one=one: answers.update({one: one.post(STEP, {"code": code}).status_code}) for one in browsers))
    assert sorted(answers.values()) == [200, 302]
    inside = [queries.actor_of_session(one.session) is not None for one in browsers]
    assert inside == [answers[one] == 302 for one in browsers]
    assert Authenticator.objects.filter(user=guarded).count() == 1
