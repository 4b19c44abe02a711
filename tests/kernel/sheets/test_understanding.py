"""The workbook a department really keeps is understood without guessing: what is not certain is asked or refused."""

from datetime import date

import pytest

from sibao.kernel.sheets.columns import How
from sibao.kernel.sheets.reading import read_workbook
from sibao.kernel.sheets.understand import understand
from sibao.kernel.sheets.words import Refused
from tests.kernel.sheets import messy, workbooks
from tests.kernel.sheets.messy import MessyUnit, build, uscc


@pytest.fixture
def read(layout):
    return lambda path, **given: understand(read_workbook(path), layout, **given)


@pytest.fixture
def table(file, read):
    """A function that reads a table given as headings and lines."""

    def made(headings, *lines, **given):
        return read(workbooks.xlsx(file, *lines, headings=headings), **given)

    return made


def units(*defects, **given):
    return [
        MessyUnit(f"济源第{number}厂（示例）", uscc(number), defects=frozenset(each), **given)
        for number, each in enumerate(defects, 1)
    ]


def column(reading, letter):
    return next(column for column in reading.columns if column.letter == letter)


def problems(reading):
    return [(problem.cell, problem.problem.code) for problem in reading.problems]


def test_the_messy_workbook_is_read_whole(file, read):
    listed = messy.units(60)
    written = build(file, listed)
    reading = read(file)
    assert reading.sheet == "汇总"
    assert reading.header == (2, 3)
    assert not reading.problems
    assert not reading.missing
    got = {row.values["code"].value: row for row in reading.rows}
    assert {code: row.number for code, row in got.items()} == written.rows
    for unit in listed:
        values = {key: value.value for key, value in got[unit.code].values.items()}
        assert values == {
            "name": unit.name,
            "code": unit.code,
            "area": unit.town,
            "output@2021": unit.output * 10_000 * 100,
            "investment": unit.investment * 100,
            "staff": unit.staff,
            "since": unit.since,
            "industry": unit.industry,
            "contact": unit.person,
            "phone": unit.phone,
        }


def test_what_is_no_data_is_skipped_and_counted(file, read):
    written = build(file, messy.units(60))
    skipped = read(file).skipped
    assert set(skipped) == {"title", "subtotal", "note"}
    assert skipped["title"] == (1,)
    assert list(skipped["subtotal"]) == written.subtotals
    assert list(skipped["note"]) == written.notes


def test_the_sheet_with_the_list_is_found_and_another_can_be_chosen(file, read):
    build(file, units([]))
    reading = read(file)
    assert reading.sheets["汇总"] > reading.sheets["说明"]
    with pytest.raises(Refused) as caught:
        read(file, sheet="说明")
    assert caught.value.code == "no-table"
    with pytest.raises(Refused) as caught:
        read(file, sheet="没有的表")
    assert caught.value.code == "no-sheet"


def test_headings_of_two_levels_are_read_together(file, read):
    build(file, units([]))
    reading = read(file)
    assert column(reading, "J").heading == "负责人 / 姓名"
    assert (column(reading, "J").field.key, column(reading, "K").field.key) == ("contact", "phone")
    assert column(reading, "A").reason == "sequence"
    assert column(reading, "L").how is How.UNKNOWN


def test_units_and_years_in_headings_are_converted_and_said(file, read):
    build(file, units([]))
    output, investment = (column(read(file), letter) for letter in "EF")
    assert (output.year, output.unit, output.unit_from, output.how) == (2021, "亿元", "heading", How.CONVERTED)
    assert output.example == ("1.286", "12,860 万元")
    assert (investment.unit, investment.example) == ("元", ("3500000", "350 万元"))


@pytest.mark.parametrize(
    ("heading", "cell", "fen"),
    [
        ("2021年产值（万元）", 1286.5, 1_286_500_000),
        ("2021年度产值(亿元)", "1.28650", 12_865_000_000),
        ("产值（2021年，元）", "１２，８６５，０００", 1_286_500_000),
        ("2021产值/千元", 12865, 1_286_500_000),
        ("2021年产值（万元）", "0.12亿元", 1_200_000_000),
        ("2021年产值", "1286.5万", 1_286_500_000),
    ],
)  # fmt: skip
def test_money_is_read_in_every_unit_to_the_fen(table, heading, cell, fen):
    reading = table(("单位名称", "信用代码", heading), ("甲厂", uscc(1), cell))
    assert reading.rows[0].values["output@2021"].value == fen


def test_the_unit_above_the_table_counts_for_columns_without_one(file, read):
    lines = [("单位：元",), ("单位名称", "信用代码", "2021年产值"), ("甲厂", uscc(1), 5_000)]
    workbooks.xlsx(file, *lines[1:], headings=lines[0])
    reading = read(file)
    assert column(reading, "C").unit_from == "title"
    assert reading.rows[0].values["output@2021"].value == 500_000


def test_quantities_are_kept_exactly_in_their_base(table):
    reading = table(
        ("单位名称", "信用代码", "货运周转量（亿吨公里）"), ("甲厂", uscc(1), 0.1), ("乙厂", uscc(2), "3万吨公里")
    )
    assert [int(row.values["turnover"].value) for row in reading.rows] == [10_000_000, 30_000]


def test_full_width_digits_and_invisible_characters_are_cleaned_and_noted(file, read):
    build(file, units(["wide_staff"], ["spaced_code"], ["invisible_name"]))
    first, second, third = read(file).rows
    assert first.values["staff"].value == 412
    assert (second.values["code"].value, second.values["code"].notes) == (uscc(2), ("cleaned",))
    assert (third.values["name"].value, third.values["name"].notes) == ("济源第3厂（示例）", ("cleaned",))


def test_dates_are_read_in_three_notations_and_as_date_cells(file, read):
    build(file, units(["date_slash"], ["date_chinese"], ["date_iso"], ["date_cell"]))
    assert {row.values["since"].value for row in read(file).rows} == {date(2009, 10, 1)}


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("2009.13", "no-such-month"),
        ("2009-02-30", "no-such-day"),
        ("2009", "month-missing"),
        (2009.1, "month-ambiguous"),
        ("09.10.1", "short-year"),
        ("01/10/2009", "date-order"),
        ("国庆节前", "not-a-date"),
    ],
)
def test_a_date_that_could_be_two_days_is_refused(table, cell, code):
    assert problems(table(("单位名称", "信用代码", "投产日期"), ("甲厂", uscc(1), cell))) == [("C2", code)]


def test_towns_merged_down_a_column_reach_every_row(file, read):
    listed = [MessyUnit(f"济源第{n}厂（示例）", uscc(n), town="克井镇" if n < 4 else "轵城镇") for n in range(1, 7)]
    build(file, listed)
    assert [row.values["area"].value for row in read(file).rows] == ["克井镇"] * 3 + ["轵城镇"] * 3


def test_a_number_in_a_column_of_long_codes_is_refused(file, read):
    build(file, units(["lost_code"]))
    (problem,) = read(file).problems
    assert (problem.cell, problem.problem.code, problem.raw) == ("C4", "lost-digits", "9.1419E+17")
    assert "18" in problem.problem.cure()


@pytest.mark.parametrize(("cell", "code"), [(914190018811988012, "lost-digits"), ("9.1419E+17", "lost-digits"), ("91419001MA000000", "wrong-length"), ("91419001MA00000O1N", "wrong-check"), ("91419001MA0000-01N", "wrong-characters")])  # fmt: skip
def test_a_long_code_that_is_not_whole_is_refused(table, cell, code):
    assert problems(table(("单位名称", "信用代码"), ("甲厂", cell))) == [("B2", code)]


def test_a_whole_number_of_the_right_length_is_taken_in_a_column_of_short_codes(table):
    reading = table(
        ("单位名称", "信用代码", "行业代码"), ("甲厂", uscc(1), 3212), ("乙厂", uscc(2), "3216"), ("丙厂", uscc(3), 321)
    )
    assert [row.values["sector_code"].value for row in reading.rows[:2]] == ["3212", "3216"]
    assert reading.rows[0].values["sector_code"].notes == ("number",)
    assert problems(reading) == [("C4", "lost-zero")]


@pytest.mark.parametrize("cell", ["约2.1", "2.1左右", "二点一", "2.1-3.0", "1e5", "12,86", "3吨"])
def test_an_amount_that_is_no_number_is_not_guessed(table, cell):
    (problem,) = table(("单位名称", "信用代码", "2021年产值（亿元）"), ("甲厂", uscc(1), cell)).problems
    assert problem.problem.code in ("not-a-number", "scientific", "grouping", "wrong-unit")
    assert problem.raw == cell


def test_bad_cells_are_reported_where_they_stand_and_other_rows_go_on(file, read):
    build(file, units([], ["about"], ["month_13"], ["lost_code"]))
    reading = read(file)
    assert [problem.cell for problem in reading.problems] == ["E5", "H6", "C7"]
    assert [not row.problems for row in reading.rows] == [True, False, False, False]


def test_a_required_field_left_empty_is_a_problem(file, read):
    build(file, units(["no_code"]))
    assert problems(read(file)) == [("C4", "missing")]


def test_duplicates_are_reported_on_both_rows(table):
    reading = table(("单位名称", "信用代码"), ("甲厂", uscc(1)), ("乙厂", uscc(2)), ("丙厂", f" {uscc(1).lower()}"))
    assert problems(reading) == [("B2", "duplicate"), ("B4", "duplicate")]
    assert "4" in reading.problems[0].problem.text()
    assert "2" in reading.problems[1].problem.text()


@pytest.mark.parametrize(
    ("heading", "reason"),
    [
        ("产值（亿元）", "year"),
        ("去年产值（亿元）", "relative-year"),
        ("2020-2021年产值", "year"),
        ("2021年产值（含税）", "remark"),
        ("2021年周转量（车次）", "remark"),
    ],
)
def test_an_unclear_heading_is_asked_and_its_cells_wait(table, heading, reason):
    reading = table(("单位名称", "信用代码", heading), ("甲厂", uscc(1), 5))
    (asked,) = reading.unclear
    assert (asked.letter, asked.reason) == ("C", reason)
    assert set(reading.rows[0].values) == {"name", "code"}


def test_two_columns_that_claim_one_field_are_both_asked(table):
    reading = table(("单位名称", "信用代码", "2021年产值", "2021年度工业总产值"), ("甲厂", uscc(1), 5, 6))
    assert [(column.letter, column.reason) for column in reading.unclear] == [("C", "twice"), ("D", "twice")]


def test_an_answer_is_remembered_for_the_next_workbook(table):
    headings, line = ("单位名称", "信用代码", "去年产值", "厂里叫法"), ("甲厂", uscc(1), 5, "轵城")
    answers = {"去年产值": "output@2021/亿元", "厂里叫法": "area"}
    reading = table(headings, line, remembered=answers)
    assert reading.rows[0].values["output@2021"].value == 50_000_000_000
    assert reading.rows[0].values["area"].value == "轵城镇"
    assert column(reading, "C").how is How.REMEMBERED
    assert table(headings, line, remembered=reading.answers()).answers() == reading.answers()
    assert table(headings, line, remembered={**answers, "厂里叫法": ""}).rows[0].values.get("area") is None


def test_answers_of_a_converted_column_read_the_same_again(file, read):
    build(file, units([]))
    first = read(file)
    again = read(file, remembered=first.answers())
    assert again.rows == first.rows


def test_a_text_outside_the_choices_is_asked_once_with_its_rows(table):
    headings = ("单位名称", "信用代码", "行业")
    lines = [("甲厂", uscc(1), "有色"), ("乙厂", uscc(2), "有色"), ("丙厂", uscc(3), "铝冶炼")]
    (question,) = table(headings, *lines).questions
    assert (question.text, question.rows) == ("有色", (2, 3))
    assert {choice.key for choice in question.candidates} == {"3212", "3216"}
    settled = table(headings, *lines, settled={"industry": {"有色": "3212"}})
    assert not settled.questions
    assert [row.values["industry"].value for row in settled.rows] == ["3212", "3212", "3216"]


def test_an_unknown_town_is_a_problem_that_names_the_choices(table):
    (problem,) = table(("单位名称", "信用代码", "所属镇办"), ("甲厂", uscc(1), "外地镇")).problems
    assert problem.problem.code == "unknown-choice"
    assert "轵城镇" in problem.problem.cure()


def test_a_list_without_a_required_column_says_which(table):
    reading = table(("单位名称", "所属镇办"), ("甲厂", "轵城"))
    assert [field.zh for field in reading.missing] == ["统一社会信用代码"]


def test_a_workbook_without_any_list_is_refused(file, read):
    workbooks.xlsx(file, ("一", "二"), headings=("天气", "风向"))
    with pytest.raises(Refused) as caught:
        read(file)
    assert caught.value.code == "no-table"


def test_personal_numbers_are_masked_in_the_example(file, read):
    build(file, units([]))
    assert column(read(file), "K").example == ("138****0011", "138****0011")


@pytest.mark.parametrize(
    ("cell", "read_as"),
    [
        (13800000011, "13800000011"),
        ("138 0000 0011", "13800000011"),
        ("+86-138-0000-0011", "13800000011"),
        ("（0391）6630000", "0391-6630000"),
        ("0391-6630000转802", "0391-6630000-802"),
    ],
)
def test_telephone_numbers_are_read_as_people_write_them(table, cell, read_as):
    reading = table(("单位名称", "信用代码", "电话"), ("甲厂", uscc(1), cell))
    assert reading.rows[0].values["phone"].value == read_as


def test_several_numbers_in_a_cell_are_refused(table):
    headings = ("单位名称", "信用代码", "电话")
    reading = table(headings, ("甲厂", uscc(1), "13800000011/13900000022"), ("乙厂", uscc(2), "6630000"))
    assert problems(reading) == [("C2", "two-phones"), ("C3", "not-a-phone")]
