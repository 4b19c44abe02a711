"""The form of a criterion answers while one types, and everything in it is done by keyboard."""

import re
from typing import Any

from playwright.sync_api import Page, expect


def test_what_is_typed_is_read_back_at_once_and_rows_are_added_by_keyboard(page: Page, sign_in: Any, axe: Any) -> None:
    sign_in(page, "gongxin")
    page.goto("/facts/criteria/1/draft/")
    judged = page.locator("#judged")
    expect(judged).to_contain_text("住宿保障比例不低于50%")
    share = page.locator("#t-1-v")
    share.fill("62.5")
    expect(judged).to_contain_text("住宿保障比例不低于62.5%")
    expect(share).to_have_value("62.5")
    page.get_by_role("button", name="加一条").last.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#t-5-f")).to_be_visible()
    page.locator("#t-5-f").select_option("staff_count")
    expect(page.locator("#t-5-o")).to_contain_text("不低于")
    page.locator("#t-5-o").select_option("ge")
    page.locator("#t-5-v").fill("30")
    expect(judged).to_contain_text("用工人数不低于30人")
    expect(judged).to_contain_text("只差这条")
    axe(page)
    expect(share).to_have_value("62.5")
    page.get_by_role("button", name="保存草稿").click()
    page.wait_for_url(re.compile(r"/facts/criteria/\d+/$"))
    draft = page.url
    axe(page)
    page.get_by_role("link", name="在册，将不再符合").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("在册，将不再符合")
    axe(page)
    page.goto(draft.replace("/criteria/", "/criteria/rows/"))
    axe(page)
    page.goto(f"{draft}withdraw/")
    page.fill("[name=reason]", "试写")
    page.get_by_role("button", name="撤回").click()
    page.wait_for_url(draft)
