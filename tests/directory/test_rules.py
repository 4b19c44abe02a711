"""Codes and size classes, without a database."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sibao.directory import rules
from sibao.directory.rules import SizeRule, size_class
from tests.world import uscc

BOUNDS = Path(__file__).resolve().parents[2] / "packs" / "reference" / "size-classes-2017.csv"
CODES = st.integers(1, 9_999_999).map(uscc)


@pytest.fixture(scope="module")
def bounds() -> list[SizeRule]:
    with BOUNDS.open(encoding="utf-8", newline="") as file:
        return [
            SizeRule(
                row["group"],
                tuple(row["gbt4754_prefixes"].split(";")),
                row["indicator"],
                int(row["large_min"] or 0),
                int(row["medium_min"] or 0),
                int(row["small_min"] or 0),
            )
            for row in csv.DictReader(file)
        ]


def test_the_standards_own_example_has_check_digit_three():
    assert rules.uscc_problem("91350100M000100Y43") is None


@given(CODES)
def test_a_made_code_is_right(code):
    assert rules.uscc_problem(code) is None


@given(CODES, st.integers(0, 17), st.sampled_from(rules.USCC_ALPHABET))
def test_one_wrong_character_is_always_noticed(code, place, sign):
    wrong = code[:place] + sign + code[place + 1 :]
    assert (rules.uscc_problem(wrong) is None) == (wrong == code)


@pytest.mark.parametrize("code", ["", "9135", "91350100M000100Y4Z", "91350100M000100Y430", "91350100I000100Y43"])
def test_a_code_that_cannot_be_is_refused_in_words(code):
    assert rules.uscc_problem(code)


def test_an_unknown_area_inside_a_code_is_no_reason_to_refuse_it():
    assert rules.uscc_problem("91999999MA0000001" + _check("91999999MA0000001")) is None


def _check(body: str) -> str:
    total = sum(rules.USCC_ALPHABET.index(sign) * 3**place % 31 for place, sign in enumerate(body))
    return rules.USCC_ALPHABET[(31 - total % 31) % 31]


@pytest.mark.parametrize("number", ["11010519491231002X", "410881198801010019"])
def test_citizen_numbers_are_judged_by_their_check_digit_not_by_todays_areas(number):
    assert rules.citizen_number_problem(number) == (None if number.endswith("X") else "身份证号校验位不符")


def test_project_codes_are_national_or_local():
    assert rules.project_code_problem("2203-419001-04-01-123456") is None
    assert rules.project_code_problem("JY-2022-017") is None
    assert rules.project_code_problem("项目一") is not None


@pytest.mark.parametrize(
    ("staff", "revenue", "expected"),
    [
        (1000, 40_000, "large"),
        (999, 40_000, "medium"),
        (1000, 39_999, "medium"),
        (300, 2_000, "medium"),
        (299, 2_000, "small"),
        (20, 300, "small"),
        (19, 300, "micro"),
        (20, 299, "micro"),
        (5000, 299, "micro"),
        (None, 40_000, "unknown"),
    ],
)
def test_a_factory_needs_both_bounds_or_stands_one_class_down(bounds, staff, revenue, expected):
    assert size_class("C", "3212", {"staff": staff, "revenue": revenue}, bounds) == expected


def test_loading_and_unloading_counts_as_transport_and_storage_does_not(bounds):
    figures = {"staff": 100, "revenue": 1_000}
    assert size_class("G", "5910", figures, bounds) == "small"
    assert size_class("G", "5990", figures, bounds) == "medium"


def test_rail_has_no_size_class(bounds):
    assert size_class("G", "5311", {"staff": 5000, "revenue": 900_000}, bounds) == "unknown"


PATHS = st.sets(
    st.lists(st.sampled_from("abc"), min_size=1, max_size=4).map(lambda codes: "".join(f"{code}/" for code in codes))
)


@given(PATHS, st.integers(1, 9))
def test_many_areas_are_told_by_the_deepest_level_at_which_they_are_few(paths, most):
    shown = rules.folded(paths, most)
    assert shown.keys() == paths
    assert all(path.startswith(above) for path, above in shown.items())
    assert len(set(shown.values())) <= max(most, len({path.split("/")[0] for path in paths}))
    if len(paths) <= most:
        assert all(path == above for path, above in shown.items())
