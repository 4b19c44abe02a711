"""On a phone: an enterprise names a section of its site and reports its day."""

from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.test_applying import looked_at


def test_an_enterprise_names_a_section_and_reports_its_day_on_a_phone(phone: Page, sign_in: Any, axe: Any) -> None:
    sign_in(phone, "shenbao")
    looked_at(phone, "/routine/day/", axe)
    here = phone.locator("main a[href^='/routine/sites/']").first.get_attribute("href")
    assert here is not None
    looked_at(phone, f"{here}sections/new/", axe)
    phone.locator("[name=name]").fill("二车间（测试）")
    phone.locator("[name=klass]").select_option(index=1)
    phone.locator("[name=use]").select_option(index=1)
    phone.locator("main form button.btn-primary").click()
    looked_at(phone, here, axe)
    expect(phone.locator("main")).to_contain_text("二车间（测试）")
    section = phone.locator("main a[href^='/routine/sections/']").first.get_attribute("href")
    assert section is not None
    looked_at(phone, f"{section}edit/", axe)
    phone.goto(here)
    part = phone.locator("main a[href*='/reports/'][href$='/production/']").first.get_attribute("href")
    assert part is not None
    looked_at(phone, part, axe)
