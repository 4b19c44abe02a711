"""A document is hung on a unit, opened, and taken off, in a browser."""

from typing import Any

from playwright.sync_api import Page, expect

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000 1f15c4890000000d49444154789c63606060f80f000104010079a52e46"
    "0000000049454e44ae426082"
)


def test_a_picture_is_added_opened_and_removed(page: Page, sign_in: Any, axe: Any) -> None:
    sign_in(page, "gongxin")
    page.goto("/directory/units/1/")
    card = page.locator("#attachments")
    card.locator("input[type=file]").set_input_files({"name": "大门照片.png", "mimeType": "image/png", "buffer": PIXEL})
    card.get_by_role("button", name="上传").click()
    expect(card).to_contain_text("大门照片.png")
    axe(page)
    way = card.get_by_role("link", name="大门照片.png").get_attribute("href")
    looked = page.request.get(str(way))
    assert (looked.status, looked.body()) == (200, PIXEL)
    assert looked.headers["content-security-policy"].startswith("sandbox")

    card.get_by_role("link", name="移除").click()
    axe(page)
    page.get_by_label("理由").fill("传错了照片")
    page.get_by_role("button", name="移除").click()
    expect(card).to_contain_text("已移除 1 份")
    expect(card.get_by_role("link", name="大门照片.png")).to_have_count(0)
    page.set_viewport_size({"width": 390, "height": 844})
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 1
