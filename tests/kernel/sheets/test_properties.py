"""What holds for every value: amounts are exact, widths do not matter, what goes out comes back in."""

import tempfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sibao.kernel.sheets.amounts import show_amount
from sibao.kernel.sheets.export import Exported, Note, write_csv, write_xlsx
from sibao.kernel.sheets.reading import read_workbook
from sibao.kernel.sheets.text import compact, neutralise, tidy, unescape, visible
from sibao.kernel.sheets.understand import understand
from sibao.kernel.sheets.values import Value, parser
from tests.kernel.sheets.conftest import UNITS
from tests.kernel.sheets.messy import TOWNS, WIDE, uscc

MONEY, TURNOVER, STAFF = UNITS.field("output"), UNITS.field("turnover"), UNITS.field("staff")
fens = st.integers(0, 10**15)
anything = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
plain = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=1, max_size=20)
NOTE = Note("企业名单", "示例甲（办公室）", "2022-06-03 08:00", masked=True)
FORKED = {"max_examples": 8, "deadline": None, "suppress_health_check": [HealthCheck.too_slow]}


def read(field, cell, unit=None):
    found = parser(field, unit)(cell)
    assert isinstance(found, Value), found
    return found.value


@given(fens)
def test_money_as_shown_reads_as_the_same_fen(fen):
    assert read(MONEY, show_amount(MONEY, fen)) == fen


@given(fens, st.sampled_from([("元", 100), ("千元", 100_000), ("万元", 1_000_000), ("亿元", 10_000_000_000)]))
def test_money_reads_exactly_in_every_unit(fen, unit):
    word, fen_each = unit
    assert read(MONEY, f"{Decimal(fen) / fen_each:f}", word) == fen


@given(st.integers(0, 10**13))
def test_money_in_number_cells_loses_no_fen(fen):
    assert read(MONEY, fen / 100, "元") == fen


@given(st.decimals(0, 10**9, places=4))
def test_quantities_as_shown_read_as_the_same(amount):
    assert read(TURNOVER, show_amount(TURNOVER, amount.normalize())) == amount


@given(st.integers(0, 1_000_000), st.sampled_from(["", "人", "名"]))
def test_width_of_digits_does_not_matter(count, unit):
    text = f"{count:,}{unit}"
    assert read(STAFF, text) == read(STAFF, text.translate(WIDE).replace(",", "，")) == count


@given(st.dates(date(1990, 1, 1), date(2030, 12, 31)))
def test_a_day_is_the_same_in_every_notation(day):
    field = UNITS.field("since")
    notations = (
        day.isoformat(),
        f"{day:%Y/%m/%d}",
        f"{day.year}.{day.month}.{day.day}",
        f"{day.year}年{day.month}月{day.day}日".translate(WIDE),
        f"{day:%Y%m%d}",
        float((day - date(1899, 12, 30)).days),
    )
    assert {read(field, text) for text in notations} == {day}


@given(anything)
def test_cleaning_twice_changes_nothing_more(text):
    once = compact(text)
    assert compact(once) == once or once.startswith("'")


@given(plain)
def test_cleaning_leaves_clean_text_alone(text):
    assert tidy(text) == visible(text) == compact(text) == text


@given(anything)
def test_unescape_undoes_neutralise(text):
    assert unescape(neutralise(text)) == text


@given(anything)
def test_neutralised_text_starts_no_formula(text):
    assert not neutralise(text).startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))


records = st.fixed_dictionaries(
    {
        "name": st.one_of(plain, plain.map(lambda text: f"={text}"), plain.map(lambda text: f"@{text}")),
        "area": st.sampled_from(sorted(TOWNS)),
        "output@2021": fens,
        "turnover": st.integers(0, 10**11).map(Decimal),
        "staff": st.integers(0, 1_000_000),
        "since": st.dates(date(1990, 1, 1), date(2030, 12, 31)),
        "industry": st.sampled_from(["3212", "3216"]),
        "sector_code": st.from_regex(r"[0-9]{4}", fullmatch=True),
        "lifeline": st.booleans(),
    }
)
COLUMNS = [
    Exported(UNITS.field(key), 2021 if UNITS.field(key).yearly else None)
    for key in ("name", "code", "area", "output", "turnover", "staff", "since", "industry", "sector_code", "lifeline")
]


@pytest.mark.parametrize("write", [write_xlsx, write_csv])
@settings(**FORKED)
@given(st.lists(records, min_size=1, max_size=20))
def test_an_exported_list_reads_back_as_it_was(write, made):
    listed = [{**record, "code": uscc(number)} for number, record in enumerate(made)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / ("名单.csv" if write is write_csv else "名单.xlsx")
        assert write(path, COLUMNS, listed, note=NOTE) == len(listed)
        reading = understand(read_workbook(path), UNITS)
    assert not reading.problems
    got = [{key: value.value for key, value in row.values.items()} for row in reading.rows]
    assert got == [{**record, "name": tidy(record["name"])} for record in listed]
