"""Sessions: where one is signed in, signing out everywhere, and what ends a session."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client

from sibao.accounts import queries, services
from sibao.accounts.inputs import EndAppointment, WithReason
from sibao.accounts.models import Appointment
from sibao.accounts.rules import Device, device_of
from sibao.kernel import clock
from sibao.kernel.refusals import Invalid
from tests import world
from tests.accounts.people import PASSWORD, account_of, sign_in, signed_in

pytestmark = pytest.mark.django_db
HOME, PAGE = "/accounts/rights/", "/accounts/sessions/"
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Mobile/15E148 MicroMessenger/8.0"


@pytest.fixture
def two(client, clerk):
    """The clerk at two desks: this one and the other."""
    other = Client(headers={"user-agent": PHONE})
    sign_in(client, clerk)
    sign_in(other, clerk)
    return client, other


def test_signing_in_gives_the_session_a_new_key_and_the_old_one_opens_nothing(clerk):
    browser = Client()
    browser.get("/accounts/login/")
    planted = browser.session
    planted["planted"] = "yes"
    planted.save()
    browser.cookies["sessionid"] = planted.session_key
    sign_in(browser, clerk)
    assert browser.session.session_key != planted.session_key
    thief = Client()
    thief.cookies["sessionid"] = planted.session_key
    assert thief.get(HOME).status_code == 302


def test_a_key_that_someone_made_up_is_not_taken_over(clerk):
    browser = Client()
    browser.cookies["sessionid"] = "a" * 32
    sign_in(browser, clerk)
    assert browser.cookies["sessionid"].value != "a" * 32


def test_one_sees_where_one_is_signed_in(two):
    page = two[0].get(PAGE).content.decode()
    assert "本设备" in page
    assert "微信 · iPhone" in page


def test_one_signs_out_all_other_devices_and_stays(two):
    here, other = two
    assert here.post(f"{PAGE}others/end/").status_code == 302
    assert here.get(HOME).status_code == 200
    assert other.get(HOME).status_code == 302
    assert queries.actor_of_session(other.session) is None


def test_one_signs_out_one_device(two, clerk):
    here, other = two
    theirs = UserSession.objects.get(session_key=other.session.session_key)
    assert here.post(f"{PAGE}{theirs.pk}/end/").status_code == 302
    assert (here.get(HOME).status_code, other.get(HOME).status_code) == (200, 302)


def test_nobody_ends_somebody_elses_session(two, zone):
    theirs = UserSession.objects.get(session_key=two[1].session.session_key)
    thief = signed_in(Client(), account_of(zone, "clerk_kejing"))
    assert thief.post(f"{PAGE}{theirs.pk}/end/").status_code == 404
    assert two[1].get(HOME).status_code == 200


def test_a_changed_password_leaves_only_the_desk_where_it_was_changed(two):
    here, other = two
    new = {"oldpassword": PASSWORD, "password1": "another-horse-43", "password2": "another-horse-43"}
    here.post("/accounts/password/change/", new)
    assert (here.get(HOME).status_code, other.get(HOME).status_code) == (200, 302)
    assert len(here.get(PAGE).context["sessions"]) == 1


def test_a_closed_account_has_no_session_left(two, clerk, zone):
    keeper = world.person(zone, "system_administrator")
    services.close_account(actor=keeper, given=WithReason(account_id=clerk.pk, reason="调离"))
    assert [browser.get(HOME).status_code for browser in two] == [302, 302]
    assert not UserSession.objects.filter(user=clerk).exists()


def test_an_ended_appointment_ends_the_sessions_of_its_holder(two, clerk, zone):
    keeper = world.person(zone, "system_administrator")
    held = Appointment.objects.get(account=clerk)
    services.end_appointment(actor=keeper, given=EndAppointment(appointment_id=held.pk, reason="轮岗"))
    assert [browser.get(HOME).status_code for browser in two] == [302, 302]


@pytest.mark.parametrize("position", ["system_administrator", "security_administrator"])
def test_an_administrator_signs_somebody_out_everywhere(two, clerk, zone, position):
    keeper = signed_in(Client(), account_of(zone, position))
    assert keeper.post(f"/accounts/{clerk.pk}/sign-out/", {"reason": "设备遗失"}).status_code == 302
    assert [browser.get(HOME).status_code for browser in two] == [302, 302]


def test_an_administrator_does_not_sign_herself_out_that_way(zone):
    keeper = world.person(zone, "system_administrator")
    with pytest.raises(Invalid):
        services.sign_out(actor=keeper, given=WithReason(account_id=keeper.account_id, reason="自己"))


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        (EDGE, Device("Edge", "Windows", phone=False)),
        (PHONE, Device("微信", "iPhone", phone=True)),
        ("", Device("", "", phone=False)),
        ("<script>alert(1)</script>", Device("", "", phone=False)),
    ],
)
def test_a_device_is_told_by_names_a_person_knows(agent, device):
    assert device_of(agent) == device


@pytest.mark.parametrize("jump", [timedelta(days=400), -timedelta(days=100)])
def test_a_session_stands_and_a_new_one_opens_while_the_products_clock_jumps(two, clerk, jump):
    stand = clock.real()
    try:
        clock.set_to(stand + jump)
        assert two[0].get(HOME).status_code == 200
        assert sign_in(Client(), clerk).status_code == 302
        clock.set_to(stand)
        assert two[0].get(HOME).status_code == 200
    finally:
        clock.forget()
