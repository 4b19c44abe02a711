"""On a phone: an enterprise sees that it is one clause short, has it put right, applies, and is in."""

from typing import Any

from playwright.sync_api import Page, expect

from tests.browser import pages
from tests.browser.conftest import NewPage
from tests.browser.said import said_today, unit_of
from tests.browser.site import Site

UNIT = unit_of("shenbao")


def looked_at(page: Page, path: str, axe: Any) -> None:
    page.goto(path)
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 1, path


def test_a_unit_that_is_one_clause_short_has_it_put_right_applies_and_is_in(
    phone: Page, new_page: NewPage, sign_in: Any, axe: Any, site: Site
) -> None:
    said_today(site, UNIT)
    sign_in(phone, "shenbao")
    looked_at(phone, f"/directory/units/{UNIT}/", axe)
    phone.get_by_role("link", name="看条件并申报").click()
    axe(phone)
    expect(phone.locator("main")).to_contain_text("4/5 条符合")
    expect(phone.locator("main")).to_contain_text("住宿保障比例不低于50%")

    desk = new_page(pages.DESKTOP)
    sign_in(desk, "gongxin")
    desk.goto(f"/facts/units/{UNIT}/record/")
    desk.locator("[name='values.lodging_places']").fill("5000")
    desk.get_by_role("button", name="提交").click()
    expect(desk.locator(".sb-messages")).to_contain_text("已填报")

    phone.reload()
    expect(phone.locator("main")).to_contain_text("全部符合")
    phone.get_by_role("button", name="开始申报").click()
    phone.wait_for_url("**/fill/")
    looked_at(phone, phone.url, axe)
    form = phone.locator("main form.sb-form").last
    assert form.locator("input:visible, select:visible, textarea:visible").count() == 3
    phone.get_by_role("button", name="存草稿").click()
    expect(phone.locator(".sb-messages")).to_contain_text("草稿已保存")
    phone.locator("[name=declared]").check()
    phone.get_by_role("button", name="提交", exact=True).click()
    expect(phone.locator("main h2").first).to_have_text("达标待入批")
    axe(phone)
    desk.goto("/whitelist/applications/?applied=1&state=accepted")
    expect(desk.locator("tbody")).to_contain_text("按标准自动判定")
