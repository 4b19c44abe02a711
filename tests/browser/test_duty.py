"""Liaison officers by the pages: what is left over gets an officer, as the preview shows it; she sees her units on a phone."""

from typing import Any

from playwright.sync_api import Page, expect


def looked_at(page: Page, path: str, axe: Any) -> None:
    page.goto(path)
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 1, path


def test_units_that_are_left_over_get_an_officer_as_the_preview_shows(page: Page, sign_in: Any, axe: Any) -> None:
    sign_in(page, "hqoffice")
    for path in ("/duty/?applied=1", "/duty/units/1/", "/duty/officers/?applied=1", "/duty/officers/1/"):
        looked_at(page, path, axe)
    looked_at(page, "/duty/?applied=1&missing=1", axe)
    town = page.locator("tbody tr").first.locator("td").nth(1).inner_text()
    looked_at(page, "/duty/officers/new/", axe)
    page.locator("[name=name]").fill("苗试任（演示）")
    page.locator("[name=post]").fill("镇政府副主任")
    page.locator("[name=area_id]").select_option(label=town)
    page.locator("[name=most]").fill("500")
    page.get_by_role("button", name="保存").click()
    page.wait_for_url("**/duty/officers/")

    looked_at(page, "/duty/distribute/", axe)
    expect(page.locator("tbody")).to_contain_text("苗试任")
    page.get_by_role("button", name="应用这个方案").click()
    expect(page.locator(".sb-messages")).to_contain_text("家单位指定包保干部")
    page.goto("/duty/?applied=1&missing=1")
    expect(page.locator("main")).to_contain_text("没有符合筛选的记录")


def test_an_officer_finds_her_units_on_a_phone(phone: Page, sign_in: Any, axe: Any) -> None:
    sign_in(phone, "baobao")
    looked_at(phone, "/duty/mine/", axe)
    assert phone.locator(".sb-rows li").count() > 3
