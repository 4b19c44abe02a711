"""What nobody does alone, by keyboard: chosen in a dialog, and refused with an offer to ask."""

from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.pages import allow


def test_people_going_out_unmasked_is_chosen_by_keyboard_and_offered_to_others(
    page: Page, sign_in: Any, axe: Any
) -> None:
    allow(page, "status of 409")
    sign_in(page, "weijian")
    page.goto("/directory/staff/?applied=1")
    page.locator("[data-dialog-open='export-dialog']").press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("radio", name="脱敏", exact=True)).to_be_checked()
    axe(page)
    dialog.get_by_role("radio", name="脱敏", exact=True).press("ArrowDown")
    expect(dialog.get_by_role("radio", name="不脱敏")).to_be_checked()
    dialog.get_by_role("textbox", name="用途").fill("组织核酸检测")
    dialog.get_by_role("button", name="导出").press("Enter")
    expect(page.get_by_role("heading", name="还须别人同意")).to_be_visible()
    axe(page)
    expect(page.get_by_label("为什么要办")).to_be_editable()
    expect(page.get_by_role("button", name="提请会签")).to_be_enabled()
