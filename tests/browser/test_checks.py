"""A unit checks itself on a phone; what is not met becomes a task, is put right with a photo, and a department confirms it."""

from typing import Any

from playwright.sync_api import Page, expect

from tests.browser import pages
from tests.browser.test_attachments import PIXEL

UNIT = "/guidance/units/1/"
PHOTO = {"name": "现场照片.png", "mimeType": "image/png", "buffer": PIXEL}


def upload(page: Page) -> None:
    card = page.locator("#attachments")
    card.locator("input[type=file]").set_input_files(PHOTO)  # type: ignore[arg-type]
    card.get_by_role("button", name="上传").click()
    expect(card).to_contain_text("现场照片.png")


def answer_everything(phone: Page, axe: Any) -> None:
    """The first item is not met, the second is met with a photo, the others do not apply."""
    sections = phone.locator("section[id^=item-]")
    ids = [str(one.get_attribute("id")) for one in sections.all()]
    phone.locator(f"#{ids[0]}").get_by_role("button", name="不符合", exact=True).click()
    phone.locator(f"#{ids[1]}").get_by_role("button", name="符合", exact=True).click()
    expect(phone.locator(f"#{ids[1]}")).to_contain_text("缺照片或文件")
    axe(phone)
    phone.locator(f"#{ids[1]}").get_by_role("link").click()
    upload(phone)
    axe(phone)
    phone.get_by_role("link", name="返回").click()
    for one in ids[2:]:
        phone.locator(f"#{one}").get_by_role("button", name="不适用", exact=True).click()
        phone.locator("[name=note]").fill("本单位没有这种场所")
        phone.get_by_role("button", name="保存").click()


def a_plan_is_handed_in_and_approved(phone: Page, desk: Page, axe: Any) -> None:
    phone.get_by_role("link", name="起草工作预案").click()
    axe(phone)
    phone.locator("[name=title]").fill("工作预案（示例）")
    phone.get_by_role("button", name="保存").click()
    upload(phone)
    phone.get_by_role("button", name="报批").click()
    axe(phone)
    desk.goto(phone.url)
    desk.get_by_role("button", name="批准").click()
    expect(desk.locator("main")).to_contain_text("已批准")


def test_a_self_check_on_a_phone_ends_in_a_confirmed_rectification(new_page: Any, sign_in: Any, axe: Any) -> None:
    phone, desk = new_page(pages.PHONE), new_page()
    pages.allow(phone, "status of 422")  # 不适用 without its reason comes back with the field for it
    sign_in(phone, "enterprise")
    phone.goto(UNIT)
    expect(phone.locator("#readiness")).to_contain_text("没有查过")
    phone.get_by_role("button", name="自查").first.click()
    answer_everything(phone, axe)
    phone.get_by_role("button", name="提交").click()
    expect(phone.locator("main")).to_contain_text("已提交")
    axe(phone)

    phone.goto("/tasks/?applied=1&mine=1")
    phone.get_by_role("link", name="整改：").first.click()
    phone.locator("#task dl a").click()
    upload(phone)
    phone.get_by_role("link", name="报告完成").click()
    axe(phone)
    phone.locator("[name=proof]").fill("已经重新分区并张贴分区图")
    phone.get_by_role("button", name="保存").click()
    expect(phone.locator("#rectification")).to_contain_text("待确认")

    sign_in(desk, "gongxin")
    desk.goto(phone.url)
    desk.get_by_role("link", name="确认整改").click()
    axe(desk)
    desk.get_by_role("button", name="保存").click()
    expect(desk.locator("#rectification")).to_contain_text("已整改")
    expect(phone.locator("#rectification")).to_contain_text("已整改")
    phone.goto(UNIT)
    expect(phone.locator("#readiness")).to_contain_text("全部落实")
    expect(phone.locator("#readiness")).to_contain_text("基本就绪")
    a_plan_is_handed_in_and_approved(phone, desk, axe)
    phone.goto(UNIT)
    expect(phone.locator("#readiness")).not_to_contain_text("没有预案")
    axe(phone)
    assert phone.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 1
