"""What a town's clerk and a unit's own user see: their part, in every list, and nothing beside it."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages import allow

TOWN = "克井镇"


def towns(page: Page) -> set[str]:
    return set(page.locator("td[data-label='镇（街道）']").all_inner_texts())


def count(page: Page) -> int:
    return int(page.locator("#list-count").get_attribute("data-count") or "-1")


@pytest.mark.parametrize("path", ["/directory/units/?applied=1&size=100", "/whitelist/?applied=1&size=100"])
def test_a_town_clerk_sees_her_town_in_every_list(page: Page, sign_in: Callable[..., None], path: str) -> None:
    sign_in(page, "kejing")
    page.goto(path)
    assert towns(page) == {TOWN}
    allow(page, "status of 422")
    answer = page.goto(f"{path}&town=419001102")
    assert answer is not None
    assert answer.status == 422
    assert towns(page) == {TOWN}


def test_a_town_clerk_is_told_that_another_town_s_unit_is_not_there(new_page: Any, sign_in: Any) -> None:
    office: Page = new_page()
    sign_in(office, "hqoffice")
    office.goto("/directory/units/?applied=1&town=419001102")
    elsewhere = office.locator("#list tbody tr a").first
    url, name = elsewhere.get_attribute("href"), elsewhere.inner_text()
    clerk: Page = new_page()
    sign_in(clerk, "kejing")
    allow(clerk, "status of 404")
    answer = clerk.goto(url)
    assert answer is not None
    assert answer.status == 404
    assert name not in clerk.content()


def test_the_screen_of_a_town_clerk_is_her_town_s(page: Page, sign_in: Callable[..., None]) -> None:
    sign_in(page, "kejing")
    page.goto("/screen/")
    expect(page.get_by_text("范围内贡献").first).to_be_visible()
    names = set(page.locator(".sb-town b").all_inner_texts())
    assert names <= {"克井"}


def test_a_unit_s_user_sees_herself_and_nobody_else(page: Page, sign_in: Callable[..., None]) -> None:
    sign_in(page, "enterprise")
    page.goto("/directory/units/?applied=1")
    assert count(page) == 1
    own = page.locator("tbody tr a").first
    name = own.inner_text()
    own.click()
    expect(page.get_by_role("heading", name=re.compile(re.escape(name.split("（")[0])))).to_be_visible()
    here = int(re.search(r"/units/(\d+)/", page.url)[1])
    allow(page, "status of 404")
    other = page.goto(f"/directory/units/{here + 1}/")
    assert other is not None
    assert other.status == 404


def test_a_unit_s_user_finds_no_other_unit_by_search(page: Page, sign_in: Callable[..., None]) -> None:
    sign_in(page, "enterprise")
    page.goto("/directory/units/?applied=1&q=济源")
    assert count(page) <= 1
