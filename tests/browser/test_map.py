"""An approved map in a real browser: drawn with its number on it, beside the scheme and the table."""

import csv
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.directory.invented import APPROVAL, SOURCE, of_codes

AREAS = Path(__file__).resolve().parents[2] / "packs" / "jiyuan" / "areas.csv"


def imported(page: Page) -> None:
    with AREAS.open(encoding="utf-8", newline="") as file:
        codes = [row["code"] for row in csv.DictReader(file) if row["column"]]
    page.goto("/directory/boundaries/import/")
    file = {"name": "invented.geojson", "mimeType": "application/geo+json", "buffer": of_codes(codes)}
    page.locator("input[name=file]").set_input_files(file)  # type: ignore[arg-type]
    page.locator("input[name=approval]").fill(APPROVAL)
    page.locator("input[name=source]").fill(SOURCE)
    page.locator("form:has(input[name=file]) button.btn-primary").click()
    expect(page.locator("table")).to_contain_text(APPROVAL)


def test_the_map_is_drawn_with_its_number_beside_scheme_and_table(new_page: NewPage, sign_in: Any, axe: Any) -> None:
    keeper, clerk = new_page(), new_page()
    sign_in(keeper, "sysadmin")
    imported(keeper)
    try:
        sign_in(clerk, "hqoffice")
        clerk.goto("/whitelist/coverage/")
        drawn = clerk.locator("[data-chart=coverage-map]")
        expect(drawn.locator("svg")).to_contain_text(f"审图号：{APPROVAL}")
        expect(drawn.locator("svg")).to_contain_text("轵城")
        expect(clerk.locator(".sb-towns a")).not_to_have_count(0)
        axe(clerk)
        clerk.goto("/screen/")
        expect(clerk.locator("[data-chart=towns-map] svg")).to_contain_text(f"审图号：{APPROVAL}")
    finally:
        keeper.goto("/directory/boundaries/withdraw/")
        keeper.locator("input[name=reason]").fill("测试完毕")
        keeper.locator("form:has(input[name=reason]) button.btn-primary").click()
        expect(keeper.locator("table")).to_contain_text("测试完毕")
