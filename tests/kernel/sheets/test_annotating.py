"""The clerk's own workbook comes back with its problems; what she corrects there is all that changes."""

import shutil

import pytest
from openpyxl import load_workbook

from sibao.kernel.sheets.annotate import annotate
from sibao.kernel.sheets.reading import read_workbook
from sibao.kernel.sheets.results import CellProblem
from sibao.kernel.sheets.template import write_template
from sibao.kernel.sheets.understand import understand
from sibao.kernel.sheets.words import Problem
from tests.kernel.sheets import messy, workbooks
from tests.kernel.sheets.messy import MessyUnit, build, uscc

DEFECTS = ([], ["about"], ["month_13"], ["lost_code"], ["wide_staff"])


@pytest.fixture
def bad(file):
    listed = [MessyUnit(f"济源第{n}厂（示例）", uscc(n), defects=frozenset(each)) for n, each in enumerate(DEFECTS, 1)]
    return build(file, listed)


@pytest.fixture
def returned(tmp_path, layout):
    """A function that annotates a workbook and gives both readings with the path of the copy."""

    def made(path, **given):
        before = understand(read_workbook(path), layout)
        target = tmp_path / "退回.xlsx"
        annotate(path, before, target, **given)
        return before, understand(read_workbook(target), layout), target

    return made


def test_an_annotated_workbook_has_the_same_problems(bad, returned):
    before, after, _ = returned(bad.path)
    assert len(before.problems) == 3
    assert after.problems == before.problems
    assert after.rows == before.rows
    assert after.skipped == before.skipped
    assert (after.header, after.width) == (before.header, before.width)


def test_each_problem_stands_beside_its_row_and_on_its_cell(bad, returned):
    before, _, path = returned(bad.path)
    page = load_workbook(path)["汇总"]
    column = before.width + 1
    assert page.cell(before.header[0], column).value == "问题"
    for problem in before.problems:
        assert problem.problem.text() in page.cell(problem.row, column).value
        assert problem.problem.cure() in page[problem.cell].comment.text
    assert page.cell(4, column).value is None


def test_the_workbook_keeps_its_look_sheets_and_formulas(bad, returned):
    _, _, path = returned(bad.path)
    old, new = load_workbook(bad.path), load_workbook(path)
    assert new.sheetnames == old.sheetnames
    assert new["字典"].sheet_state == "hidden"
    assert {str(area) for area in old["汇总"].merged_cells.ranges} < {
        str(area) for area in new["汇总"].merged_cells.ranges
    }
    for row in old["汇总"].iter_rows():
        for cell in row:
            assert new["汇总"][cell.coordinate].value == cell.value
            assert new["汇总"][cell.coordinate].number_format == cell.number_format


def test_a_workbook_annotated_twice_has_one_column_of_problems(bad, returned, tmp_path):
    before, _, path = returned(bad.path)
    again = shutil.copy(path, tmp_path / "again.xlsx")
    _, after, path = returned(again)
    assert after.problems == before.problems
    headings = [cell.value for row in load_workbook(path)["汇总"].iter_rows(2, 3) for cell in row]
    assert headings.count("问题") == 1


def test_cells_corrected_in_the_returned_workbook_have_no_problem_left(bad, returned, layout):
    _, _, path = returned(bad.path)
    workbook = load_workbook(path)
    page = workbook["汇总"]
    page["E5"], page["H6"], page["C7"] = 2.1, "2009.12", uscc(4)
    workbook.save(path)
    after = understand(read_workbook(path), layout)
    assert not after.problems
    assert len(after.rows) == len(DEFECTS)


def test_a_problem_of_a_row_as_a_whole_is_told_too(bad, returned):
    whole = CellProblem(4, 0, "", "", Problem("refused", {"why": "不在您的范围内", "cure": "请交由主管部门导入"}))
    before, _, path = returned(bad.path, also=[whole])
    assert load_workbook(path)["汇总"].cell(4, before.width + 1).value == "不在您的范围内（请交由主管部门导入）"


def test_formulas_keep_their_results_when_a_workbook_is_returned(file, returned):
    workbooks.xlsx_with(
        file, lambda page, _: (page.write_formula("D2", "=1200+86.5", None, 1286.5), page.write("B3", 9.1e17))
    )
    before, after, _ = returned(file)
    assert before.rows[0].values["output@2021"].notes == ("formula",)
    assert after.rows == before.rows


def test_an_old_workbook_comes_back_as_a_new_one_with_the_same_cells(returned):
    before, after, _ = returned(workbooks.XLS)
    assert (before.format, after.format) == ("xls", "xlsx")
    assert [problem.cell for problem in after.problems] == [problem.cell for problem in before.problems]
    assert [row.values.get("name") for row in after.rows] == [row.values.get("name") for row in before.rows]


def test_text_that_looks_like_a_formula_stays_text(file, returned):
    workbooks.xlsx_with(file, lambda page, _: (page.write_string("A2", "=cmd厂"), page.write("B3", 9.1e17)))
    before, after, _ = returned(file)
    assert after.rows[0].values["name"].value == before.rows[0].values["name"].value == "=cmd厂"


def test_a_template_filled_in_reads_without_a_question(file, layout):
    write_template(layout, file, years=(2020, 2021))
    workbook = load_workbook(file)
    page = workbook.worksheets[0]
    headings = {cell.value: cell.column for cell in page[1]}
    for heading, value in {
        "单位名称*": "甲厂", "统一社会信用代码*": uscc(1), "镇（街道）": "轵城镇", "2021年年产值（万元）": 5, "是否保供": "否",
    }.items():  # fmt: skip
        page.cell(3, headings[heading], value)
    workbook.save(file)
    reading = understand(read_workbook(file), layout)
    assert [*reading.unclear, *reading.problems, *reading.questions, *reading.missing] == []
    assert reading.skipped["example"] == (2,)
    (row,) = reading.rows
    assert row.values["output@2021"].value == 5_000_000
    assert row.values["lifeline"].value is False


def test_a_template_offers_the_choices_and_keeps_codes_as_text(file, layout):
    write_template(layout, file)
    page = load_workbook(file).worksheets[0]
    assert page.column_dimensions["B"].width > 12
    assert page["B2"].number_format == "@"
    assert any("C" in str(check.sqref) for check in page.data_validations.dataValidation)


def test_the_messy_workbook_can_be_returned_at_size(file, returned):
    listed = messy.units(300)
    listed[7].defects = frozenset({"lost_code"})
    build(file, listed)
    before, after, _ = returned(file)
    assert after.rows == before.rows
