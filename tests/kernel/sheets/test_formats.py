"""Workbooks of every office program that is read: the same list comes out of each."""

import shutil
from datetime import date

import pytest

from sibao.kernel.sheets.reading import read_workbook
from sibao.kernel.sheets.understand import understand
from tests.kernel.sheets import workbooks
from tests.kernel.sheets.messy import uscc

TEXT = "\n".join(",".join(str(cell) for cell in line) for line in (workbooks.HEADINGS, *workbooks.LINES))
OUTPUTS = [1_286_500_000, 940_000_000, 33_000_000]


def listed(path, layout):
    return understand(read_workbook(path), layout)


def outputs(reading):
    return [row.values["output@2021"].value for row in reading.rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_delimited_text_is_read_in_every_usual_encoding(tmp_path, layout, encoding, mark):
    path = tmp_path / "名单.csv"
    path.write_bytes(TEXT.replace(",", mark).encode(encoding))
    reading = listed(path, layout)
    assert (reading.format, reading.sheet) == ("csv", "名单")
    assert outputs(reading) == OUTPUTS
    assert not reading.problems


def test_a_line_break_within_quotes_stays_in_its_cell(tmp_path, layout):
    path = tmp_path / "名单.csv"
    path.write_text(TEXT.replace("统一社会信用代码", '"统一社会\n信用代码"'), encoding="gb18030")
    assert outputs(listed(path, layout)) == OUTPUTS


@pytest.mark.parametrize("name", ["list.xls", "list.et", "list.xlsx", "list"])
def test_an_old_workbook_is_read_whatever_its_name(tmp_path, layout, name):
    reading = listed(shutil.copy(workbooks.XLS, tmp_path / name), layout)
    first, second, third = reading.rows
    assert reading.format == "xls"
    assert first.values["code"].value == uscc(1)
    assert first.values["output@2021"].value == OUTPUTS[0]
    assert [row.values["since"].value for row in reading.rows] == [
        date(2009, 10, 1), date(2018, 3, 1), date(2018, 3, 1),
    ]  # fmt: skip
    assert "formula" in second.values["output@2021"].notes
    assert [problem.problem.code for problem in second.problems] == ["lost-digits"]
    assert [(problem.problem.code, problem.raw) for problem in third.problems] == [("error-cell", "#N/A")]


def test_an_open_document_is_read(tmp_path, layout):
    body = "".join(workbooks.ods_row(*line) for line in (workbooks.HEADINGS, *workbooks.LINES))
    reading = listed(workbooks.ods(tmp_path / "名单.ods", body), layout)
    assert reading.format == "ods"
    assert outputs(reading) == OUTPUTS


def test_the_endless_blank_rest_of_an_open_document_is_no_bomb(tmp_path, layout):
    blank = '<table:table-cell table:number-columns-repeated="16384"/>'
    rest = f'<table:table-row table:number-rows-repeated="1048571">{blank}</table:table-row>'
    body = "".join(workbooks.ods_row(*line) for line in (workbooks.HEADINGS, *workbooks.LINES))
    assert outputs(listed(workbooks.ods(tmp_path / "名单.ods", body + rest), layout)) == OUTPUTS


def test_formulas_and_errors_of_an_open_document_are_told(tmp_path, layout):
    formula = '<table:table-cell table:formula="of:=1+1" office:value-type="float" office:value="2"><text:p>2</text:p></table:table-cell>'
    uncached = '<table:table-cell table:formula="of:=1+1"/>'
    error = '<table:table-cell table:formula="of:=1/0" office:value-type="string"><text:p>#DIV/0!</text:p></table:table-cell>'
    lines = [workbooks.HEADINGS, *([*line[:3], cell, line[4]] for line, cell in zip(workbooks.LINES, (formula, uncached, error), strict=True))]  # fmt: skip
    reading = listed(workbooks.ods(tmp_path / "名单.ods", "".join(workbooks.ods_row(*line) for line in lines)), layout)
    assert reading.rows[0].values["output@2021"].notes == ("formula",)
    assert [problem.problem.code for problem in reading.problems] == ["no-result", "error-cell"]


def test_a_formula_is_taken_by_its_saved_result_and_marked(file, layout):
    reading = listed(
        workbooks.xlsx_with(file, lambda page, _: page.write_formula("D2", "=1200+86.5", None, 1286.5)), layout
    )
    assert reading.rows[0].values["output@2021"].value == OUTPUTS[0]
    assert reading.rows[0].values["output@2021"].notes == ("formula",)
    assert next(column for column in reading.columns if column.letter == "D").notes["formula"] == 1


def test_a_formula_without_saved_result_is_a_problem_of_its_cell(file, layout):
    workbooks.xlsx_with(file, lambda page, _: page.write_formula("D2", "=1200+86", None, ""))
    sheet = (
        workbooks.part(file, "xl/worksheets/sheet1.xml")
        .replace(b'<c r="D2" t="str">', b'<c r="D2">')
        .replace(b"<v></v>", b"")
    )
    bare = workbooks.repacked(file.with_name("bare.xlsx"), {"xl/worksheets/sheet1.xml": sheet}, source=file)
    (problem,) = listed(bare, layout).problems
    assert (problem.cell, problem.problem.code) == ("D2", "no-result")


@pytest.mark.parametrize("error", ["#REF!", "#DIV/0!", "#N/A", "#NAME?"])
def test_a_cell_with_an_error_is_a_problem_that_names_it(file, layout, error):
    reading = listed(workbooks.xlsx_with(file, lambda page, _: page.write_formula("D3", "=A0", None, error)), layout)
    (problem,) = reading.problems
    assert (problem.cell, problem.raw) == ("D3", error)
    assert error in problem.problem.text()


def test_rows_and_columns_keep_their_true_numbers(file):
    def below(page, _):
        page.write("F9", "x")

    sheet = read_workbook(workbooks.xlsx_with(file, below)).sheets[0]
    assert sheet.rows[-1].number == 9
    assert sheet.rows[-1].cells == (None, None, None, None, None, "x")


def test_hidden_sheets_are_told_and_chart_sheets_left_out(file):
    def more(_, workbook):
        workbook.add_worksheet("字典").hide()
        chart = workbook.add_chart({"type": "line"})
        chart.add_series({"values": "=名单!$D$2:$D$4"})
        workbook.add_chartsheet("图").set_chart(chart)

    read = read_workbook(workbooks.xlsx_with(file, more))
    assert [(sheet.name, sheet.hidden) for sheet in read.sheets] == [("名单", False), ("字典", True)]
