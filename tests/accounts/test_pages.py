"""Pages of those who keep accounts, and of everyone's own rights."""

import re

import pytest
from django.test import Client

from sibao.accounts.models import Account, Position
from tests import consulted, world
from tests.accounts.people import account_of, signed_in

pytestmark = pytest.mark.django_db


def text(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def first_password(answer):
    return re.search(r'<code class="sb-strong">([^<]+)</code>', answer.content.decode())[1]


def test_an_administrator_makes_an_account_and_sees_its_first_password_once(administrator):
    answer = administrator.post("/accounts/new/", {"username": "Zhang.San", "name": "张三", "email": ""})
    assert "只显示这一次" in text(answer)
    assert "no-store" in answer["Cache-Control"]
    account = Account.objects.get(username="zhang.san")
    assert account.check_password(first_password(answer))
    assert first_password(answer) not in text(administrator.get(f"/accounts/{account.pk}/"))


@pytest.mark.parametrize(
    "given",
    [
        {"username": "a", "name": "张三"},
        {"username": "张三", "name": "张三"},
        {"username": "zhang.san", "name": ""},
        {"username": "zhang.san", "name": "张三", "email": "not-an-address"},
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_is_written(administrator, given):
    before = Account.objects.count()
    answer = administrator.post("/accounts/new/", given)
    assert answer.status_code == 422
    assert "sb-error" in text(answer)
    assert Account.objects.count() == before


def test_an_administrator_resets_appoints_ends_and_closes(administrator, zone):
    account = account_of(zone, "clerk_zhicheng")
    page = f"/accounts/{account.pk}/"
    assert "只显示这一次" in text(administrator.post(f"{page}reset/", {"reason": "忘记密码"}))
    seat = Position.objects.get(zone=zone, code="clerk_kejing")
    found = consulted.asked_by_page(administrator, administrator.post(f"{page}appoint/", {"position_id": seat.pk}))
    consulted.carry_out(consulted.agree(world.person(zone, "security_administrator"), found))
    assert "克井镇经办" in text(administrator.get(page))
    held = account.appointments.get(position=seat)
    assert "免去任职" in text(administrator.get(f"/accounts/appointments/{held.pk}/end/"))
    assert administrator.post(f"/accounts/appointments/{held.pk}/end/", {"reason": "轮岗"}).status_code == 302
    assert administrator.post(f"{page}close/", {"reason": "调离"}).status_code == 302
    assert "已停用" in text(administrator.get(page))


@pytest.mark.parametrize("action", ["reset", "close"])
def test_what_cannot_be_undone_asks_for_a_reason(administrator, zone, action):
    account = account_of(zone, "clerk_zhicheng")
    assert administrator.post(f"/accounts/{account.pk}/{action}/", {"reason": ""}).status_code == 422
    account.refresh_from_db()
    assert account.is_active
    assert not account.must_change_password


def test_a_refused_appointment_says_why_beside_the_field(administrator, zone):
    world.person(zone, "hq_commander")
    account = account_of(zone, "clerk_zhicheng")
    seat = Position.objects.get(zone=zone, code="hq_commander")
    answer = administrator.post(f"/accounts/{account.pk}/appoint/", {"position_id": seat.pk})
    assert answer.status_code == 422
    assert "没有空缺" in text(answer)


def test_positions_show_scope_holders_and_vacant_seats(administrator, zone):
    clerk = account_of(zone, "clerk_zhicheng")
    page = text(administrator.get("/accounts/positions/"))
    for words in ("轵城镇经办", clerk.name, "空缺", "任职所指的一家单位", "全区"):
        assert words in page


def test_roles_say_their_permissions_in_words(administrator):
    page = text(administrator.get("/accounts/roles/"))
    assert "发布批次" in page
    assert "whitelist:batch:publish" in page


def test_the_headquarters_page_shows_ranks_and_vacancies(client, zone):
    page = text(signed_in(client, account_of(zone, "hq_commander")).get("/accounts/headquarters/"))
    for words in ("第一副指挥长", "21 席，空缺 20 席", "济管办〔2022〕21号"):
        assert words in page


def test_everyone_sees_her_own_rights_in_words(client, zone):
    page = text(signed_in(client, account_of(zone, "clerk_zhicheng")).get("/accounts/rights/"))
    for words in ("轵城镇", "全部领域", "登记企业", "修改密码", "我的权限"):
        assert words in page


def test_pages_speak_english_too(client, zone):
    client.cookies["language"] = "en"
    page = text(signed_in(client, account_of(zone, "hq_commander")).get("/accounts/headquarters/"))
    assert "First deputy commander" in page


def test_the_head_offers_the_other_position_only_to_those_who_hold_two(client, zone):
    account = account_of(zone, "clerk_zhicheng")
    browser = signed_in(client, account)
    assert "/accounts/acting/" not in text(browser.get("/accounts/rights/"))
    other = world.person(zone, "head_industry")
    account.appointments.create(
        zone=zone, position=Position.objects.get(zone=zone, code="head_industry"), started_at=world.START
    )
    assert "/accounts/acting/" in text(browser.get("/accounts/rights/"))
    assert other.name not in text(browser.get("/accounts/rights/"))


def test_the_menu_shows_what_may_be_opened(client, zone):
    page = text(signed_in(client, account_of(zone, "security_administrator")).get("/accounts/matrix/"))
    assert 'href="/accounts/matrix/"' in page
    assert 'href="/accounts/headquarters/"' not in page


def test_the_matrix_page_names_what_each_permission_opens(client, zone):
    page = text(signed_in(client, account_of(zone, "security_administrator")).get("/accounts/matrix/"))
    for words in ("查看账号", "/accounts/&lt;int:account_id&gt;/", "本镇（街道、片区）", "显示个人信息"):
        assert words in page


def test_an_account_of_another_zone_is_not_found(administrator, zone):
    zone.pk, zone.code = None, "410100"
    zone.save()
    stranger = Account.objects.create(zone=zone, username="far-away", name="外地", created_at=world.START)
    for page in ("", "reset/", "close/", "appoint/"):
        assert administrator.get(f"/accounts/{stranger.pk}/{page}").status_code == 404
    assert administrator.post(f"/accounts/{stranger.pk}/unlock/").status_code == 404


def test_a_stranger_sees_no_page_of_accounts(zone):
    for page in ("", "new/", "positions/", "roles/", "matrix/", "headquarters/", "rights/"):
        assert Client().get(f"/accounts/{page}").status_code == 302
