"""Builds the workbook a department really keeps: titles, two header levels, mixed cells, subtotals, notes and signatures.

Used by the tests of the sheets, by the browser's main job and by the benchmark. Everything written is invented.
"""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

import xlsxwriter

WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
TOWNS = {"轵城镇": "轵城", "克井镇": "克井", "玉泉街道": "玉泉", "承留镇": "承留", "五龙口镇": "五龙口"}
FIRST_ROW = 4
"""Row of the first unit: title, two header rows, then data; each town's subtotal follows its units."""


@dataclass
class MessyUnit:
    """One unit as the department has it; amounts are what they truly are, the notation is chosen by `defects`.

    Args:
        output: 产值 of 2021 in 万元; written in 亿元.
        investment: in 元.
        defects: any of lost_code, about, month_13, wide_staff, spaced_code, invisible_name, short_town, text_output,
            date_slash, date_chinese, date_dots, date_cell, no_code.
    """

    name: str
    code: str
    town: str = "轵城镇"
    output: int = 12_860
    investment: int = 3_500_000
    staff: int = 412
    since: date = date(2009, 10, 1)
    industry: str = "3212"
    person: str = "示例人"
    phone: str = "13800000011"
    defects: frozenset[str] = field(default_factory=frozenset)


@dataclass
class Written:
    """Where the units stand in the file written."""

    path: Path
    rows: dict[str, int]
    subtotals: list[int]
    notes: list[int]


ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def uscc(number: int) -> str:
    """An invented code of the zone with a right check digit (GB 32100: base 31, weights 3^i)."""
    body = f"91419001MA{number:07d}"[:17]
    return body + _check_digit(body)


def right_uscc(code: str) -> bool:
    """Whether the check digit is right, for layouts of tests."""
    return len(code) == 18 and not set(code) - set(ALPHABET) and code[17] == _check_digit(code[:17])


def _check_digit(body: str) -> str:
    total = sum(ALPHABET.index(character) * pow(3, index, 31) for index, character in enumerate(body))
    return ALPHABET[-total % 31]


def units(count: int, *, seed: int = 1, usual: bool = True) -> list[MessyUnit]:
    """Invented units, sorted by town as such lists are; `usual` gives each the harmless mess of every list."""
    rolls = random.Random(seed)
    towns = list(TOWNS)
    made = [
        MessyUnit(
            name=f"济源{rolls.choice('鹿青云沁岚泽')}{rolls.choice('鸣垣岫衡桥川')}{number:05d}号厂（示例）",
            code=uscc(number),
            town=towns[number * len(towns) // count],
            output=rolls.randrange(500, 90_000),
            investment=rolls.randrange(1, 900) * 10_000,
            staff=rolls.randrange(5, 3_000),
            since=date(1995, 1, 1) + timedelta(days=rolls.randrange(9_000)),
            phone=f"138{rolls.randrange(10**8):08d}",
        )
        for number in range(count)
    ]
    dates = ("date_slash", "date_chinese", "date_cell", "date_iso")
    harmless = ("wide_staff", "spaced_code", "invisible_name", "short_town", "text_output", "")
    for number, unit in enumerate(made) if usual else ():
        unit.defects = frozenset({dates[number % 4], harmless[number % 6]} - {""})
    return made


class _Page:
    def __init__(self, workbook: Any, sheet: str) -> None:
        self.page = workbook.add_worksheet(sheet)
        self.title = workbook.add_format({"bold": True, "font_size": 18, "align": "center"})
        self.head = workbook.add_format(
            {"bold": True, "border": 1, "align": "center", "valign": "vcenter", "text_wrap": True}
        )
        self.day = workbook.add_format({"num_format": "yyyy/m/d"})
        self.middle = workbook.add_format({"valign": "vcenter", "border": 1})


HEADINGS = (
    "序号",
    "企业名称（全称）",
    "统一信用\n代码",
    "所属镇办",
    "21年产值（亿元）",
    "固投（元）",
    "从业人数",
    "投产时间",
    "行业",
    "负责人",
    "联系电话",
    "备注",
)


def build(
    path: Path, listed: Sequence[MessyUnit], *, sheet: str = "汇总", subtotals: bool = True, extra_sheets: bool = True
) -> Written:
    """Writes the messy workbook.

    Args:
        path: the .xlsx to write.
        listed: units, sorted by town.
        sheet: name of the sheet with the list.
        subtotals: a 小计 row after each town and a 合计 at the end.
        extra_sheets: a covering sheet before and a hidden one behind.
    """
    with xlsxwriter.Workbook(str(path)) as workbook:
        if extra_sheets:
            workbook.add_worksheet("说明").write_string("A1", "本工作簿由示例局汇总，仅供演示。")
        page = _Page(workbook, sheet)
        _head(page)
        rows, totals, last = _body(page, listed, subtotals)
        notes = _foot(page, last + 1)
        if extra_sheets:
            hidden = workbook.add_worksheet("字典")
            hidden.hide()
            hidden.write_column("A1", ["企业名称", *TOWNS])
    return Written(path, rows, totals, notes)


def _head(to: _Page) -> None:
    page = to.page
    page.merge_range("A1:L1", "2022年5月工业企业名单（示例数据）", to.title)
    for index, heading in enumerate(HEADINGS):
        if index in (4, 5, 6):
            page.write_string(2, index, heading, to.head)
        elif index in (9, 10):
            page.write_string(2, index, ("姓名", "电话")[index - 9], to.head)
        else:
            page.merge_range(1, index, 2, index, heading, to.head)
    page.merge_range("E2:G2", "经济指标", to.head)
    page.merge_range("J2:K2", "负责人", to.head)
    page.set_column("B:C", 26)


def _body(to: _Page, listed: Sequence[MessyUnit], subtotals: bool) -> tuple[dict[str, int], list[int], int]:
    rows: dict[str, int] = {}
    totals: list[int] = []
    number, row = 0, FIRST_ROW
    for town, group in groupby(listed, key=lambda unit: unit.town):
        first = row
        for unit in group:
            number += 1
            rows[unit.code] = row
            _unit(to, row, number, unit)
            row += 1
        _town(to, first, row - 1, TOWNS[town] if "short_town" in unit.defects else town)
        if subtotals:
            totals.append(row)
            _total(to, row, "小 计", first, row - 1)
            row += 1
    if subtotals:
        totals.append(row)
        _total(to, row, "合计", FIRST_ROW, row - 1)
        row += 1
    return rows, totals, row


def _town(to: _Page, first: int, last: int, town: str) -> None:
    if last > first:
        to.page.merge_range(first - 1, 3, last - 1, 3, town, to.middle)
    else:
        to.page.write_string(first - 1, 3, town)


def _total(to: _Page, row: int, word: str, first: int, last: int) -> None:
    to.page.write_string(row - 1, 1, word)
    for index, column in ((4, "E"), (5, "F"), (6, "G")):
        to.page.write_formula(row - 1, index, f"=SUM({column}{first}:{column}{last})", None, 1.0)


def _unit(to: _Page, row: int, number: int, unit: MessyUnit) -> None:
    page, has = to.page, unit.defects.__contains__
    page.write_number(row - 1, 0, number)
    page.write_string(row - 1, 1, f"\u200b{unit.name} \u3000" if has("invisible_name") else unit.name)
    _code(page, row, unit)
    billions = unit.output / 10_000
    output = f"{billions:.4f}亿元" if has("text_output") else f"约{billions:.1f}" if has("about") else None
    page.write_string(row - 1, 4, output) if output else page.write_number(row - 1, 4, billions)
    page.write_number(row - 1, 5, unit.investment)
    if has("wide_staff"):
        page.write_string(row - 1, 6, f"{unit.staff}人".translate(WIDE))
    else:
        page.write_number(row - 1, 6, unit.staff)
    _since(to, row, unit)
    page.write_string(row - 1, 8, unit.industry)
    page.write_string(row - 1, 9, unit.person)
    page.write_string(row - 1, 10, unit.phone)


def _code(page: Any, row: int, unit: MessyUnit) -> None:
    if "lost_code" in unit.defects:
        page.write_number(row - 1, 2, 914190018811988012)
    elif "no_code" not in unit.defects:
        spaced = f" {unit.code[:8]} {unit.code[8:]}\t"
        page.write_string(row - 1, 2, spaced if "spaced_code" in unit.defects else unit.code)


def _since(to: _Page, row: int, unit: MessyUnit) -> None:
    day = unit.since
    texts = {
        "month_13": f"{day.year}.13",
        "date_slash": f"{day.year}/{day.month}/{day.day}",
        "date_chinese": f"{day.year}年{day.month}月{day.day}日",
        "date_iso": day.isoformat(),
    }
    text = next((texts[defect] for defect in texts if defect in unit.defects), None)
    if text:
        to.page.write_string(row - 1, 7, text)
    else:
        to.page.write_datetime(row - 1, 7, day, to.day)


def _foot(to: _Page, row: int) -> list[int]:
    lines: Iterable[tuple[int, str]] = (
        (row, "说明：1. 产值为2021年度数，来源统计局；2. 固投按计划数。"),
        (row + 1, "　　　3. 本表为示例数据，名称均为虚构。"),
        (row + 3, "填表人：示例甲　　审核：示例乙　　联系电话：0391-6630000"),
        (row + 4, "（盖章）　　2022年5月31日"),
    )
    for number, text in lines:
        to.page.write_string(number - 1, 0, text)
    return [number for number, _ in lines]
