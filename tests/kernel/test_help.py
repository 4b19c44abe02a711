"""The help of a page stands on it in the reader's language; the handbook holds what her position opens."""

import re
from pathlib import Path

import pytest
from django.test import Client

from sibao.accounts.models import Account
from tests import world
from tests.accounts.people import signed_in

pytestmark = pytest.mark.django_db
SOURCES = Path(__file__).resolve().parents[2] / "sibao"
BROWSERS_OWN = {"Tab", "Enter"}
"""Keys on the list that every browser knows by itself."""


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


def test_the_list_of_keys_names_just_the_keys_that_scripts_answer_to():
    listed = (SOURCES / "kernel/templates/kernel/help_keys.html").read_text(encoding="utf-8")
    named = {re.sub("<[^>]+>", "", keys) for keys in re.findall("<dt>(.*?)</dt>", listed)}
    scripts = [path.read_text(encoding="utf-8") for path in SOURCES.glob("*/static/sibao/*.js")]
    heard = [line for script in scripts for line in script.splitlines() if "event.key" in line]
    answered = {
        ("Ctrl " if "ctrlKey" in line else "") + key.upper() if len(key) == 1 else key.replace("Escape", "Esc")
        for line in heard
        for key in re.findall(r'event\.key(?:\.toLowerCase\(\))? === "([^"]+)"', line)
    }
    assert len(heard) == sum(script.count("event.key") for script in scripts) == len(answered)
    assert named == answered | BROWSERS_OWN
    others = r"keyup|keypress|accesskey=|\.key(?:Code|\b)(?! |\.toLowerCase\(\) )|event\.code\b"
    pages = [path.read_text(encoding="utf-8") for path in SOURCES.rglob("templates/**/*.html")]
    assert [found for text in scripts for found in re.findall(others, text)] == []
    assert [text for text in pages if "accesskey=" in text] == []
