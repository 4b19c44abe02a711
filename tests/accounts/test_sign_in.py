"""Signing in by the page, lock-out, first and forgotten passwords, switching position and language."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.test import Client
from django.urls import NoReverseMatch, reverse

from sibao.accounts import queries, services
from sibao.accounts.inputs import EndAppointment, WithReason
from sibao.accounts.models import Account, Appointment
from sibao.kernel import clock
from tests import world
from tests.accounts.people import PASSWORD, account_of, appointment, sign_in, signed_in

pytestmark = pytest.mark.django_db
HOME = "/accounts/rights/"
NEW = "another-horse-43"


def change(client: Client, old: str = PASSWORD, new: str = NEW):
    given = {"oldpassword": old, "password1": new, "password2": new}
    return client.post("/accounts/password/change/", given)


def test_the_right_password_opens_a_session_and_leaves_a_line(client, clerk, recorded):
    assert sign_in(client, clerk).status_code == 302
    assert client.get(HOME).status_code == 200
    assert [(line.command, line.outcome, line.actor.account_id) for line in recorded] == [
        ("accounts:session:open", "done", clerk.pk)
    ]


def test_the_sign_in_name_is_read_in_any_case_and_with_blanks_around(client, clerk):
    clerk.username = f" {clerk.username.upper()} "
    assert sign_in(client, clerk).status_code == 302


def test_a_wrong_password_is_refused_in_words_and_recorded_without_it(client, clerk, recorded):
    answer = sign_in(client, clerk, "not-this-one")
    assert "登录名或密码不正确" in answer.content.decode()
    [line] = recorded
    assert (line.outcome, line.actor.account_id, line.details) == ("refused", clerk.pk, {"code": "invalid"})
    assert "not-this-one" not in str(line)


def test_an_unknown_name_gets_the_same_answer_as_a_wrong_password_and_is_not_written_down(client, zone, recorded):
    answer = client.post("/accounts/login/", {"login": "my-password-by-mistake", "password": "x"})
    assert "登录名或密码不正确" in answer.content.decode()
    assert [(line.outcome, line.actor.account_id, line.actor.name) for line in recorded] == [("refused", 0, "")]


def test_signing_out_is_a_post_and_recorded(client, clerk, recorded):
    sign_in(client, clerk)
    assert "确定要退出吗" in client.get("/accounts/logout/").content.decode()
    assert client.get(HOME).status_code == 200
    assert client.post("/accounts/logout/").status_code == 302
    assert client.get(HOME)["Location"].startswith("/accounts/login/?next=")
    assert [line.command for line in recorded] == ["accounts:session:open", "accounts:session:close"]


def test_five_failures_lock_the_account_and_the_right_password_does_not_help(client, clerk):
    answers = [sign_in(client, clerk, "wrong") for _ in range(5)]
    assert [answer.status_code for answer in answers[:4]] == [200] * 4
    locked = sign_in(client, clerk)
    assert locked.status_code == 429
    assert locked["Retry-After"] == "900"
    assert "账号已锁定 15 分钟" in locked.content.decode()
    assert clerk.username in queries.locked_names(clock.real())


def test_the_administrator_unlocks_an_account(client, clerk, zone):
    for _ in range(5):
        sign_in(client, clerk, "wrong")
    keeper = signed_in(Client(), account_of(zone, "system_administrator"))
    assert "解除锁定" in keeper.get(f"/accounts/{clerk.pk}/").content.decode()
    assert keeper.post(f"/accounts/{clerk.pk}/unlock/").status_code == 302
    assert queries.locked_names(clock.real()) == frozenset()
    assert sign_in(client, clerk).status_code == 302


def test_a_first_password_has_to_be_changed_before_anything_else(client, clerk, recorded):
    Account.objects.filter(pk=clerk.pk).update(must_change_password=True)
    sign_in(client, clerk)
    assert client.get(HOME)["Location"] == "/accounts/password/change/"
    assert "请先修改首次登录密码" in client.get("/accounts/password/change/").content.decode()
    assert change(client).status_code == 302
    assert client.get(HOME).status_code == 200
    clerk.refresh_from_db()
    assert not clerk.must_change_password
    assert clerk.password_changed_at is not None
    assert recorded[-1].command == "accounts:password:change"
    assert NEW not in str(recorded[-1])


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("wrong-horse-42", NEW, "当前密码不正确"),
        (PASSWORD, PASSWORD, "新密码不能与当前密码相同"),
        (PASSWORD, "short", "至少"),
        (PASSWORD, "1234567890", ""),
    ],
)
def test_a_bad_new_password_changes_nothing(client, clerk, old, new, words):
    sign_in(client, clerk)
    answer = change(client, old, new)
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert Account.objects.get(pk=clerk.pk).check_password(PASSWORD)


def test_a_changed_password_ends_the_sessions_of_other_browsers_but_not_ones_own(client, clerk):
    other = Client()
    sign_in(client, clerk)
    sign_in(other, clerk)
    change(client)
    assert client.get(HOME).status_code == 200
    assert other.get(HOME).status_code == 302
    assert queries.actor_of_session(other.session) is None
    assert queries.actor_of_session(client.session).account_id == clerk.pk


def test_a_forgotten_password_is_replaced_by_the_link_in_a_mail(client, clerk, recorded):
    Account.objects.filter(pk=clerk.pk).update(email="clerk@example.org")
    client.post("/accounts/password/reset/", {"email": "clerk@example.org"})
    [letter] = mail.outbox
    assert letter.subject == "四保平台：修改密码的链接"
    link = urlsplit(next(line for line in letter.body.splitlines() if "/reset/key/" in line)).path
    form = client.get(link)["Location"]
    assert "设置新密码" in client.get(form).content.decode()
    assert client.post(form, {"password1": NEW, "password2": NEW}).status_code == 302
    assert [line.command for line in recorded] == ["accounts:password:change"]
    assert sign_in(client, clerk, NEW).status_code == 302
    assert "链接已失效" in Client().get(link).content.decode()


def test_an_unknown_address_gets_the_same_answer_and_no_mail(client, zone):
    answer = client.post("/accounts/password/reset/", {"email": "nobody@example.org"}, follow=True)
    assert "如果这个邮箱登记过账号" in answer.content.decode()
    assert mail.outbox == []


def test_a_closed_account_does_not_get_in_and_its_sessions_end(client, clerk, zone):
    sign_in(client, clerk)
    keeper = world.person(zone, "system_administrator")
    services.close_account(actor=keeper, given=WithReason(account_id=clerk.pk, reason="调离"))
    assert client.get(HOME).status_code == 302
    assert queries.actor_of_session(client.session) is None
    assert sign_in(Client(), clerk)["Location"] == "/accounts/inactive/"


def test_a_reset_password_ends_every_session(client, clerk, zone):
    sign_in(client, clerk)
    keeper = world.person(zone, "system_administrator")
    services.reset_password(actor=keeper, given=WithReason(account_id=clerk.pk, reason="忘记"))
    assert client.get(HOME).status_code == 302
    assert sign_in(client, clerk).status_code == 200


def test_who_holds_no_position_is_told_so_and_may_still_sign_out(client, clerk, zone):
    sign_in(client, clerk)
    keeper = world.person(zone, "system_administrator")
    held = Appointment.objects.get(account=clerk)
    services.end_appointment(actor=keeper, given=EndAppointment(appointment_id=held.pk, reason="任期满"))
    sign_in(client, clerk)
    answer = client.get(HOME)
    assert answer.status_code == 403
    assert "没有在任的岗位" in answer.content.decode()
    assert queries.actor_of_session(client.session) is None
    assert client.get("/accounts/password/change/").status_code == 200
    assert client.post("/accounts/logout/").status_code == 302


def test_an_appointment_begins_and_ends_by_its_term(clerk):
    held, now = Appointment.objects.get(account=clerk), clock.now()
    held.ended_at = now + timedelta(days=1)
    held.save()
    running = queries.running_appointments
    assert list(running(clerk.pk, now)) == [held]
    assert list(running(clerk.pk, held.ended_at)) == []
    assert list(running(clerk.pk, held.started_at - timedelta(seconds=1))) == []


def test_someone_with_two_positions_acts_in_one_and_switches_to_the_other(client, clerk, recorded):
    other = appointment(clerk, "head_industry")
    sign_in(client, clerk)
    assert "轵城镇经办" in client.get(HOME).content.decode()
    assert client.post("/accounts/acting/", {"appointment": other.pk}).status_code == 302
    page = client.get(HOME).content.decode()
    assert "以 工科委 · 工业和科技创新委员会负责人 身份" in page or "工业和科技创新委员会负责人" in page
    assert queries.actor_of_session(client.session).appointment_id == other.pk
    assert (recorded[-1].command, recorded[-1].details) == ("accounts:position:act", {"appointment": other.pk})


@pytest.mark.parametrize("wanted", ["", "abc", "0", "99999999", "-1", "²"])
def test_nobody_acts_in_what_is_no_appointment_of_hers(client, clerk, wanted):
    sign_in(client, clerk)
    assert client.post("/accounts/acting/", {"appointment": wanted}).status_code == 404


def test_nobody_acts_in_somebody_elses_or_in_an_ended_appointment(client, clerk, zone):
    sign_in(client, clerk)
    foreign = world.person(zone, "hq_office_clerk").appointment_id
    ended = appointment(clerk, "head_industry")
    Appointment.objects.filter(pk=ended.pk).update(ended_at=clock.now() - timedelta(days=1))
    answers = [client.post("/accounts/acting/", {"appointment": one}) for one in (foreign, ended.pk)]
    assert [answer.status_code for answer in answers] == [404, 404]


def test_a_language_is_kept_in_the_cookie_and_with_the_account(client, clerk):
    assert client.post("/language/", {"language": "en", "next": HOME})["Location"] == HOME
    assert client.cookies["language"].value == "en"
    sign_in(client, clerk)
    client.post("/language/", {"language": "zh-hans"})
    clerk.refresh_from_db()
    assert clerk.language == "zh-hans"


def test_an_unknown_language_and_a_foreign_address_lead_nowhere(client, zone):
    assert client.post("/language/", {"language": "tlh"}).status_code == 404
    assert client.post("/language/", {"language": "en", "next": "https://elsewhere.example/"})["Location"] == "/"
    assert client.get("/language/").status_code == 405


@pytest.mark.parametrize("path", ["signup/", "email/", "confirm-email/", "password/set/", "2fa/trust/", "3rdparty/"])
def test_no_other_route_of_the_sign_in_library_exists(client, zone, path):
    assert client.get(f"/accounts/{path}").status_code == 404


@pytest.mark.parametrize("name", ["account_signup", "account_email", "account_set_password", "mfa_trust"])
def test_no_other_name_of_the_sign_in_library_is_known(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_a_stranger_is_led_to_sign_in_and_back(client, clerk):
    there = client.get("/accounts/headquarters/")["Location"]
    assert there == "/accounts/login/?next=%2Faccounts%2Fheadquarters%2F"
    assert sign_in(client, clerk, next="/accounts/headquarters/")["Location"] == "/accounts/headquarters/"
