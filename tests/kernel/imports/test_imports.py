"""From a department's workbook to units: seen before it is written, written once, and only what is right."""

from datetime import date

import pytest
from openpyxl import load_workbook

from sibao.directory.models import Unit, UnitMeasure, UnitName
from sibao.directory.services.unit_workbook import UnitWorkbook
from sibao.kernel.files import Upload
from sibao.kernel.imports import queries, returning, services, shown, working
from sibao.kernel.imports.inputs import AnswerImport, ApplyImport, StartImport
from sibao.kernel.models import ImportRow, ImportRun
from sibao.kernel.refusals import TooLarge, WrongMove
from tests import world
from tests.kernel.imports.steps import KEY, apply, counts, kept, listed, measure, upload, verdicts, work
from tests.kernel.sheets import workbooks
from tests.kernel.sheets.messy import MessyUnit, uscc

pytestmark = pytest.mark.django_db


def test_the_preview_says_what_would_be_done_and_writes_nothing(clerk, workbook):
    run = upload(clerk, workbook(listed(20, bad=3)))
    assert run.state == "preview"
    assert counts(run) == {"new": 17, "changed": 0, "unchanged": 0, "bad": 3, "ask": 0}
    assert run.skipped == {"title": 1, "subtotal": 6, "note": 4}
    assert Unit.objects.count() == 0


def test_applying_writes_the_right_rows_and_parks_the_others(clerk, workbook):
    made = listed(20, bad=3)
    run = apply(clerk, upload(clerk, workbook(made)))
    assert run.state == "applied"
    assert run.progress == run.total == 17
    assert sorted(Unit.objects.values_list("code", flat=True)) == sorted(unit.code for unit in made[3:])
    assert [row.verdict for row in queries.parked(clerk)] == ["bad"] * 3
    unit = Unit.objects.get(code=made[10].code)
    assert (unit.name, unit.area.name, unit.sector.code) == (made[10].name, made[10].town, "industry")
    assert (unit.staff_count, unit.founded_on, unit.industry_code) == (made[10].staff, made[10].since, "3212")
    assert measure(unit.code) == made[10].output * 10_000 * 100


def test_the_same_file_again_changes_nothing_and_says_so(clerk, workbook):
    content = workbook(listed(12))
    first = apply(clerk, upload(clerk, content))
    before = kept()
    again = upload(clerk, content)
    assert counts(again) == {"new": 0, "changed": 0, "unchanged": 12, "bad": 0, "ask": 0}
    assert queries.same_file_before(clerk, again).id == first.id
    with pytest.raises(WrongMove, match="没有要写入的行"):
        services.apply_import(actor=clerk, given=ApplyImport(run_id=again.id, version=again.version))
    assert kept() == before


def test_a_changed_workbook_shows_each_change_before_and_after(clerk, workbook):
    made = listed(8)
    apply(clerk, upload(clerk, workbook(made)))
    made[2].staff, made[5].output = 4_001, 12_345
    run = upload(clerk, workbook(made))
    assert counts(run) == {"new": 0, "changed": 2, "unchanged": 6, "bad": 0, "ask": 0}
    changed = {row.label: row.changes for row in queries.rows(clerk, run.id, "changed")}
    ((label, before, after),) = changed[made[2].name]
    assert (label, after) == ("员工数", "4,001")
    assert before
    ((label, _, after),) = changed[made[5].name]
    assert (label, after) == ("2021 产值", "12,345 万元")
    apply(clerk, run)
    assert Unit.objects.get(code=made[2].code).staff_count == 4_001
    assert measure(made[5].code) == 12_345_000_000
    assert Unit.objects.get(code=made[1].code).version == 1


def test_only_the_corrected_rows_of_a_corrected_workbook_are_new(clerk, workbook):
    made = listed(10, bad=3)
    apply(clerk, upload(clerk, workbook(made)))
    for unit in made:
        unit.defects = frozenset({"date_slash"})
    run = upload(clerk, workbook(made))
    assert counts(run) == {"new": 3, "changed": 0, "unchanged": 7, "bad": 0, "ask": 0}
    apply(clerk, run)
    assert Unit.objects.count() == 10
    assert list(queries.parked(clerk)) == []
    assert ImportRow.objects.filter(verdict="settled").count() == 3


def test_the_workbook_that_comes_back_reads_the_same_and_corrected_rows_go_in(clerk, workbook):
    run = upload(clerk, workbook(listed(10, bad=3)))
    again = upload(clerk, returning.with_problems(clerk, run))
    assert counts(again) == counts(run)
    assert verdicts(clerk, again) == verdicts(clerk, run)


def test_a_row_without_code_asks_by_former_name_and_is_confirmed(zone, clerk, workbook):
    unit = world.unit(zone, name="济源新名称有限公司（演示）", town="419001102")
    UnitName.objects.create(zone=zone, unit=unit, name="济源旧名称厂（示例）", until=date(2020, 1, 1))
    content = workbook([MessyUnit("济源旧名称厂（示例）", uscc(9), defects=frozenset({"no_code"}))])
    run = upload(clerk, content)
    assert counts(run)["ask"] == 1
    (row,) = queries.rows(clerk, run.id, "ask")
    assert [(one["id"], one["why"]) for one in row.candidates] == [(unit.id, "按曾用名匹配")]
    answer = AnswerImport(run_id=run.id, version=run.version, confirmed={row.number: unit.id})
    services.answer_import(actor=clerk, given=answer)
    work(working.read_run, run)
    run.refresh_from_db()
    assert counts(run)["changed"] == 1
    apply(clerk, run)
    assert Unit.objects.count() == 1
    assert measure(unit.code) == 12_860 * 1_000_000


def test_two_rows_confirmed_as_one_unit_are_both_parked(zone, clerk, workbook):
    unit = world.unit(zone, name="济源旧名称厂（示例）")
    made = [MessyUnit(unit.name, unit.code), MessyUnit(unit.name, "", defects=frozenset({"no_code"}))]
    run = upload(clerk, workbook(made))
    (row,) = queries.rows(clerk, run.id, "ask")
    answer = AnswerImport(run_id=run.id, version=run.version, confirmed={row.number: unit.id})
    services.answer_import(actor=clerk, given=answer)
    work(working.read_run, run)
    assert set(verdicts(clerk, run).values()) == {"bad"}


def test_the_workbook_that_comes_back_says_what_is_wrong_with_rows_as_a_whole(zone, clerk, workbook, tmp_path):
    unit = world.unit(zone, name="济源旧名称厂（示例）")
    no_code = frozenset({"no_code"})
    made = [MessyUnit(unit.name, "", defects=no_code), MessyUnit("没人知道的厂（示例）", "", defects=no_code)]
    path = tmp_path / "退回.xlsx"
    path.write_bytes(returning.with_problems(clerk, upload(clerk, workbook(made))))
    page = load_workbook(path)["汇总"]
    said = [str(page.cell(row, page.max_column).value) for row in (4, 5)]
    assert unit.code in said[0]
    assert "没有同名单位" in said[1]


def test_a_row_without_code_that_nobody_is_called_like_is_parked(clerk, workbook):
    run = upload(clerk, workbook([MessyUnit("没人知道的厂（示例）", uscc(9), defects=frozenset({"no_code"}))]))
    (row,) = queries.rows(clerk, run.id, "bad")
    assert "没有同名单位" in shown.row(row)["problems"][0]["text"]
    assert shown.row(row)["problems"][0]["cure"] == "请补填代码"


def test_an_answer_to_a_heading_is_remembered_for_the_department(zone, clerk, workbook):
    run = upload(clerk, workbook(listed(3)))
    (asked,) = [column for column in run.columns if column["how"] == "unclear"]
    assert asked["heading"] == "经济指标 / 固投（元）"
    answers = {asked["heading"]: "planned_investment@2022/元"}
    services.answer_import(actor=clerk, given=AnswerImport(run_id=run.id, version=run.version, headings=answers))
    work(working.read_run, run)
    run.refresh_from_db()
    assert not [column for column in run.columns if column["how"] == "unclear"]
    colleague = world.person(zone, "clerk_industry")
    made = listed(3)
    again = apply(colleague, upload(colleague, workbook(made)))
    assert [column["how"] for column in again.columns if column["heading"] == asked["heading"]] == ["remembered"]
    invested = UnitMeasure.objects.filter(measure__code="planned_investment", year=2022)
    assert sorted(invested.values_list("value", flat=True)) == sorted(unit.investment * 100 for unit in made)


@pytest.mark.parametrize(("content", "words"), [(b"", "0 字节"), (b"%PDF-1.7", "不是表格"), (b"<html>", "网页")])
def test_a_file_that_is_not_read_is_refused_in_words(clerk, content, words):
    run = upload(clerk, content)
    assert run.state == "refused"
    assert words in run.message
    assert "。。" not in run.message


def test_a_file_too_large_is_refused_at_the_door(clerk):
    given = StartImport(importer=KEY, upload=Upload("a.xlsx", "", b"x" * (services.MAX_BYTES + 1)))
    with pytest.raises(TooLarge, match="20 MB"):
        services.start_import(actor=clerk, given=given)
    assert ImportRun.objects.count() == 0


def test_a_workbook_without_the_names_of_units_says_which_column_is_missing(clerk, tmp_path):
    path = workbooks.xlsx(tmp_path / "a.xlsx", (uscc(1), "轵城", 5), headings=("信用代码", "镇办", "员工数"))
    run = upload(clerk, path.read_bytes())
    assert run.counts["missing"] == ["单位名称"]
    with pytest.raises(WrongMove):
        services.apply_import(actor=clerk, given=ApplyImport(run_id=run.id, version=run.version))


def test_the_template_is_read_without_a_question(clerk):
    run = upload(clerk, returning.template(clerk, UnitWorkbook()))
    assert run.state == "preview"
    assert run.skipped == {"example": 1}
    assert [column for column in run.columns if column["how"] == "unclear" and column["reason"] != "year"] == []
