"""Help and print: a question mark opens what the page is for, with or without script, and paper holds no navigation."""

import io
from unicodedata import normalize

from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from tests.browser import pages


def on_paper(page: Page) -> str:
    """What stands on the sheets when this page is printed."""
    sheets = PdfReader(io.BytesIO(page.pdf(format="A4"))).pages
    return normalize("NFKC", "".join(sheet.extract_text() for sheet in sheets)).replace("\n", "")


def test_a_question_mark_opens_the_help_of_the_page_and_escape_closes_it(page: Page, sign_in, axe):
    sign_in(page, "gongxin")
    page.goto("/directory/units/?applied=1")
    panel = page.locator("#help")
    expect(panel).to_be_hidden()
    page.locator("input[name=q]").first.press("?")
    expect(panel).to_be_hidden()
    page.locator("body").evaluate("body => document.activeElement.blur()")
    page.keyboard.press("?")
    expect(panel).to_be_visible()
    for words in ("这是什么", "谁来用", "接着做", "要留意", "Ctrl"):
        expect(panel).to_contain_text(words)
    axe(page)
    paper = on_paper(page)
    assert "您范围内全部企业和项目的底册" in paper
    assert "主菜单" not in paper
    assert "一屏掌控" not in paper
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()


def test_every_key_on_the_list_of_keys_does_what_it_says(page: Page, sign_in):
    sign_in(page, "gongxin")
    page.goto("/directory/units/?applied=1")
    listed = page.locator("#help dt:has(kbd)").evaluate_all("all => all.map(one => one.textContent.trim())")
    panel, search, menu = page.locator("#help"), page.locator("[data-search]"), page.locator("details.sb-menu").last

    def opens_help() -> None:
        page.evaluate("document.activeElement.blur()")
        page.keyboard.press("?")
        expect(panel).to_be_visible()

    def goes_to_the_search() -> None:
        for keys in ("Control+k", "Meta+k"):
            page.evaluate("document.activeElement.blur()")
            page.keyboard.press(keys)
            expect(search).to_be_focused()

    def closes_help_menus_and_dialogs() -> None:
        opens_help()
        page.keyboard.press("Escape")
        expect(panel).to_be_hidden()
        menu.locator("summary").click()
        page.keyboard.press("Escape")
        expect(menu).not_to_have_attribute("open", "")
        page.locator("[data-dialog-open=columns-dialog]").click()
        expect(page.locator("#columns-dialog")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.locator("#columns-dialog")).to_be_hidden()

    def skips_the_menu() -> None:
        page.goto("/directory/units/?applied=1")
        page.keyboard.press("Tab")
        expect(page.locator(".sb-skip")).to_be_focused()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.querySelector('main').contains(document.activeElement)")

    def opens_and_hands_in() -> None:
        search.fill("示例")
        page.keyboard.press("Enter")
        page.wait_for_url("**/*q=*")
        page.locator("main a[href^='/directory/units/']").first.press("Enter")
        page.wait_for_url("**/directory/units/*/")

    does = {
        "?": opens_help,
        "Ctrl K": goes_to_the_search,
        "Tab": skips_the_menu,
        "Esc": closes_help_menus_and_dialogs,
        "Enter": opens_and_hands_in,
    }
    assert sorted(listed) == sorted(does)
    for keys in listed:
        does[keys]()


def test_help_needs_no_script(browser: Browser, site):
    look = pages.PHONE | {"java_script_enabled": False}
    context = browser.new_context(**look, base_url=site.url)
    page = context.new_page()
    page.goto("/zh/verify/")
    page.locator("a[href='#help']").click()
    expect(page.locator("#help")).to_contain_text("输入文件上的校验码")
    page.locator("#help a[href='#main']").click()
    expect(page.locator("#help")).to_be_hidden()
    context.close()


def test_a_printed_page_has_no_navigation_and_no_buttons(page: Page, sign_in, axe):
    sign_in(page, "gongxin")
    page.goto("/help/")
    axe(page)
    for path, words in (
        ("/", "我的任务"),
        ("/directory/units/?applied=1", "企业（项目）"),
        ("/directory/units/1/", "联系人"),
        ("/tasks/?applied=1", "任务"),
        ("/help/", "使用帮助"),
    ):
        page.goto(path)
        paper = on_paper(page)
        assert normalize("NFKC", words) in paper, path
        for screen_only in ("打开菜单", "跳到正文", "演示时钟", "切换岗位", "导入导出"):
            assert screen_only not in paper, path
        page.emulate_media(media="print")
        for hidden in (".sb-side", ".sb-head", ".btn", ".sb-pager", ".sb-skip"):
            assert page.locator(f"{hidden}:visible").count() == 0, (path, hidden)
        page.emulate_media(media="screen")
