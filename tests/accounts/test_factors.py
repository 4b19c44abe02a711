"""Second factors: adding, signing in with them, replay, recovery codes, who must have one, who clears them."""

import base64
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from sibao.accounts import queries, services
from sibao.accounts.inputs import WithReason
from sibao.accounts.models import Account, Appointment, Role
from sibao.audit.models import AuditLine
from sibao.kernel import clock
from sibao.kernel.refusals import Denied, Invalid
from sibao.kernel.secrets.sealing import key_of
from sibao.kernel.web.limits import BUCKETS
from tests import world
from tests.accounts.codes import App, add_app, prove_again
from tests.accounts.people import PASSWORD, account_of, sign_in, signed_in

pytestmark = pytest.mark.django_db
HOME = "/accounts/rights/"
STEP = "/accounts/2fa/authenticate/"


@pytest.fixture(autouse=True)
def fresh_limits():
    BUCKETS.clear()


@pytest.fixture
def app(monkeypatch):
    return App(monkeypatch)


@pytest.fixture
def guarded(client, clerk, app):
    """The clerk, with an authenticator app; her browser is signed in."""
    sign_in(client, clerk)
    assert add_app(client, app)["Location"] == "/accounts/2fa/codes/"
    return clerk


def test_adding_an_app_asks_for_the_password_once_more_and_is_recorded(client, guarded):
    line = AuditLine.objects.get(command="accounts:authenticator:add")
    assert (line.outcome, line.account_id) == ("done", guarded.pk)
    assert "验证器" in client.get("/accounts/2fa/").content.decode()


def test_seeds_lie_sealed(guarded, app):
    for kept in Authenticator.objects.filter(user=guarded):
        seed = kept.data.get("secret") or kept.data["seed"]
        assert key_of(base64.b64decode(seed)).startswith("factors.all.")
    assert app.code_of(guarded).isdigit()


def test_the_password_alone_opens_nothing_any_more(client, guarded):
    other = Client()
    assert sign_in(other, guarded)["Location"] == STEP
    assert other.get(HOME).status_code == 302
    assert queries.actor_of_session(other.session) is None


def test_a_right_code_opens_the_session_and_a_wrong_one_is_recorded(guarded, app, recorded):
    other = Client()
    sign_in(other, guarded)
    answer = other.post(STEP, {"code": "000000"})
    assert "验证没有通过" in answer.content.decode()
    assert [(line.command, line.outcome) for line in recorded] == [("accounts:session:open", "refused")]
    app.later()
    assert other.post(STEP, {"code": app.code_of(guarded)}).status_code == 302
    assert other.get(HOME).status_code == 200


def test_a_code_is_good_once_even_within_its_half_minute(guarded, app):
    app.later()
    code = app.code_of(guarded)
    first, thief = Client(), Client()
    for browser in (first, thief):
        sign_in(browser, guarded)
    assert first.post(STEP, {"code": code}).status_code == 302
    assert thief.post(STEP, {"code": code}).status_code == 200
    assert thief.get(HOME).status_code == 302


def test_the_code_that_added_the_app_does_not_sign_in(guarded, app):
    thief = Client()
    sign_in(thief, guarded)
    assert thief.post(STEP, {"code": app.code_of(guarded)}).status_code == 200


def test_an_old_code_does_not_sign_in(guarded, app):
    app.later()
    code = app.code_of(guarded)
    app.later()
    thief = Client()
    sign_in(thief, guarded)
    assert thief.post(STEP, {"code": code}).status_code == 200
    assert thief.get(HOME).status_code == 302


def test_guessing_codes_has_to_wait(guarded, settings):
    settings.LIMITS_TIMES = 1
    thief = Client()
    sign_in(thief, guarded)
    answers = [thief.post(STEP, {"code": f"{number:06}"}).status_code for number in range(8)]
    assert answers[-1] == 429


def test_recovery_codes_are_shown_once_and_each_is_good_once(client, guarded, app):
    codes = client.get("/accounts/2fa/codes/").context["codes"]
    assert len(codes) == 10
    assert client.get("/accounts/2fa/codes/").context["codes"] == []
    for expected in (302, 200):
        other = Client()
        sign_in(other, guarded)
        assert other.post(STEP, {"code": codes[0]}).status_code == expected


def test_new_recovery_codes_make_the_old_ones_void(client, guarded):
    old = client.get("/accounts/2fa/codes/").context["codes"]
    assert client.post("/accounts/2fa/codes/").status_code == 302
    new = client.get("/accounts/2fa/codes/").context["codes"]
    assert set(old).isdisjoint(new)
    other = Client()
    sign_in(other, guarded)
    assert other.post(STEP, {"code": old[0]}).status_code == 200


def test_removing_the_last_factor_takes_the_codes_with_it(client, guarded):
    [factor] = queries.factors(guarded.pk)
    assert "删除验证器" in client.get(f"/accounts/2fa/{factor.id}/remove/").content.decode()
    assert client.post(f"/accounts/2fa/{factor.id}/remove/").status_code == 302
    assert not Authenticator.objects.filter(user=guarded).exists()
    assert AuditLine.objects.filter(command="accounts:factor:remove", account_id=guarded.pk).exists()


def test_a_stale_sign_in_removes_nothing(guarded, app):
    [factor] = queries.factors(guarded.pk)
    other = Client()
    sign_in(other, guarded)
    app.later()
    other.post(STEP, {"code": app.code_of(guarded)})
    assert "/reauthenticate/" in other.post(f"/accounts/2fa/{factor.id}/remove/")["Location"]
    assert queries.has_factor(guarded.pk)


def test_nobody_removes_somebody_elses_factor(guarded, zone):
    [factor] = queries.factors(guarded.pk)
    thief = signed_in(Client(), account_of(zone, "clerk_kejing"))
    for answer in (thief.get(f"/accounts/2fa/{factor.id}/remove/"), thief.post(f"/accounts/2fa/{factor.id}/remove/")):
        assert answer.status_code == 404
    assert queries.has_factor(guarded.pk)


def test_a_wrong_password_does_not_prove_who_one_is(client, clerk):
    sign_in(client, clerk)
    asked = client.get("/accounts/2fa/app/")["Location"]
    assert client.post(asked, {"password": "wrong-horse-42"}).status_code == 200
    assert client.get("/accounts/2fa/app/").status_code == 302


def test_proving_once_more_leads_to_no_foreign_address(client, clerk):
    sign_in(client, clerk)
    asked = client.get("/accounts/2fa/app/")["Location"].partition("?")[0]
    answer = client.post(asked, {"password": PASSWORD, "next": "https://elsewhere.example/"})
    assert answer["Location"] == "/"
    assert prove_again  # the same form, in tests/accounts/codes.py, leads back


def must_have_one(zone, position, *, since):
    Role.objects.filter(zone=zone, code=position).update(needs_second_factor=True, second_factor_since=since)


def test_who_must_have_one_is_warned_first_and_held_up_after_the_grace(client, zone):
    keeper = world.person(zone, "security_administrator", password=PASSWORD)
    account = Account.objects.get(pk=keeper.account_id)
    sign_in(client, account)
    must_have_one(zone, "security_administrator", since=clock.now())
    assert client.get("/accounts/matrix/").status_code == 200
    assert "您的岗位须登记第二因素" in client.get("/accounts/2fa/").content.decode()
    must_have_one(zone, "security_administrator", since=clock.now() - timedelta(days=15))
    assert client.get("/accounts/matrix/")["Location"] == "/accounts/2fa/"
    assert client.get("/api/v1/units").status_code == 403
    assert queries.actor_of_session(client.session) is None
    assert client.get("/accounts/2fa/").status_code == 200


def test_having_one_lets_her_go_on(client, zone, app):
    keeper = world.person(zone, "security_administrator", password=PASSWORD)
    must_have_one(zone, "security_administrator", since=clock.now() - timedelta(days=15))
    sign_in(client, Account.objects.get(pk=keeper.account_id))
    add_app(client, app)
    assert client.get("/accounts/matrix/").status_code == 200


def test_the_grace_of_a_new_appointment_counts_from_its_start(zone):
    must_have_one(zone, "security_administrator", since=clock.now() - timedelta(days=900))
    held = Appointment.objects.get(pk=world.person(zone, "security_administrator").appointment_id)
    held.started_at = clock.now()
    assert queries.factor_due(held) == held.started_at + timedelta(days=14)


def test_invented_people_of_a_demo_are_not_held_up(zone):
    must_have_one(zone, "security_administrator", since=clock.now() - timedelta(days=900))
    held = Appointment.objects.get(pk=world.person(zone, "security_administrator").appointment_id)
    held.account.name = "某人（演示）"
    assert held.account.zone.demo
    assert queries.factor_due(held) is None


def test_the_security_administrator_clears_a_lost_factor_and_the_system_administrator_cannot(client, guarded, zone):
    given = WithReason(account_id=guarded.pk, reason="手机丢失")
    with pytest.raises(Denied):
        services.reset_factors(actor=world.person(zone, "system_administrator"), given=given)
    guard = world.person(zone, "security_administrator")
    services.reset_factors(actor=guard, given=given)
    assert not queries.has_factor(guarded.pk)
    assert client.get(HOME).status_code == 302
    with pytest.raises(Invalid):
        services.reset_factors(actor=guard, given=WithReason(account_id=guard.account_id, reason="自己"))


def test_a_made_up_passkey_is_refused_in_words(client, clerk):
    answer = client.post("/accounts/2fa/passkeys/login/", {"credential": '{"response": {"userHandle": "MQ"}}'})
    assert answer["Location"] == "/accounts/login/"
    assert "通行密钥没有通过验证" in client.get("/accounts/login/").content.decode()
    assert client.get(HOME).status_code == 302
