"""A task by the pages: headquarters assigns, a liaison officer on a phone accepts it, silence goes up when the clock moves on."""

import re
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser import pages

PATIENCE = 300_000
UNIT = "/directory/units/1/"


def assign(office: Page, title: str, seat: str, code: str = "") -> str:
    office.goto("/tasks/assign/")
    office.select_option("[name=kind]", label="企业（项目）事项")
    office.fill("[name=title]", title)
    office.select_option("[name=position_id]", label=seat)
    office.fill("[name=unit_code]", code)
    office.get_by_role("button", name="交办", exact=True).click()
    expect(office.get_by_role("heading", name=title)).to_be_visible()
    return office.url


def code_of_first_unit(page: Page) -> str:
    page.goto(UNIT)
    found = re.search(r"\b91[0-9A-Z]{16}\b", page.locator("main").inner_text())
    assert found
    return found[0]


def test_a_liaison_officer_accepts_transfers_and_completes_on_a_phone(new_page: Any, sign_in: Any, axe: Any) -> None:
    office, phone, clerk = new_page(), new_page(pages.PHONE), new_page()
    sign_in(office, "hqoffice")
    seat = "经济指挥部办公室 · 包保干部（到户）"
    code = code_of_first_unit(office)
    sign_in(phone, "baobao")
    had = unread(phone)
    first, second = assign(office, "上门核实用工缺口", seat, code), assign(office, "协调货车通行", seat, code)
    axe(office)
    a_message_arrives_by_itself_and_leads_to_its_task(phone, axe, had)

    phone.goto("/")
    expect(phone.get_by_text("上门核实用工缺口")).to_be_visible()
    axe(phone)
    phone.get_by_role("link", name="上门核实用工缺口").click()
    axe(phone)
    phone.get_by_role("button", name="接收", exact=True).click()
    phone.get_by_role("link", name="办结", exact=True).click()
    phone.fill("[name=result]", "已到厂核实，缺 12 人，当日补齐")
    phone.get_by_role("button", name="办结", exact=True).click()
    expect(phone.get_by_text("已到厂核实").first).to_be_visible()
    wide = phone.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 1
    office.goto(first)
    expect(office.get_by_text("已办结").first).to_be_visible()

    number = number_of(office, second)
    phone.goto(second)
    phone.get_by_role("link", name="转办", exact=True).click()
    phone.select_option("[name=position_id]", label="交通局 · 交通运输名单经办")
    phone.fill("[name=reason]", "属交通运输职责")
    axe(phone)
    phone.get_by_role("button", name="转办", exact=True).click()
    sign_in(clerk, "jiaotong")
    assert number_of(clerk, second) == number


def unread(page: Page) -> int:
    """How many messages the bell says are unread; the demo's alerts have told some people something already."""
    found = re.search(r"消息 (\d+)", page.locator(".sb-bell").inner_text())
    assert found
    return int(found[1])


def a_message_arrives_by_itself_and_leads_to_its_task(page: Page, axe: Any, had: int) -> None:
    bell = page.locator(".sb-bell")
    expect(bell).to_contain_text(f"消息 {had + 2}")
    bell.get_by_role("link", name=re.compile("消息")).click()
    page.get_by_role("link", name=re.compile("上门核实用工缺口")).click()
    axe(page)
    expect(bell).to_contain_text(f"消息 {had + 1}")
    expect(page.get_by_role("button", name="标为已读")).to_have_count(0)
    page.get_by_role("link", name="打开").click()
    expect(page.get_by_role("heading", name="上门核实用工缺口")).to_be_visible()


def number_of(page: Page, url: str) -> str:
    page.goto(url)
    found = re.search(r"JY-RW-\d{4}-\d{4}", page.locator("main").inner_text())
    assert found
    return found[0]


def test_headquarters_sees_silence_go_up_when_the_clock_has_moved_on(new_page: Any, sign_in: Any, axe: Any) -> None:
    office, commander = new_page(), new_page()
    sign_in(office, "hqoffice")
    task = assign(office, "答复用电诉求", "商务局 · 商贸流通名单经办")
    sign_in(commander, "zhihuizhang")
    for _jump in range(2):
        office.get_by_role("button", name=re.compile("^\\+5")).click()
    commander.goto(task)
    expect(commander.get_by_text("已上报 3 级")).to_be_visible(timeout=PATIENCE)
    expect(commander.get_by_text(re.compile(r"超时 \d+ 天"))).to_be_visible()
    axe(commander)
    commander.goto("/tasks/?applied=1&up=1&q=答复用电诉求")
    expect(commander.get_by_role("link", name="答复用电诉求")).to_be_visible()
    axe(commander)
