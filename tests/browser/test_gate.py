"""On a guard's phone: a code in, one answer out, recorded in a tap; and for some minutes also without a network."""

from typing import Any

from playwright.sync_api import Page, expect

from tests.browser import pages
from tests.browser.conftest import NewPage
from tests.browser.test_applying import looked_at

NOBODY = "7K2M-09QX-VB3T-H8ZA"


def first_site(page: Page) -> str:
    page.goto("/entry/gate/")
    value = page.locator("[name=site_id] option").first.get_attribute("value")
    assert value is not None
    return value


def check(page: Page, code: str) -> None:
    page.locator("[name=code]").fill(code)
    page.get_by_role("button", name="核验", exact=True).click()


def test_a_guard_checks_a_card_records_it_and_is_answered_without_a_network_until_the_list_is_too_old(
    phone: Page, new_page: NewPage, sign_in: Any, axe: Any
) -> None:
    desk = new_page(pages.DESKTOP)
    sign_in(desk, "enterprise")
    looked_at(desk, f"/entry/sites/{first_site(desk)}/cards/", axe)
    shown = desk.locator("main .sb-row").first.inner_text().split()[-1]
    phone.clock.install()
    sign_in(phone, "menwei")
    looked_at(phone, "/entry/gate/", axe)
    expect(phone.locator("[data-gate-age]")).to_contain_text("断网名单：0 分钟前取的")
    check(phone, shown)
    answer = phone.locator("#gate-answer")
    expect(answer.locator("h2")).to_have_text("绿：可以进入")
    axe(phone)
    phone.get_by_role("button", name="放行并登记").click()
    expect(answer).to_contain_text("已登记")

    pages.allow(phone, "ERR_INTERNET_DISCONNECTED", "htmx:sendError", "htmx:afterRequest")
    phone.context.set_offline(True)
    check(phone, shown.lower())
    expect(answer.locator("h2")).to_have_text("绿：可以进入")
    expect(answer).to_contain_text("按手机里存的名单回答")
    axe(phone)
    check(phone, NOBODY)
    expect(answer.locator("h2")).to_have_text("不明：先查验再放行")
    phone.clock.fast_forward("10:01")
    check(phone, shown)
    expect(answer.locator("h2")).to_have_text("不明：先查验再放行")
    expect(phone.locator("[data-gate-age]")).to_contain_text("已过时")


def test_a_picture_scanned_with_the_phones_camera_is_answered_at_once_and_its_code_stays_out_of_the_address(
    phone: Page, sign_in: Any
) -> None:
    sign_in(phone, "enterprise")
    phone.goto(f"/entry/sites/{first_site(phone)}/cards/")
    shown = phone.locator("main .sb-row").first.inner_text().split()[-1]
    phone.goto(f"/entry/gate/#{shown}")
    expect(phone.locator("#gate-answer h2")).to_have_text("绿：可以进入")
    assert "#" not in phone.url
