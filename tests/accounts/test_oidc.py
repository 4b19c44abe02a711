"""Signing in at a provider of identities, tried with a real one: who comes in, who does not, and that it gives no right."""

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount, SocialToken
from cryptography.hazmat.primitives.asymmetric import rsa
from django.db import IntegrityError, transaction
from django.test import Client
from jwt import PyJWK
from jwt.algorithms import RSAAlgorithm

from sibao.accounts import queries, services
from sibao.accounts.inputs import BindIdentity, WithReason
from sibao.accounts.models import Account, Appointment, Identity
from sibao.accounts.web.oidc_adapter import Exchange
from sibao.audit.models import AuditLine
from sibao.config.environment import BadSetting, environment
from sibao.config.oidc import oidc_settings
from sibao.kernel.refusals import Denied, Invalid
from tests import world
from tests.accounts import provider
from tests.accounts.codes import App, add_app
from tests.accounts.people import PASSWORD, account_of, signed_in
from tests.accounts.people import sign_in as by_password

pytestmark = pytest.mark.django_db
HOME, LOGIN = "/accounts/rights/", "/accounts/login/"


@pytest.fixture(scope="module")
def issuer():
    with provider.running() as address:
        yield address


@pytest.fixture
def configured(settings, issuer):
    """The installation knows the provider."""
    settings.OIDC = {
        "issuer": issuer,
        "client_id": "sibao",
        "secret": "not-so-secret",
        "claim": "preferred_username",
        "scope": ["openid", "profile"],
        "name": "统一身份认证",
    }
    return settings.OIDC


@pytest.fixture
def known(clerk):
    """A clerk whose sign-in name is the one that the provider knows her by."""
    Account.objects.filter(pk=clerk.pk).update(username="known.clerk")
    clerk.refresh_from_db()
    return clerk


def refused(client, answer):
    """The words on the sign-in page that a refused sign-in leads to."""
    assert (answer.status_code, answer["Location"]) == (302, LOGIN)
    assert client.get(HOME).status_code == 302
    return client.get(LOGIN).content.decode()


def test_the_button_is_there_only_when_a_provider_is_configured(client, zone, settings, issuer, configured):
    assert "用统一身份认证登录" in client.get(LOGIN).content.decode()
    settings.OIDC = {}
    assert "用统一身份认证登录" not in client.get(LOGIN).content.decode()
    assert [client.get(path).status_code for path in ("/accounts/oidc/", "/accounts/oidc/back/")] == [404, 404]


def test_who_is_known_by_the_configured_claim_comes_in(client, configured, known):
    answer = provider.sign_in(client, "s-1", next=HOME)
    assert (answer.status_code, answer["Location"]) == (302, HOME)
    assert client.get(HOME).status_code == 200
    line = AuditLine.objects.filter(command="accounts:session:open").latest("pk")
    assert (line.account_id, line.outcome, line.details) == (known.pk, "done", {"means": ["socialaccount"]})


def test_the_way_to_the_provider_carries_state_nonce_and_a_challenge(client, configured, known):
    asked = parse_qs(urlsplit(provider.go(client)).query)
    assert {"state", "nonce", "code_challenge"} <= set(asked)
    assert (asked["response_type"], asked["code_challenge_method"]) == (["code"], ["S256"])
    assert sorted(asked["scope"][0].split()) == ["openid", "profile"]


def test_nothing_that_is_said_of_her_is_kept_but_who_she_is_there(client, configured, known, issuer):
    provider.sign_in(client, "s-1")
    bound = Identity.objects.get()
    assert (bound.account_id, bound.issuer, bound.subject) == (known.pk, issuer, "s-1")
    assert not SocialAccount.objects.exists()
    assert not SocialToken.objects.exists()
    assert "zhang@" not in str(list(AuditLine.objects.values_list("details", "subject_label")))


def test_it_gives_no_position_and_no_right(client, configured, zone):
    bare = Account.objects.create(zone=zone, username="known.clerk", name="无岗", created_at=world.START)
    provider.sign_in(client, "s-1")
    assert client.get(HOME).status_code == 403
    assert not Appointment.objects.filter(account=bare).exists()


@pytest.mark.parametrize("subject", ["s-3", "s-4", "s-5"])
def test_who_has_no_account_gets_none(client, configured, known, recorded, subject):
    before = Account.objects.count()
    assert "在这里没有账号" in refused(client, provider.sign_in(client, subject))
    assert Account.objects.count() == before
    assert not Identity.objects.exists()
    assert [(line.command, line.outcome) for line in recorded] == [("accounts:session:open", "refused")]


def test_another_person_who_takes_the_same_name_there_does_not_come_in(client, configured, known):
    provider.sign_in(Client(), "s-1")
    assert "已绑定另一个统一身份" in refused(client, provider.sign_in(client, "s-2"))
    assert Identity.objects.get().subject == "s-1"


def test_a_changed_sign_in_name_does_not_matter_once_she_is_bound(client, configured, known):
    provider.sign_in(Client(), "s-1")
    Account.objects.filter(pk=known.pk).update(username="renamed")
    provider.sign_in(client, "s-1")
    assert client.get(HOME).status_code == 200


def test_a_closed_account_does_not_come_in_and_is_not_bound(client, configured, known):
    Account.objects.filter(pk=known.pk).update(is_active=False)
    assert provider.sign_in(client, "s-1")["Location"] == "/accounts/inactive/"
    assert client.get(HOME).status_code == 302
    assert not Identity.objects.exists()


def test_a_machine_does_not_come_in(client, configured, known):
    Account.objects.filter(pk=known.pk).update(is_machine=True)
    assert "机器账号只凭密钥" in refused(client, provider.sign_in(client, "s-1"))


def test_the_providers_word_does_not_replace_the_second_factor(client, configured, known, monkeypatch):
    app = App(monkeypatch)
    by_password(Client(), known)
    enrolled = Client()
    by_password(enrolled, known)
    add_app(enrolled, app)
    assert provider.sign_in(client, "s-1")["Location"] == "/accounts/2fa/authenticate/"
    assert client.get(HOME).status_code == 302
    app.later()
    assert client.post("/accounts/2fa/authenticate/", {"code": app.code_of(known)}).status_code == 302
    assert client.get(HOME).status_code == 200


def test_a_first_password_that_was_handed_out_is_void_once_she_came_in_this_way(client, configured, known):
    Account.objects.filter(pk=known.pk).update(must_change_password=True)
    provider.sign_in(client, "s-1")
    assert client.get(HOME).status_code == 200
    assert by_password(Client(), known, PASSWORD).status_code == 200
    line = AuditLine.objects.get(command="accounts:identity:bind")
    assert line.details["first_password_void"] is True


def test_a_password_of_her_own_stays(client, configured, known):
    provider.sign_in(client, "s-1")
    assert by_password(Client(), known).status_code == 302


def test_who_has_only_the_provider_proves_there_again_who_she_is(client, configured, known, settings):
    Account.objects.filter(pk=known.pk).update(must_change_password=True)
    provider.sign_in(client, "s-1")
    assert client.get("/accounts/2fa/app/").status_code == 200
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0
    there = client.get("/accounts/2fa/app/")["Location"]
    assert there.startswith("/accounts/oidc/?")
    asked = parse_qs(urlsplit(client.get(there)["Location"]).query)
    assert asked["prompt"] == ["login"]


def test_signing_in_gives_the_session_a_new_key(client, configured, known):
    address = provider.consent(provider.go(client), sub="s-1")
    planted = client.session.session_key
    provider.come_back(client, address)
    assert client.session.session_key != planted


def test_an_answer_that_another_browser_asked_for_is_not_taken(client, configured, known):
    stolen = provider.consent(provider.go(Client()), sub="s-1")
    assert "没有完成" in refused(client, provider.come_back(client, stolen))


def test_an_answer_is_good_once(configured, known):
    browser = Client()
    address = provider.consent(provider.go(browser), sub="s-1")
    provider.come_back(browser, address)
    browser.post("/accounts/logout/")
    assert "没有完成" in refused(browser, provider.come_back(browser, address))


def test_an_answer_to_another_question_is_not_taken(client, configured, known):
    address = provider.go(client)
    nonce = parse_qs(urlsplit(address).query)["nonce"][0]
    answer = provider.come_back(client, provider.consent(address.replace(nonce, "another"), sub="s-1"))
    assert "不是这次登录的" in refused(client, answer)


def test_a_token_that_somebody_else_signed_is_not_taken(client, configured, known, monkeypatch):
    strange = PyJWK.from_json(RSAAlgorithm.to_jwk(rsa.generate_private_key(65537, 2048).public_key()), "RS256")
    monkeypatch.setattr(Exchange, "_key_of", lambda exchange, token: strange)
    assert "没有完成" in refused(client, provider.sign_in(client, "s-1"))
    assert not Identity.objects.exists()


def test_who_turns_back_at_the_provider_is_told_so(client, configured, known):
    answer = provider.come_back(client, provider.consent(provider.go(client), action="deny"))
    assert "取消了登录" in refused(client, answer)


def test_a_provider_that_does_not_answer_is_told_in_words_and_the_password_still_works(client, configured, known):
    configured["issuer"] = f"http://localhost:{provider.free_port()}"
    answer = client.get("/accounts/oidc/")
    assert answer.status_code == 503
    assert "暂时连不上" in answer.content.decode()
    assert by_password(client, known).status_code == 302


def test_a_provider_that_falls_silent_on_the_way_back_is_told_in_words(client, configured, known):
    address = provider.consent(provider.go(client), sub="s-1")
    configured["issuer"] = f"http://localhost:{provider.free_port()}"
    assert "没有完成" in refused(client, provider.come_back(client, address))


def test_a_provider_that_calls_itself_otherwise_is_not_believed(client, configured, known, issuer):
    configured["issuer"] = issuer.replace("localhost", "127.0.0.1")
    configured["issuer"] = configured["issuer"] + "/."
    assert client.get("/accounts/oidc/").status_code == 503


@pytest.mark.parametrize("there", ["https://evil.example/", "//evil.example/", "/\\evil.example/"])
def test_it_leads_to_no_foreign_address(configured, known, there):
    assert provider.sign_in(Client(), "s-1", next=there)["Location"] == "/"


def test_parameters_of_the_page_do_not_reach_the_provider(client, configured, known):
    asked = parse_qs(
        urlsplit(provider.go(client, auth_params="redirect_uri=https://evil.example/", scope="email")).query
    )
    assert asked["redirect_uri"] == ["http://testserver/accounts/oidc/back/"]
    assert "email" not in asked["scope"][0].split()


def test_the_security_administrator_ends_the_binding_and_the_sessions(client, configured, known, zone):
    provider.sign_in(client, "s-1")
    given = WithReason(account_id=known.pk, reason="试试")
    with pytest.raises(Denied):
        services.unbind_identity(actor=world.person(zone, "system_administrator"), given=given)
    guard = signed_in(Client(), account_of(zone, "security_administrator"))
    assert "解除统一身份绑定" in guard.get(f"/accounts/{known.pk}/").content.decode()
    assert guard.post(f"/accounts/{known.pk}/identity/", {"reason": "人员调整"}).status_code == 302
    assert not Identity.objects.exists()
    assert client.get(HOME).status_code == 302


def test_nobody_ends_her_own_binding(zone):
    guard = world.person(zone, "security_administrator")
    with pytest.raises(Invalid):
        services.unbind_identity(actor=guard, given=WithReason(account_id=guard.account_id, reason="自己"))


def test_the_database_binds_each_side_once(zone, clerk):
    own = queries.own_actor(clerk)
    services.bind_identity(actor=own, given=BindIdentity(issuer="i", subject="s"))
    other = account_of(zone, "clerk_kejing")
    for account, subject in ((clerk, "t"), (other, "s")):
        given = {"zone": zone, "account": account, "issuer": "i", "subject": subject, "bound_at": world.START}
        with pytest.raises(IntegrityError), transaction.atomic():
            Identity.objects.create(**given)


@pytest.mark.parametrize(
    "more",
    [
        {"SIBAO_OIDC_ISSUER": "http://sso.example"},
        {"SIBAO_OIDC_ISSUER": "sso.example"},
        {"SIBAO_OIDC_ISSUER": "https://sso.example/.well-known/openid-configuration"},
        {"SIBAO_OIDC_CLIENT": ""},
        {"SIBAO_OIDC_SCOPES": ("profile",)},
    ],
)
def test_a_configuration_that_cannot_be_right_stops_the_start_and_names_the_variable(more):
    given = {"SIBAO_OIDC_ISSUER": "https://sso.example/realms/zone", "SIBAO_OIDC_CLIENT": "sibao"}
    with pytest.raises(BadSetting, match=next(iter(more))):
        oidc_settings(replace(environment(), **{**given, **more}))
    assert oidc_settings(replace(environment(), **given))["issuer"] == "https://sso.example/realms/zone"


def test_the_secret_is_never_printed():
    shown = replace(environment(), SIBAO_OIDC_SECRET="hush").shown()
    assert "hush" not in str(shown)
