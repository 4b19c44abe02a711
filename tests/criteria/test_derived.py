"""Facts worked out from facts: the same for one subject as for many, and never in a circle."""

from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sibao.criteria import (
    AsOf,
    Catalogue,
    Column,
    CriterionError,
    Derived,
    Fact,
    Inquiry,
    Kind,
    Planes,
    Reading,
    Store,
    Words,
)  # fmt: skip
from sibao.criteria.months import whole_months
from tests.criteria.world import NOW, same

NUMBERS = ["this_year", "last_year"]
REPORTED = [
    Fact("this_year", Kind.MONEY, same("今年"), fresh_days=30),
    Fact("last_year", Kind.MONEY, same("去年")),
    Fact("begun", Kind.DATE, same("开工")),
    Fact("ended", Kind.DATE, same("完工")),
]
LOAD = Fact("load", Kind.RATIO, same("负荷率"))
SIZE = Fact("size", Kind.LABEL, same("规模"), labels={"big": same("大"), "small": same("小")})
RULES = [
    Derived(SIZE, "case", cases=(({"f": "load", "op": "ge", "v": 8000}, "big"),), otherwise="small"),
    Derived(LOAD, "ratio", ("this_year", "last_year")),
    Derived(Fact("total", Kind.MONEY, same("两年")), "sum", ("this_year", "last_year")),
    Derived(Fact("growth", Kind.MONEY, same("增长"), lowest=-(4 * 10**14)), "difference", ("this_year", "last_year")),
    Derived(Fact("months", Kind.NUMBER, same("工期"), lowest=-(10**6)), "months", ("begun", "ended")),
    Derived(Fact("days", Kind.NUMBER, same("距今"), lowest=-(10**6)), "days", ("begun", "as_of")),
    Derived(Fact("last_day", Kind.DATE, same("最近")), "latest", ("begun", "ended")),
    Derived(Fact("any_sales", Kind.MONEY, same("营收")), "first", ("this_year", "last_year")),
]
CATALOGUE = Catalogue(REPORTED, RULES)


def worked_out(**raws: int) -> dict[str, int]:
    inquiry = Inquiry(CATALOGUE, {key: Reading(raw, NOW.minutes) for key, raw in raws.items()}, NOW)
    return {key: reading.raw for key, reading in inquiry.readings.items()}


def test_a_ratio_is_in_basis_points_half_up_and_unknown_over_nothing() -> None:
    assert worked_out(this_year=1, last_year=3)["load"] == 3333
    assert worked_out(this_year=2, last_year=3)["load"] == 6667
    assert worked_out(this_year=1, last_year=20_000)["load"] == 1
    assert "load" not in worked_out(this_year=1, last_year=0)
    assert "load" not in worked_out(this_year=1)


def test_a_result_beyond_its_bounds_counts_as_the_bound() -> None:
    assert worked_out(this_year=4 * 10**14, last_year=1)["load"] == LOAD.bounds[1]


def test_the_first_that_knows_is_taken_and_the_rest_is_not_asked() -> None:
    assert worked_out(last_year=7)["any_sales"] == 7
    assert worked_out(this_year=5, last_year=7)["any_sales"] == 5


def test_a_case_that_cannot_be_told_leaves_the_fact_unknown() -> None:
    assert "size" not in worked_out(this_year=1)
    assert worked_out(this_year=8, last_year=10)["size"] == SIZE.members.index("big")
    assert worked_out(this_year=7, last_year=10)["size"] == SIZE.members.index("small")


@pytest.mark.parametrize(
    ("begun", "ended", "months"),
    [
        (date(2024, 2, 29), date(2025, 2, 28), 12),
        (date(2024, 2, 29), date(2025, 2, 27), 11),
        (date(2022, 1, 31), date(2022, 2, 28), 1),
        (date(2022, 1, 31), date(2022, 3, 30), 1),
        (date(2022, 6, 3), date(2022, 6, 3), 0),
        (date(2021, 12, 31), date(2022, 1, 1), 0),
        (date(1969, 12, 31), date(1970, 1, 31), 1),
    ],
)
def test_a_month_is_full_on_its_day_or_on_the_last_one(begun: date, ended: date, months: int) -> None:
    assert whole_months(np.array([begun.toordinal()]), np.array([ended.toordinal()]))[0] == months


cells = st.none() | st.tuples(st.sampled_from([0, 1, 7, 10, 4 * 10**14]), st.sampled_from([0, 30 * 1440 + 1]))
day_cells = st.none() | st.tuples(st.dates(date(2000, 1, 1), date(2030, 1, 1)).map(date.toordinal), st.just(0))
people = st.fixed_dictionaries({"this_year": cells, "last_year": cells, "begun": day_cells, "ended": day_cells})


@given(st.lists(people, min_size=1, max_size=20))
@settings(max_examples=60, deadline=None)
def test_one_by_one_and_all_at_once_work_out_the_same(subjects: list[dict[str, Any]]) -> None:
    columns = {key: _column([subject[key] for subject in subjects]) for key in subjects[0]}
    planes = Planes(Store(CATALOGUE, len(subjects), columns, NOW))
    for index, subject in enumerate(subjects):
        readings = {key: Reading(cell[0], NOW.minutes - cell[1]) for key, cell in subject.items() if cell}
        inquiry = Inquiry(CATALOGUE, readings, NOW)
        for rule in RULES:
            fact = rule.fact
            column = planes.store.numbered(fact, "")
            known = bool(planes.store.flags(column.known)[index])
            asked = inquiry.number(CATALOGUE.atom(fact.key, "known", None))
            assert known is bool(asked)
            if known:
                raw = inquiry.readings[fact.key].raw
                assert planes.store.flags(column.within(((raw, raw),)))[index]


def _column(cells: list[Any]) -> Column:
    raw = np.array([cell[0] if cell else 0 for cell in cells], np.int64)
    at = np.array([NOW.minutes - (cell[1] if cell else 0) for cell in cells], np.int64)
    return Column(raw, np.array([cell is not None for cell in cells], np.bool_), at)


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        ([Derived(LOAD, "ratio", ("size_of_it", "last_year"))], "推算「load」所用的事实「size_of_it」不存在"),
        ([Derived(LOAD, "ratio", ("begun", "last_year"))], "推算所用事实的类型不对"),
        ([Derived(LOAD, "ratio", ("this_year",))], "推算所用事实的个数不对"),
        ([Derived(LOAD, "eval", NUMBERS and tuple(NUMBERS))], "没有「eval」这种推算"),
        (
            [
                Derived(Fact("a", Kind.MONEY, same("甲")), "sum", ("b", "this_year")),
                Derived(Fact("b", Kind.MONEY, same("乙")), "sum", ("a", "this_year")),
            ],
            "推算互相引用，绕成了圈：a→b",
        ),
    ],
)
def test_a_rule_that_cannot_work_is_refused(rules: list[Derived], words: str) -> None:
    with pytest.raises(CriterionError) as refused:
        Catalogue(REPORTED, rules)
    assert [problem.words.zh for problem in refused.value.problems] == [words]


def test_arithmetic_that_could_overflow_is_refused_when_the_catalogue_is_made() -> None:
    vast = [Fact(key, Kind.MONEY, same(key), highest=10**17) for key in NUMBERS]
    with pytest.raises(CriterionError, match="64 bits"):
        Catalogue(vast, [Derived(LOAD, "ratio", tuple(NUMBERS))])


def test_impossible_values_count_as_unknown_and_are_counted() -> None:
    fact = Fact("staff", Kind.NUMBER, Words("人数", "staff"), highest=100)
    catalogue = Catalogue([fact])
    column = Column(np.array([5, 500]), np.array([True, True]), np.array([NOW.minutes] * 2))
    planes = Planes(Store(catalogue, 2, {"staff": column}, AsOf(*NOW)))
    matrix = planes.matrix([catalogue.read('{"f":"staff","op":"ge","v":1}')])
    assert [matrix.answer(0, index) for index in (0, 1)] == [True, None]
    assert planes.store.impossible == {"staff": 1}
