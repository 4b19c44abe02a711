"""The first main job, as people do it: from a department's messy workbook to a published list on one screen."""

import io
import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser import job, pages
from tests.kernel.sheets import messy

KNOWN, NEW, BAD, LISTED = 188, 12, 3, 40
SECTORS = 5


def counters(page: Page) -> dict[str, int]:
    shown = page.locator(".sb-counter").all_inner_texts()
    return {word: int(number) for number, word in (re.match(r"\s*(\d+)\s*(\S+)", text).groups() for text in shown)}


def count_of(page: Page, url: str) -> int:
    page.goto(url)
    return int(page.locator("#list-count").get_attribute("data-count") or "-1")


def test_from_a_messy_workbook_to_a_published_list(new_page: Any, sign_in: Any, axe: Any, tmp_path: Path) -> None:
    visitor: Page = new_page()
    visitor.goto("/")
    expect(visitor.get_by_text("济源").first).to_be_visible()

    clerk: Page = new_page()
    sign_in(clerk, "gongxin")
    _bring_in_the_workbooks(clerk, axe, tmp_path)
    batch = _fill_the_fifth_batch(clerk)
    _publish(new_page, sign_in, axe, batch)

    _is_public(visitor)
    _coverage_opens_its_rows(new_page, sign_in)
    _everyone_sees_her_part(new_page, sign_in)


def _bring_in_the_workbooks(clerk: Page, axe: Any, folder: Path) -> None:
    everyone = messy.units(KNOWN + NEW + BAD)
    april, may, returned, better = (
        folder / name for name in ("4月名单.xlsx", "5月名单.xlsx", "退回.xlsx", "5月名单-更正.xlsx")
    )
    messy.build(april, everyone[:KNOWN])
    messy.build(may, job.as_kept_in_may(everyone, known=KNOWN, new=NEW))

    before = count_of(clerk, "/directory/units/?applied=1")
    job.upload(clerk, april)
    job.answer_unclear_headings(clerk)
    assert counters(clerk) == {"新增": KNOWN, "变更": 0, "不变": 0, "待更正": 0}
    job.apply(clerk)

    job.upload(clerk, may)
    assert counters(clerk) == {"新增": NEW, "变更": 2, "不变": KNOWN - 2, "待更正": BAD}
    expect(clerk.locator("#rows")).to_contain_text("员工数")
    axe(clerk)
    assert count_of(clerk, "/directory/units/?applied=1") == before + KNOWN
    clerk.go_back()
    with clerk.expect_download() as download:
        clerk.get_by_role("link", name="下载带“问题”列的原表").click()
    download.value.save_as(returned)
    job.apply(clerk)
    assert count_of(clerk, "/directory/units/?applied=1") == before + KNOWN + NEW

    assert job.corrected(returned, better, everyone[KNOWN + NEW :]) == BAD
    job.upload(clerk, better)
    assert counters(clerk) == {"新增": BAD, "变更": 0, "不变": KNOWN + NEW, "待更正": 0}
    job.apply(clerk)


def _fill_the_fifth_batch(clerk: Page) -> str:
    _name, batch = job.new_batch(clerk)
    clerk.goto("/whitelist/candidates/?applied=1&q=号厂&size=50")
    boxes = clerk.locator("[data-bulk-item]")
    for place in range(LISTED):
        boxes.nth(place).check()
    clerk.get_by_role("button", name="加入批次").click()
    clerk.goto(batch)
    expect(clerk.locator("#members tbody tr")).to_have_count(LISTED)
    expect(
        clerk.get_by_text("由指挥部办公室办理").or_(clerk.get_by_role("link", name="公示", exact=True)).first
    ).to_be_visible()
    return batch


def _publish(new_page: Any, sign_in: Any, axe: Any, batch: str) -> None:
    office: Page = new_page()
    sign_in(office, "hqoffice")
    screen: Page = new_page()
    sign_in(screen, "zhiban")
    screen.goto("/screen/")
    expect(screen.locator("[data-live-state=on]")).to_be_visible(timeout=job.SECONDS)
    listed = int(re.sub(r"\D", "", screen.locator(".sb-figure").first.inner_text()))

    job.publicise(office, batch, "济四保公示〔2022〕5号")
    job.publish(office, batch, "济四保办〔2022〕5号")
    axe(office)
    question = job.ask(office, "第五批公示期满，无异议")
    axe(office)
    second: Page = new_page(pages.PHONE)
    sign_in(second, "hqoffice2")
    job.agree(second, "发布批次：第五批")
    axe(second)

    job.carried_out(office, question)
    expect(office.locator(".sb-timeline")).to_contain_text("傅知衡")
    expect(screen.locator(".sb-figure").first).to_contain_text(str(listed + LISTED), timeout=job.SECONDS)
    axe(screen)
    office.goto(batch)
    expect(office.get_by_text("已办结")).to_be_visible()
    expect(office.get_by_text("济四保办〔2022〕5号").first).to_be_visible()
    axe(office)
    assert count_of(office, "/audit/?applied=1&command=whitelist:batch:publish&outcome=done") == 1


def _is_public(visitor: Page) -> None:
    visitor.goto("/zh/list/?batch=5")
    expect(visitor.locator(".sb-card-foot")).to_contain_text(f"共 {LISTED} 家")
    visitor.goto("/zh/notices/")
    visitor.locator(".sb-rows li", has_text="济四保办〔2022〕5号").get_by_role("link").click()
    code = visitor.locator(".sb-dl code").first.inner_text()
    notice = visitor.request.get(visitor.get_by_role("link", name="打开公告（PDF）").get_attribute("href"))
    written = "".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(notice.body())).pages)
    assert code in re.sub(r"\s", "", written)
    visitor.goto("/zh/verify/")
    visitor.fill("[name=code]", code)
    visitor.get_by_role("button", name="核验", exact=True).click()
    expect(visitor.get_by_text("是真的，现在有效")).to_be_visible()


def _coverage_opens_its_rows(new_page: Any, sign_in: Any) -> None:
    officer: Page = new_page()
    sign_in(officer, "zhiban")
    officer.goto("/whitelist/coverage/")
    lines = officer.locator("#coverage tbody tr")
    expect(lines).to_have_count(SECTORS)
    figures = [lines.nth(place).locator("td.num a").first for place in range(SECTORS)]
    opened = {figure.get_attribute("href"): int(figure.inner_text()) for figure in figures}
    assert {address: count_of(officer, address) for address in opened} == opened


def _everyone_sees_her_part(new_page: Any, sign_in: Any) -> None:
    town: Page = new_page()
    sign_in(town, "kejing")
    town.goto("/whitelist/?applied=1&state=active&size=100")
    assert set(town.locator("td[data-label='镇（街道）']").all_inner_texts()) == {"克井镇"}
    own: Page = new_page()
    sign_in(own, "enterprise")
    assert count_of(own, "/directory/units/?applied=1") == 1
