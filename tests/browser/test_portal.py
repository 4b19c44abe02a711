"""The public pages as a visitor meets them: without sign-in, by mouse, by keyboard, on a phone and on paper."""

import io
import re
from typing import Any
from unicodedata import normalize

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser.pages import allow
from tests.browser.test_pages import looked_at

PATHS = ("", "list/", "list/?batch=2&sector=commerce", "list/?q=没有这家单位", "notices/", "verify/")
PATHS += ("standards/", "standards/industry/1/")


def newest_notice(page: Page, language: str = "zh") -> str:
    """Open the newest notice and return its check code."""
    page.goto(f"/{language}/notices/")
    page.locator(".sb-rows a").first.click()
    return page.locator(".sb-dl code").first.inner_text()


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("look", ["page", "phone"])
def test_every_public_page_is_usable(request: Any, axe: Any, look: str, language: str) -> None:
    page: Page = request.getfixturevalue(look)
    for path in PATHS:
        looked_at(page, f"/{language}/{path}", axe)
    code = newest_notice(page, language)
    for path in (f"notices/{code}/", f"verify/{code}/"):
        looked_at(page, f"/{language}/{path}", axe)


def test_a_visitor_goes_from_the_list_to_a_notice_and_verifies_it(page: Page, axe: Any) -> None:
    page.goto("/zh/")
    page.get_by_role("link", name="第二批", exact=True).click()
    expect(page.locator("[aria-current=true]", has_text="第二批")).to_be_visible()
    listed = int(re.search(r"共 (\d+) 家", page.locator(".sb-card-foot").inner_text())[1])
    code = newest_notice(page)
    notice = page.url
    answer = page.request.get(page.get_by_role("link", name="打开公告（PDF）").get_attribute("href"))
    assert answer.headers["content-type"] == "application/pdf"
    written = "".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(answer.body())).pages)
    assert code in re.sub(r"\s", "", written)

    page.goto("/zh/verify/")
    page.fill("[name=code]", code.replace("-", "").lower())
    page.get_by_role("button", name="核验", exact=True).click()
    expect(page.get_by_text("是真的，现在有效")).to_be_visible()
    page.get_by_role("link", name="看原件，逐字对照").click()
    assert page.url == notice
    assert listed > 0


def test_a_mistyped_code_is_told_beside_its_field(page: Page, axe: Any) -> None:
    allow(page, "status of 422")
    page.goto("/zh/verify/")
    page.fill("[name=code]", "7K2M-09QX-VB3T-H8ZB")
    page.keyboard.press("Enter")
    field = page.locator("[name=code]")
    expect(page.locator(".sb-error")).to_have_text("校验码有误，请对照文件再输入一次")
    assert "code_error" in field.get_attribute("aria-describedby")
    expect(field).to_have_value("7K2M-09QX-VB3T-H8ZB")
    axe(page)


def test_the_public_pages_work_by_keyboard_alone(page: Page) -> None:
    page.goto("/zh/")
    tab_to(page, "input[name=q]")
    page.keyboard.type("没有这家单位")
    page.keyboard.press("Enter")
    expect(page.get_by_text("名单里没有找到“没有这家单位”")).to_be_visible()
    tab_to(page, "a:text('看全部名单')")
    page.keyboard.press("Enter")
    expect(page.locator("tbody tr").first).to_be_visible()
    tab_to(page, ".sb-chip:text('项目')")
    page.keyboard.press("Enter")
    page.wait_for_url("**/list/?sector=projects")
    tab_to(page, "[hreflang=en]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/list/?sector=projects")


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the element has the focus, which must then be seen."""
    wanted = page.locator(selector).first
    for _step in range(60):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            assert wanted.evaluate(
                "e => getComputedStyle(e).outlineStyle !== 'none' || getComputedStyle(e).boxShadow !== 'none'"
            )
            return
    raise AssertionError(f"Tab never reaches {selector}")


def test_paper_shows_the_list_and_neither_menu_nor_buttons(page: Page) -> None:
    page.goto("/zh/list/?batch=1")
    page.emulate_media(media="print")
    expect(page.locator(".sb-print-head")).to_be_visible()
    expect(page.locator("tbody tr").first).to_be_visible()
    for hidden in ("nav", "form[role=search]", "[data-print]", ".sb-chips"):
        expect(page.locator(hidden).first).to_be_hidden()
    sheets = [normalize("NFKC", sheet.extract_text()) for sheet in PdfReader(io.BytesIO(page.pdf(format="A4"))).pages]
    assert "(演示)" in sheets[0]
    assert len(sheets) <= 4


def test_a_visitor_is_given_no_cookie_and_loads_nothing_from_elsewhere(page: Page, site: Any) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/zh/")
    page.goto("/zh/list/?q=济源")
    assert page.context.cookies() == []
    assert [url for url in asked if not url.startswith((site.url, "data:"))] == []
