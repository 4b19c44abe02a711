"""Selection as officials do it: a standard changes and spares its drop-outs; an exception and a chain enter by two."""

import re
from typing import Any

import psycopg
from playwright.sync_api import Page, expect

from tests.browser import job, pages
from tests.browser.said import said_today, unit_of
from tests.browser.site import Site
from tests.config.site import eventually

STANDARD, SENTENCE = "重点项目领域遴选标准（示例）", "计划总投资不少于一亿元"
PROJECT = "project"
"""Whose project drops out."""
IN_NEED = """
select customer_id from directory_supplylink link
where share_bp >= 5000 and coalesce(stock_days, 0) <= 30
  and not exists (select from whitelist_batchmember where unit_id in (link.customer_id, link.supplier_id))
  and not exists (
    select from directory_supplylink other
    where other.customer_id = link.customer_id and other.material = link.material and other.id <> link.id
  )
group by customer_id order by count(*) desc, customer_id limit 1
"""
"""The unit outside the list that cannot do without the most suppliers outside it."""
WHY = "全市唯一的医用氧生产单位（示例）"


def test_a_standard_written_by_one_and_agreed_to_by_another_spares_and_tells_who_drops_out(
    new_page: Any, sign_in: Any, axe: Any, site: Site
) -> None:
    said_today(site, unit_of(PROJECT), project_list=1, real_name_workforce=1, planned_investment=6_000_000_000)
    desk, office, phone = new_page(), new_page(), new_page(pages.PHONE)
    for page, login in ((desk, "fagai"), (office, "hqoffice"), (phone, PROJECT)):
        sign_in(page, login)
    _the_next_version_is_written(desk)
    _two_put_it_into_force(desk, office, axe)

    desk.goto("/whitelist/review/?sector=projects")
    spared = desk.locator("tr", has_text="北岸泵站")
    expect(spared).to_contain_text(SENTENCE)
    until = re.search(r"宽限到 (\S+)", spared.inner_text())[1]
    assert desk.get_by_role("link", name="暂停", exact=True).count() < desk.locator("tbody tr").count()
    _the_project_is_told(phone, f"宽限到 {until}")
    _anyone_reads_both_versions(phone)


def _the_next_version_is_written(desk: Page) -> None:
    """The sentence as it stands in the paper, the number beside it; what is written is counted and tried while one types."""
    desk.goto("/facts/criteria/?applied=1&q=重点项目")
    desk.get_by_role("link", name=STANDARD, exact=True).first.click()
    desk.get_by_role("link", name="起草新版本").click()
    judged = desk.locator("#judged")
    before = _missing(judged)
    desk.locator("#t-1 summary").click()
    desk.locator("#t-1-z").fill(SENTENCE)
    desk.locator("#t-1-v").fill("10000")
    expect(judged).to_contain_text(SENTENCE)
    expect(judged).to_contain_text("应为不知道，实际不符合")
    assert _missing(judged) > before
    desk.locator("#e-2-planned_investment").fill("20000")
    expect(judged).not_to_contain_text("不通过")
    desk.fill("[name=grace_days]", "20")
    desk.get_by_role("button", name="保存草稿").click()
    desk.wait_for_url(re.compile(r"/facts/criteria/\d+/$"))


def _missing(judged: Any) -> int:
    return int(re.search(r"不符合 (\d+) 家", judged.inner_text())[1])


def _two_put_it_into_force(desk: Page, office: Page, axe: Any) -> None:
    expect(desk.locator("main")).to_contain_text("在册，将不再符合")
    desk.get_by_role("link", name="发布", exact=True).click()
    expect(desk.locator("main")).to_contain_text("20 天")
    axe(desk)
    desk.get_by_role("button", name="发布", exact=True).click()
    question = job.ask(desk, "按新一轮重点项目计划提高门槛")
    job.agree(office, f"发布条件：{STANDARD} 第2版")
    job.carried_out(desk, question)


def _the_project_is_told(phone: Page, words: str) -> None:
    def told() -> bool:
        phone.goto("/messages/?applied=1")
        return words in phone.locator("main").inner_text()

    eventually(told, "the project's people are told how long it is spared")
    phone.get_by_role("link", name=re.compile(words)).first.click()
    phone.get_by_role("link", name="打开").click()
    expect(phone.locator("main")).to_contain_text(SENTENCE)


def _anyone_reads_both_versions(visitor: Page) -> None:
    visitor.goto("/zh/standards/projects/2/")
    expect(visitor.locator("main")).to_contain_text(SENTENCE)
    expect(visitor.locator("main")).to_contain_text("20 天")
    visitor.get_by_role("link", name="第 1 版").click()
    expect(visitor.locator("main")).to_contain_text("已被后来的版本替代")


def test_an_exception_of_two_people_and_a_chain_of_five_enter_with_one_batch(
    new_page: Any, sign_in: Any, axe: Any, site: Site
) -> None:
    office, second = new_page(), new_page()
    sign_in(office, "hqoffice")
    sign_in(second, "hqoffice2")
    application, name = _an_exception_is_agreed_to(office, second, axe)
    batch, number, together = _the_chain_enters_by_one_decision(office, site)
    office.goto(f"/whitelist/candidates/?applied=1&q={name}")
    office.locator("[data-bulk-item]").first.check()
    office.get_by_role("button", name="加入批次").click()
    _two_publish(office, second, batch, number, together + 1)

    office.goto(application)
    expect(office.locator("main")).to_contain_text("已入册")
    expect(office.locator("main")).to_contain_text("例外决定")
    office.goto(f"/whitelist/?applied=1&q={name}")
    office.get_by_role("link", name=name).click()
    expect(office.locator("main")).to_contain_text("例外准入")
    second.goto("/zh/")
    second.get_by_role("link", name=number, exact=True).click()
    expect(second.locator(".sb-card-foot")).to_contain_text(f"共 {together + 1} 家")
    expect(second.locator("main")).to_contain_text(name)


def _an_exception_is_agreed_to(office: Page, second: Page, axe: Any) -> tuple[str, str]:
    """One asks for it with her reason, another agrees; what was decided against the verdict stays written there."""
    office.goto("/whitelist/applications/?applied=1&state=refused")
    refused = office.locator("tbody tr a").first
    name = refused.inner_text()
    refused.click()
    application = office.url
    expect(office.locator("main")).to_contain_text("不符合")
    office.get_by_role("link", name="例外决定").click()
    office.fill("[name=reason]", WHY)
    office.get_by_role("button", name="例外决定").click()
    question = job.ask(office, "停产影响全市医院用氧")
    job.agree(second, f"申报例外决定：{name}")
    job.carried_out(office, question)
    office.goto(application)
    expect(office.locator("main")).to_contain_text("达标待入批")
    expect(office.locator("main")).to_contain_text(WHY)
    axe(office)
    return application, name


def _the_chain_enters_by_one_decision(office: Page, site: Site) -> tuple[str, str, int]:
    number, batch = job.new_batch(office)
    with psycopg.connect(site.environment["DATABASE_OWNER_URL"]) as owner:
        [key] = owner.execute(IN_NEED).fetchone()
    office.goto(f"/whitelist/units/{key}/admit/")
    together = office.locator("tbody tr").count()
    assert together > 2
    office.get_by_role("button", name="整组加入").click()
    expect(office.locator("#members tbody tr")).to_have_count(together)
    expect(office.get_by_text("同步纳入")).to_have_count(together - 1)
    return batch, number, together


def _two_publish(office: Page, second: Page, batch: str, number: str, units: int) -> None:
    office.goto(batch)
    expect(office.locator("#members tbody tr")).to_have_count(units)
    job.publicise(office, batch, "济四保公示〔2022〕19号")
    job.publish(office, batch, "济四保办〔2022〕19号")
    question = job.ask(office, "公示期满，无异议")
    job.agree(second, f"发布批次：{number}")
    job.carried_out(office, question)
