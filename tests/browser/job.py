"""How a clerk brings a workbook in, how a batch is made, and how two publish, by the pages."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet
from playwright.sync_api import Page, expect

from tests.browser import pages
from tests.kernel.sheets.messy import MessyUnit

SECONDS = 60_000


def upload(page: Page, path: Path) -> None:
    """Hand the workbook in and wait until its preview or its questions stand there."""
    page.goto("/imports/")
    units = page.locator("section").filter(has_text="上传企业（项目）名单")
    units.locator("input[type=file]").set_input_files(str(path))
    units.get_by_role("button", name="上传并预览").click()
    expect(page.locator(".sb-counters")).to_be_visible(timeout=SECONDS)


def answer_unclear_headings(page: Page) -> None:
    """固投 has no year: she leaves the column out, and the next upload remembers it."""
    boxes = page.locator("select[name^='heading:']")
    for place in range(boxes.count()):
        boxes.nth(place).select_option("")
    if boxes.count():
        page.get_by_role("button", name="按以上回答重新读").click()
        expect(page.locator("select[name^='heading:']")).to_have_count(0, timeout=SECONDS)
        expect(page.locator(".sb-counters")).to_be_visible(timeout=SECONDS)


def apply(page: Page) -> None:
    """Write what the preview shows, and wait until it is written."""
    page.locator("button:has-text('应用')").first.click()
    expect(page.get_by_text("写入完成")).to_be_visible(timeout=SECONDS)


def as_kept_in_may(everyone: list[MessyUnit], *, known: int, new: int) -> list[MessyUnit]:
    """May's workbook: two of the `known` units changed, `new` ones added, and three rows nobody can read."""
    first, second, *rest = everyone[: known + new]
    changed = [replace(first, staff=first.staff + 26), replace(second, output=second.output + 7)]
    defects = ("lost_code", "about", "month_13")
    spoilt = [
        replace(unit, defects=frozenset({one})) for unit, one in zip(everyone[known + new :], defects, strict=True)
    ]
    return [*changed, *rest, *spoilt]


def corrected(returned: Path, kept: Path, truth: Iterable[MessyUnit]) -> int:
    """Correct the rows that have something beside them under 问题, in the clerk's own workbook, as she would.

    Args:
        returned: the workbook as it came back.
        kept: where the corrected one is saved; its 问题 column stays.
        truth: the units of the bad rows, told by their names.

    Returns:
        How many rows were corrected.
    """
    book = openpyxl.load_workbook(returned)
    right = {unit.name: unit for unit in truth}
    sheet, column = next(_problem_columns(book.worksheets))
    bad = [row for row in range(4, sheet.max_row + 1) if sheet.cell(row, column).value]
    for row in bad:
        unit = right[str(sheet.cell(row, 2).value).strip("\u200b \u3000")]
        sheet.cell(row, 3).value = unit.code
        sheet.cell(row, 5).value = unit.output / 10_000
        sheet.cell(row, 8).value = unit.since.isoformat()
    book.save(kept)
    return len(bad)


def _problem_columns(sheets: Iterable[Worksheet]) -> Iterator[tuple[Worksheet, int]]:
    for sheet in sheets:
        for row in sheet.iter_rows(max_row=3):
            yield from ((sheet, cell.column) for cell in row if cell.value and "问题" in str(cell.value))


def new_batch(page: Page) -> tuple[str, str]:
    """Make the next batch and return its name and where it stands."""
    page.goto("/whitelist/batches/create/")
    page.get_by_role("button", name="新建", exact=True).click()
    title = page.get_by_role("heading", level=1)
    expect(title).to_have_text(re.compile("^第.+批$"))
    return title.inner_text(), page.url


def publicise(page: Page, batch: str, number: str) -> None:
    """Put a batch out for objections, and let the demo's days pass until nobody may object any more."""
    page.goto(batch + "publicise/")
    page.fill("[name=number]", number)
    page.get_by_role("button", name="公示", exact=True).click()
    expect(page.get_by_text("期满后才能发布")).to_be_visible()
    for _five_days in range(2):
        page.get_by_role("button", name=re.compile("^\\+5")).click()


def publish(page: Page, batch: str, number: str) -> None:
    """Publish a batch, as far as one person may."""
    page.goto(batch + "publish/")
    page.fill("[name=number]", number)
    page.get_by_role("button", name="发布", exact=True).click()


def ask(page: Page, why: str) -> str:
    """Put what the page was refused to those who have a say, and return where the question stands."""
    pages.allow(page, "status of 409")
    expect(page.get_by_role("heading", name="还须别人同意")).to_be_visible()
    page.get_by_label("为什么要办").fill(why)
    page.get_by_role("button", name="提请会签").click()
    expect(page.locator("#asked")).to_be_visible()
    return page.url


def agree(page: Page, what: str) -> None:
    """Find the question on the workbench, read what is asked, and agree to it."""
    page.goto("/")
    page.get_by_role("link", name=what, exact=True).first.click()
    expect(page.locator("#asked")).to_be_visible()
    page.get_by_label("同意", exact=True).check()
    page.get_by_role("button", name="签署意见").click()
    expect(page.locator(".sb-timeline")).to_contain_text("同意", timeout=SECONDS)


def carried_out(page: Page, question: str) -> None:
    """Go back to what was asked, and wait until it is agreed to and done."""
    page.goto(question)
    expect(page.get_by_text("已同意并办理").first).to_be_visible(timeout=SECONDS)
