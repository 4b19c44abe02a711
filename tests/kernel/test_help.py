"""The help of a page stands on it in the reader's language; the handbook holds what her position opens."""

import pytest
from django.test import Client

from sibao.accounts.models import Account
from tests import world
from tests.accounts.people import signed_in

pytestmark = pytest.mark.django_db


def test_a_page_carries_its_help_in_the_readers_language():
    world.load_pack()
    chinese = Client().get("/accounts/login/").content.decode()
    assert "连续输错五次会锁定一段时间" in chinese
    assert 'href="#help"' in chinese
    english = Client().get("/en/verify/").content.decode()
    assert "Enter the check code of a document" in english
    assert "输入文件上的校验码" not in english


def test_the_handbook_holds_the_pages_that_a_position_opens_and_no_other():
    zone = world.load_pack()
    clerk, keeper = world.person(zone, "clerk_industry"), world.person(zone, "system_administrator")
    books = []
    for actor in (clerk, keeper):
        browser = signed_in(Client(), Account.objects.get(pk=actor.account_id))
        books.append(browser.get("/help/").content.decode())
    assert "手工登记一家企业或一个项目" in books[0]
    assert "给一名工作人员开账号" not in books[0]
    assert "给一名工作人员开账号" in books[1]
    assert "手工登记一家企业或一个项目" not in books[1]
    assert Client().get("/help/").status_code == 302
