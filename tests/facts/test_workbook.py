"""A source says what it knows of many units by a workbook: previewed, written once, and nothing that is not hers."""

import io
from datetime import timedelta

import openpyxl
import pytest

from sibao.facts import queries
from sibao.facts.models import FactValue
from sibao.kernel import clock
from sibao.kernel.access import acting
from sibao.kernel.imports import queries as imports
from tests import world
from tests.kernel.imports.steps import apply, upload

KEY = "facts:values"


@pytest.fixture
def clerk(zone):
    return world.person(zone, "clerk_industry")


def sheet(headings, *rows):
    book = openpyxl.Workbook()
    book.active.append(headings)
    for row in rows:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def looked_at(actor, run):
    with acting(actor):
        return {
            row.number: (row.verdict, [f"{label} {before}→{after}" for label, before, after in row.changes])
            for row in imports.rows(actor, run.id)
        }


def test_what_is_new_is_told_and_the_same_sheet_again_adds_nothing(zone, clerk):
    first, second = world.unit(zone), world.unit(zone)
    today = clock.today().isoformat()
    content = sheet(
        ["统一社会信用代码", "重点产业链关键企业", "可住宿人数（人）", "住宿保障比例", "数据日期"],
        [first.code, "是", 120, "", today],
        [second.code, "否", "", "", today],
    )
    run = upload(clerk, content, importer=KEY)
    told = list(looked_at(clerk, run).values())
    assert [verdict for verdict, _changes in told] == ["changed", "changed"]
    assert told[0][1] == [f"重点产业链关键企业 →是（{today}）", f"可住宿人数 →120人（{today}）"]
    apply(clerk, run)
    assert FactValue.objects.count() == 3
    with acting(clerk):
        lines = {one.fact.key: one for one in queries.facts_of_unit(clerk, first)}
    assert (lines["lodging_places"].value.zh, lines["lodging_places"].source) == ("120人", "工信委")

    again = upload(clerk, content, importer=KEY)
    assert {verdict for verdict, _changes in looked_at(clerk, again).values()} == {"unchanged"}


def test_bad_rows_say_why_and_the_others_are_written(zone, clerk):
    unit, shop = world.unit(zone), world.unit(zone, sector="commerce")
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    content = sheet(
        ["信用代码", "可住宿人数", "有核酸采样点", "数据日期"],
        [unit.code, 10, "是", ""],
        [shop.code, 10, "是", ""],
        [world.uscc(9_999_999), 10, "是", ""],
        [unit.code[:-1] + "0" if unit.code[-1] != "0" else unit.code[:-1] + "1", "很多", "是", ""],
        [world.unit(zone).code, 5, "", tomorrow],
    )
    run = upload(clerk, content, importer=KEY)
    verdicts = [verdict for verdict, _changes in looked_at(clerk, run).values()]
    assert verdicts == ["changed", "bad", "bad", "bad", "bad"]
    apply(clerk, run)
    assert set(FactValue.objects.values_list("unit_id", flat=True)) == {unit.pk}


def test_the_sheet_has_no_columns_for_what_others_know(zone, clerk):
    unit = world.unit(zone)
    run = upload(clerk, sheet(["信用代码", "有未办结的重大安全生产违法"], [unit.code, "否"]), importer=KEY)
    with acting(clerk):
        assert [row.verdict for row in imports.rows(clerk, run.id)] in ([], ["unchanged"])
    assert not FactValue.objects.exists()
