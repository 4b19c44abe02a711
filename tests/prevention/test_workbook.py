"""Signals by workbook: the shared importer, whom a row means and what is wrong with it said by row and field (R26)."""

import io
from datetime import timedelta

import pytest
from openpyxl import Workbook

from sibao.kernel import clock
from sibao.kernel.access import acting
from sibao.kernel.files import Upload
from sibao.kernel.imports import queries as imports
from sibao.kernel.imports import services as importing
from sibao.kernel.imports import working
from sibao.kernel.imports.inputs import StartImport
from sibao.prevention.models import Signal
from tests import grounds, world
from tests.kernel.imports.steps import apply, counts, work
from tests.prevention.signals import Workplace

HEADINGS = ("身份证号", "单位", "场所", "填报事项", "日期", "时刻", "结果", "区域")


def read(actor, *rows):
    book = Workbook()
    book.active.append(HEADINGS)
    for row in rows:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    given = StartImport(importer="prevention:signals", upload=Upload("填报.xlsx", "", content.getvalue()))
    run = importing.start_import(actor=actor, given=given)
    work(working.read_run, run)
    run.refresh_from_db()
    return run


def wrong(actor, run):
    with acting(actor):
        rows = imports.rows(actor, run.pk, "bad")
        return {row.number: (row.problems[0]["key"], row.problems[0]["params"].get("why", "")) for row in rows}


def logged(place):
    with acting(place.sender):
        return Signal.objects.count()


@pytest.fixture
def place(zone):
    return Workplace(zone, people=2)


def test_a_unit_brings_what_it_keeps_in_a_table_and_what_was_said_already_is_not_said_again(place, zone):
    user = world.person(zone, "unit_user", unit=place.unit)
    today = f"{clock.today():%Y-%m-%d}"
    rows = (
        (place.numbers[0], "", "", "核酸采样", today, "00:05", "", ""),
        (place.numbers[1], "", "", "每日健康申报", today, "", "有症状", ""),
        ("", "", "", "消杀记录", today, "0:10", "", "一车间"),
    )
    run = read(user, *rows)
    assert (run.state, counts(run)) == ("preview", {"new": 3, "changed": 0, "unchanged": 0, "bad": 0, "ask": 0})
    assert logged(place) == 0
    assert apply(user, run).state == "applied"
    assert (logged(place), place.open("symptoms")) == (3, 1)
    again = read(user, *rows)
    assert counts(again)["unchanged"] == 3


def test_each_wrong_row_says_its_field_and_nothing_of_it_is_written(place, zone):
    user = world.person(zone, "unit_user", unit=place.unit)
    far = Workplace(zone)
    today, number = f"{clock.today():%Y-%m-%d}", place.numbers[0]
    tomorrow, long_ago = (f"{clock.today() + timedelta(days=days):%Y-%m-%d}" for days in (1, -90))
    run = read(
        user,
        (number, "", "", "核酸采样", today, "00:05", "", ""),
        (far.numbers[0], "", "", "核酸采样", today, "", "", ""),
        (grounds.citizen_number(1), "", "", "核酸采样", today, "", "", ""),
        ("", "", "", "核酸采样", today, "", "", ""),
        (number, "", "", "核酸检测结果", today, "", "阴性", ""),
        (number, "", "", "每日健康申报", today, "", "说不清", ""),
        (number, "", "", "核酸采样", tomorrow, "23:00", "", ""),
        (number, "", "", "核酸采样", long_ago, "", "", ""),
        (number, "", "", "核酸采样", today, "早上", "", ""),
        ("", far.unit.code, "", "消杀记录", today, "", "", ""),
        ("", "", "没有的厂区", "消杀记录", today, "", "", ""),
    )
    assert counts(run) == {"new": 1, "changed": 0, "unchanged": 0, "bad": 10, "ask": 0}
    found = wrong(user, run)
    assert [found[row][0] for row in sorted(found)] == [
        *("number", "number", "number", "kind", "value", "day", "day", "clock", "unit", "site")
    ]
    assert logged(place) == 0


def test_the_health_office_brings_results_for_units_and_a_positive_warns(place, zone):
    officer = world.person(zone, "health_officer")
    today = f"{clock.today():%Y-%m-%d}"
    run = read(officer, (place.numbers[0], "", "", "核酸检测结果", today, "", "阳性", ""))
    assert counts(run)["new"] == 1
    apply(officer, run)
    assert place.open("positive") == 1
