"""Every page of the menu, at a desk and on a phone: no complaint of the browser, no breach of WCAG, nothing wider than the screen."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

PAGES = {
    "gongxin": (
        "/",
        "/directory/units/?applied=1",
        "/directory/units/1/",
        "/directory/units/register/",
        "/directory/units/1/edit/",
        "/directory/units/1/contacts/",
        "/directory/units/1/places/",
        "/directory/units/1/people/",
        "/directory/units/1/vehicles/",
        "/directory/units/1/chain/",
        "/directory/units/1/links/new/",
        "/directory/units/1/vehicles/new/",
        "/directory/sites/?applied=1",
        "/directory/sites/1/",
        "/directory/sites/1/parts/sitting/new/",
        "/directory/teams/1/",
        "/directory/rooms/1/",
        "/directory/vehicles/?applied=1",
        "/directory/staff/?applied=1",
        "/directory/staff/1/",
        "/directory/staff/find/",
        "/imports/",
        "/exports/",
        "/whitelist/candidates/?applied=1",
    ),
    "hqoffice": (
        "/",
        "/screen/",
        "/whitelist/?applied=1",
        "/whitelist/batches/?applied=1",
        "/whitelist/batches/3/",
        "/whitelist/coverage/",
        "/whitelist/coverage/denominator/",
        "/directory/organisations/",
        "/directory/sources/",
        "/audit/?applied=1",
        "/accounts/headquarters/",
        "/accounts/rights/",
    ),
    "sysadmin": ("/accounts/?applied=1", "/accounts/new/", "/accounts/positions/", "/accounts/roles/"),
    "secadmin": ("/accounts/matrix/",),
}


def looked_at(page: Page, path: str, axe: Callable[[Page], None]) -> None:
    answer = page.goto(path)
    assert answer is not None
    assert answer.status == 200, f"{path} answered {answer.status}"
    axe(page)
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 1, f"{path} is {wide} px wider than the screen"


@pytest.mark.parametrize("login", PAGES)
def test_every_page_is_usable_at_a_desk(page: Page, sign_in: Any, axe: Any, login: str) -> None:
    sign_in(page, login)
    for path in PAGES[login]:
        looked_at(page, path, axe)


@pytest.mark.parametrize("login", PAGES)
def test_every_page_is_usable_on_a_phone(phone: Page, sign_in: Any, axe: Any, login: str) -> None:
    sign_in(phone, login)
    for path in PAGES[login]:
        looked_at(phone, path, axe)


def test_the_wall_is_usable_and_shows_nothing_personal(page: Page, sign_in: Any, axe: Any) -> None:
    sign_in(page, "zhiban")
    page.set_viewport_size({"width": 1920, "height": 1080})
    looked_at(page, "/screen/big/", axe)
    assert "演示）" not in page.locator(".sb-head").inner_text()


def test_a_demo_account_is_chosen_by_keyboard(page: Page, axe: Any) -> None:
    """The list of demo people fills the form in, and Enter signs in."""
    looked_at(page, "/accounts/login/", axe)
    chosen = page.locator("a[href^='?as=kejing']")
    for _step in range(120):
        page.keyboard.press("Tab")
        if chosen.evaluate("element => element === document.activeElement"):
            break
    page.keyboard.press("Enter")
    expect(page.locator("input[name=login]")).to_have_value("kejing")
    page.locator("input[name=password]").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/accounts/login/" not in url)
    expect(page.locator("body")).to_contain_text("克井镇")
