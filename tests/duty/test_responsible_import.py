"""Responsible persons by workbook: the shared importer, with what is wrong said by row and field (R45)."""

import io

import pytest
from openpyxl import Workbook

from sibao.duty import queries
from sibao.duty.models import Responsible
from sibao.kernel.access import acting
from sibao.kernel.files import Upload
from sibao.kernel.imports import queries as imports
from sibao.kernel.imports import services as importing
from sibao.kernel.imports import working
from sibao.kernel.imports.inputs import StartImport
from tests import grounds, world
from tests.duty.steps import name
from tests.kernel.imports.steps import apply, counts, work
from tests.listing import listed

HEADINGS = ("信用代码或项目代码", "场所", "责任事项", "类别", "姓名", "电话", "职务", "起", "止")


def workbook(*rows):
    book = Workbook()
    book.active.append(HEADINGS)
    for row in rows:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def read(actor, *rows):
    given = StartImport(importer="duty:responsibles", upload=Upload("责任人.xlsx", "", workbook(*rows)))
    run = importing.start_import(actor=actor, given=given)
    work(working.read_run, run)
    run.refresh_from_db()
    return run


def problems(actor, run):
    with acting(actor):
        rows = imports.rows(actor, run.pk, "bad")
        return {
            row.number: [(one["key"], one["params"].get("why", one["code"])) for one in row.problems] for row in rows
        }


@pytest.fixture
def unit(zone):
    found = world.unit(zone)
    listed(world.cli(zone), found)
    return found


def test_a_unit_brings_its_own_persons_by_workbook_and_bad_rows_say_what_to_do(zone, unit):
    site = grounds.site(unit)
    far = world.unit(zone)
    grounds.site(far)
    user = world.person(zone, "unit_user", unit=unit)
    run = read(
        user,
        ("", "", "疫情防控", "", "张示例", "13800000011", "厂长", "2022-06-01", ""),
        (unit.code, "主厂区", "疫情防控", "副责任人", "李示例", "13800000022", "", "2022-06-01", ""),
        (unit.code, "主厂区", "安全生产", "责任人", "李示例", "电话不详", "", "2022-06-01", ""),
        (unit.code, "没有的厂区", "安全生产", "责任人", "李示例", "13800000022", "", "2022-06-01", ""),
        (far.code, "主厂区", "安全生产", "责任人", "李示例", "13800000022", "", "2022-06-01", ""),
        (unit.code, "主厂区", "闭环管理", "责任人", "李示例", "13800000022", "", "2022-06-01", "2022-05-01"),
        (unit.code, "主厂区", "门岗与场所码", "责任人", "", "13800000022", "", "2022-06-01", ""),
    )
    assert (run.state, counts(run)) == ("preview", {"new": 2, "changed": 0, "unchanged": 0, "bad": 5, "ask": 0})
    wrong = problems(user, run)
    assert [wrong[number][0][0] for number in sorted(wrong)] == ["phone", "site", "code", "ended_on", "name"]
    assert "认不出是哪个场所" in wrong[5][0][1]
    with acting(world.cli(zone)):
        assert not Responsible.objects.exists()
    run = apply(user, run)
    assert run.state == "applied"
    with acting(world.cli(zone)):
        rows = Responsible.objects.order_by("role")
        assert [(row.site, row.role, queries.name_of(row)) for row in rows] == [
            (site, "deputy", "李示例"),
            (site, "lead", "张示例"),
        ]
        assert "导入：责任人.xlsx" in rows[0].reason


def test_the_same_workbook_again_changes_nothing_and_a_new_name_is_a_change(zone, unit):
    site = grounds.site(unit)
    office = world.person(zone, "hq_office_clerk")
    rows = [(unit.code, "主厂区", "疫情防控", "责任人", "张示例", "13800000011", "厂长", "2022-06-01", "")]
    apply(office, read(office, *rows))
    assert counts(read(office, *rows)) == {"new": 0, "changed": 0, "unchanged": 1, "bad": 0, "ask": 0}
    other = [(unit.code, "主厂区", "疫情防控", "责任人", "李示例", "13800000022", "厂长", "2022-07-01", "")]
    assert counts(read(office, *other))["changed"] == 1
    assert counts(read(office, *rows, *rows))["bad"] == 2
    with acting(world.cli(zone)):
        assert Responsible.objects.count() == 1
        name(world.cli(zone), site, "epidemic_safety", who="王示例")
    early = [(unit.code, "主厂区", "疫情防控", "责任人", "李示例", "13800000022", "", "2022-05-01", "")]
    assert problems(office, read(office, *early))[2][0][0] == "started_on"
