"""On a phone a unit says that a department is wrong about it, with a photo; the department agrees, and the fact changes."""

from typing import Any

from playwright.sync_api import Page, expect

from tests.browser import pages
from tests.browser.conftest import NewPage
from tests.browser.said import unit_of
from tests.browser.test_attachments import PIXEL

UNIT = unit_of("shenbao")
PHOTO = {"name": "证明.png", "mimeType": "image/png", "buffer": PIXEL}


def test_a_unit_has_a_departments_value_put_right(phone: Page, new_page: NewPage, sign_in: Any, axe: Any) -> None:
    desk = new_page(pages.DESKTOP)
    sign_in(desk, "gongxin")
    desk.goto(f"/facts/units/{UNIT}/record/")
    desk.locator("[name='values.chain_critical']").select_option("no")
    desk.get_by_role("button", name="提交").click()
    expect(desk.locator(".sb-messages")).to_contain_text("已填报")

    sign_in(phone, "shenbao")
    phone.goto(f"/facts/units/{UNIT}/")
    axe(phone)
    phone.get_by_role("link", name="不对？申请更正：重点产业链关键企业").click()
    phone.locator("[name=value]").select_option("yes")
    phone.locator("[name=reason]").fill("省级链主名单有我们（示例）")
    phone.locator("[name=proof]").set_input_files(PHOTO)  # type: ignore[arg-type]
    axe(phone)
    phone.get_by_role("button", name="申请更正").click()
    expect(phone.locator("main")).to_contain_text("待答复")
    axe(phone)

    desk.goto(phone.url)
    expect(desk.locator("#attachments")).to_contain_text("证明.png")
    desk.get_by_role("link", name="同意更正").click()
    axe(desk)
    desk.get_by_role("button", name="同意更正").click()
    expect(desk.locator("main")).to_contain_text("已更正")
    phone.goto(f"/facts/units/{UNIT}/")
    expect(phone.locator("main")).to_contain_text("依单位申请更正")
