"""From a unit's roster to its people: seen before it is written, written once, and nobody is let go unasked."""

from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from openpyxl import load_workbook

from sibao.directory.models import Employment, Person, Post, RoomStay, ShiftTurn, Team
from sibao.directory.queries import number_hash
from sibao.directory.services.staff_workbook import KEY, StaffWorkbook
from sibao.kernel import clock
from sibao.kernel.access import acting
from sibao.kernel.imports import queries, returning, services, shown, working
from sibao.kernel.imports.inputs import AnswerImport, ApplyImport
from sibao.kernel.models import HeadingMemory, ImportRow, ImportRun
from sibao.kernel.refusals import Denied, Invalid, NotFound, WrongMove
from tests import grounds, world
from tests.grounds import citizen_number
from tests.kernel.imports.steps import apply, upload
from tests.kernel.sheets import workbooks
from tests.seen import browser

pytestmark = pytest.mark.django_db
HEADINGS = ("序号", "员工姓名", "身份证号码", "手机号", "工种", "所在班组", "倒班", "宿舍号", "入厂时间", "离厂日期")
NUMBERS = [citizen_number(700 + n) for n in range(20)]
WRONG = NUMBERS[9][:-1] + ("1" if NUMBERS[9][-1] != "1" else "2")
WIDE = NUMBERS[2].translate({code: code + 0xFEE0 for code in range(0x30, 0x5B)})
MESSY = (
    (1, "张 三（示例）", f" {NUMBERS[0]}\t", "138 0000 0001", "熔炼工", "甲班", "早班", "101", "2020-03-01", ""),
    (2, "李四（示例）", f"'{NUMBERS[1]}", "+86-13800000002", "熔炼工", "甲班", "早班", "101", "2020年3月5日", ""),
    (3, "王　五（示例）", WIDE, "１３８０００００００３", "司机", "乙班", "", "", "20200306", ""),
    (4, "赵六（示例）", WRONG, "13800000004", "司机", "乙班", "", "", "2020.3.7", ""),
    (5, "钱七（示例）", NUMBERS[4], "1380000", "司机", "乙班", "", "", "2020/3/8", ""),
    (6, "孙八（示例）", NUMBERS[5], "13800000006", "司机", "乙班", "", "", 43900.0, ""),
    (7, "孙八（示例）", NUMBERS[5], "13800000006", "司机", "乙班", "", "", 43900.0, ""),
    (8, "周九（示例）", NUMBERS[6], "13800000008", "质检", "", "", "", "2019-01-01", "2021-06-30"),
    (9, "吴十（示例）", NUMBERS[7], "13800000009", "质检", "", "", "302", "2019-01-01", ""),
    (10, "郑一（示例）", NUMBERS[8], "13800000010", "质检", "", "", "", "2021-13-01", ""),
)
FIRST = {"new": 4, "bad": 6}


@pytest.fixture
def place(zone):
    """A works with a shift and a room of two beds."""
    place = grounds.site(world.unit(zone))
    grounds.part(place, "shift", "早班")
    grounds.part(place, "room", "101", places=2)
    return place


@pytest.fixture
def user(zone, place):
    """The unit's own user, who is the one asking."""
    actor = world.person(zone, "unit_user", unit=place.unit)
    with acting(actor):
        yield actor


@pytest.fixture
def workbook(tmp_path):
    """A function that makes the bytes of a roster."""

    def made(*lines, headings=HEADINGS):
        return workbooks.xlsx(tmp_path / "花名册.xlsx", *lines, headings=headings).read_bytes()

    return made


def brought(actor, content):
    return upload(actor, content, "花名册.xlsx", importer=KEY)


def counted(run):
    return {key: run.counts[key] for key in ("new", "changed", "unchanged", "bad", "absent") if run.counts.get(key)}


def everything():
    """All that a roster may change."""
    return [
        list(table.objects.order_by("pk").values())
        for table in (Person, Employment, RoomStay, ShiftTurn, Team, Post)
    ]  # fmt: skip


def said(actor, run):
    """What each row to correct waits for, by its number in the workbook."""
    rows = queries.rows(actor, run.pk, "bad")
    return {row.number: "；".join(one["text"] for one in shown.row(row)["problems"]) for row in rows}


def one_row(name, number, *, post="", started="2020-03-01", ended="", phone="", team="", room="", shift=""):
    return (1, name, number, phone, post, team, shift, room, started, ended)


def test_a_messy_roster_is_seen_first_then_written_and_only_what_was_corrected_is_written_later(user, place, workbook):
    before, content = everything(), workbook(*MESSY)
    run = brought(user, content)
    assert (run.state, counted(run)) == ("preview", FIRST), said(user, run)
    read = {column["heading"]: column["label"] for column in run.columns}
    assert [read[heading] for heading in HEADINGS[1:4]] == ["姓名", "身份证号", "电话"]
    assert everything() == before
    wrong = said(user, run)
    assert set(wrong) == {5, 6, 7, 8, 10, 11}
    assert "校验" in wrong[5]
    assert "重复" in wrong[7] or "同" in wrong[7]
    assert "没有宿舍“302”" in wrong[10]
    cells = {row.number: [one["cell"] for one in row.problems] for row in queries.rows(user, run.pk, "bad")}
    assert (cells[5], cells[6]) == (["C5"], ["D6"]), "the cell of the number and that of the phone"

    run = apply(user, run)
    assert (run.state, run.progress) == ("applied", 4)
    people = {one.person_id: one for one in Employment.objects.select_related("person", "post", "team")}
    assert len(people) == 4
    by_hash = {bytes(one.person.identity_hash): one for one in people.values()}
    zhang, zhou = (by_hash[number_hash(NUMBERS[n])] for n in (0, 6))
    assert (zhang.post.name, zhang.team.name, str(zhang.started_on)) == ("熔炼工", "甲班", "2020-03-01")
    assert (zhou.post.name, zhou.team, str(zhou.ended_on)) == ("质检", None, "2021-06-30")
    assert RoomStay.objects.filter(room__name="101", ended_on=None).count() == 2
    assert ShiftTurn.objects.get(team__name="甲班", ended_on=None).shift.name == "早班"
    assert sorted(Post.objects.filter(unit=place.unit).values_list("name", flat=True)) == ["司机", "熔炼工", "质检"]

    written = everything()
    again = brought(user, content)
    assert counted(again) == {"unchanged": 4, "bad": 6}
    with pytest.raises(WrongMove, match="没有要写入的行"):
        services.apply_import(actor=user, given=ApplyImport(run_id=again.pk, version=again.version))
    assert everything() == written

    corrected = [list(row) for row in MESSY]
    corrected[3][2], corrected[4][3], corrected[8][7], corrected[9][8] = NUMBERS[9], "13800000005", "", "2021-12-01"
    del corrected[6]
    run = brought(user, workbook(*corrected))
    assert counted(run) == {"new": 5, "unchanged": 4}
    apply(user, run)
    assert Employment.objects.count() == 9
    assert Person.objects.count() == 9


def test_her_own_workbook_comes_back_with_what_is_wrong_beside_the_cells(user, place, workbook, tmp_path):
    run = brought(user, workbook(*MESSY))
    path = tmp_path / "退回.xlsx"
    path.write_bytes(returning.with_problems(user, run))
    page = load_workbook(path)["名单"]
    assert page.cell(1, page.max_column).value == "问题"
    noted = {row for row in range(2, page.max_row + 1) if page.cell(row, page.max_column).value}
    assert noted == {5, 6, 7, 8, 10, 11}
    assert counted(brought(user, path.read_bytes())) == FIRST


def test_a_transfer_ends_one_row_and_begins_the_next_and_a_leaver_leaves_her_room(user, place, workbook):
    today = clock.today()
    first = workbook(
        one_row("张三（示例）", NUMBERS[0], post="熔炼工", room="101", phone="13800000001"),
        one_row("李四（示例）", NUMBERS[1], post="司机", room="101"),
    )
    apply(user, brought(user, first))
    second = workbook(
        one_row("张三（示例）", NUMBERS[0], post="质检", phone="13800000009"),
        one_row("李四（示例）", NUMBERS[1], ended=str(today - timedelta(days=1))),
    )
    run = brought(user, second)
    assert counted(run) == {"changed": 2}
    changes = [line for row in queries.rows(user, run.pk, "changed") for line in row.changes]
    assert ["岗位", "熔炼工", "质检（新建）"] in changes
    assert ["电话", "138****0001", "138****0009"] in changes
    apply(user, run)
    apart = [(one.post.name, one.ended_on) for one in Employment.objects.order_by("pk").select_related("post")]
    assert apart[0] == ("熔炼工", today - timedelta(days=1))
    assert apart[2] == ("质检", None)
    left = RoomStay.objects.order_by("pk").values_list("ended_on", flat=True)
    assert [day is None for day in left] == [True, False]
    written = everything()
    assert counted(brought(user, second)) == {"unchanged": 2}
    assert everything() == written


def test_who_is_missing_from_a_full_roster_is_let_go_only_when_ticked(user, place, workbook):
    gone, kept = grounds.employed(place, name="旧甲（示例）"), grounds.employed(place, name="旧乙（示例）")
    misread = grounds.employed(place, name="赵六（示例）", number=NUMBERS[9])
    run = brought(user, workbook(*MESSY[:4]))
    assert counted(run) == {"new": 3, "bad": 1, "absent": 2}
    absent = list(queries.rows(user, run.pk, "absent"))
    assert [row.matched_id for row in absent] == [gone.pk, kept.pk]
    assert "旧甲" not in absent[0].label
    page = browser(user).get(reverse("kernel:import", args=[run.pk]))
    assert f'name="left" value="{absent[0].number}"' in page.content.decode()

    before = everything()
    tomorrow = clock.today() + timedelta(days=1)
    with pytest.raises(Invalid):
        apply(user, run, left={absent[0].number}, left_on=tomorrow)
    assert everything() == before
    apply(user, run, left={absent[0].number})
    ended = dict(Employment.objects.values_list("pk", "ended_on"))
    assert (ended[gone.pk], ended[kept.pk], ended[misread.pk]) == (clock.today(), None, None)

    answer = browser(user).post(
        reverse("kernel:import-apply", args=[brought(user, workbook(*MESSY[:4])).pk]),
        {"version": 1, "all_left": "1", "left_on": "2022-01-31"},
    )
    assert answer.status_code == 302
    with acting(None):
        working.write_run(ImportRun.objects.latest("pk").pk)
    assert str(Employment.objects.get(pk=kept.pk).ended_on) == "2022-01-31"
    assert Employment.objects.get(pk=misread.pk).ended_on is None


def test_rows_that_contradict_what_is_known_are_to_correct_and_change_nothing(zone, user, place, workbook):
    elsewhere = grounds.site(world.unit(zone, town="419001100"))
    grounds.employed(elsewhere, number=NUMBERS[10], name="冯二（示例）")
    grounds.employed(elsewhere, number=NUMBERS[11], name="陈三（示例）")
    grounds.employed(place, number=NUMBERS[12], name="褚四（示例）", ended_on=grounds.BEGUN)
    before = everything()
    run = brought(
        user,
        workbook(
            one_row("另一人（示例）", NUMBERS[10]),
            one_row("陈三（示例）", NUMBERS[11]),
            one_row("褚四（示例）", NUMBERS[12], started="2019-12-01"),
            one_row("卫五（示例）", NUMBERS[13], started="2022-02-01", ended="2022-01-01"),
            one_row("蒋六（示例）", NUMBERS[14], shift="晚班"),
            one_row("沈七（示例）", ""),
        ),
    )
    assert counted(run) == {"new": 1, "bad": 5}
    wrong = said(user, run)
    assert "另一个姓名" in wrong[2]
    assert "已于 2020-01-01 离职" in wrong[4]
    assert "早于" in wrong[5]
    assert "没有班次“晚班”" in wrong[6]
    assert "没有证件号" in wrong[7]
    assert everything() == before
    shown_to_user = " ".join(str(row.changes) for row in queries.rows(user, run.pk))
    assert elsewhere.unit.name not in shown_to_user
    apply(user, run)
    with acting(world.cli(zone)):
        assert Employment.objects.filter(person__identity_hash=number_hash(NUMBERS[11])).count() == 2
        assert Person.objects.filter(identity_hash=number_hash(NUMBERS[11])).count() == 1


def test_a_department_names_the_unit_and_a_unit_out_of_reach_is_refused(zone, place, workbook):
    clerk, foreign = world.person(zone, "clerk_industry"), world.unit(zone, sector="commerce")
    headings = ("企业名称", *HEADINGS[1:])
    rows = [
        (place.unit.name, *one_row("张三（示例）", NUMBERS[0])[1:]),
        (place.unit.code, *one_row("李四（示例）", NUMBERS[1])[1:]),
        (foreign.name, *one_row("王五（示例）", NUMBERS[2])[1:]),
        ("", *one_row("赵六（示例）", NUMBERS[3])[1:]),
    ]
    with acting(clerk):
        run = brought(clerk, workbook(*rows, headings=headings))
        assert counted(run) == {"new": 2, "bad": 2}
        wrong = said(clerk, run)
        assert "您的范围内没有" in wrong[4]
        assert "哪家单位" in wrong[5]
        apply(clerk, run)
        assert set(Employment.objects.values_list("unit", flat=True)) == {place.unit_id}
    colleague = world.person(zone, "clerk_industry")
    with acting(colleague), pytest.raises(NotFound):
        queries.run(colleague, run.pk)
    guard = world.person(zone, "unit_gate_guard", unit=place.unit)
    with acting(guard), pytest.raises(Denied):
        brought(guard, workbook(*MESSY))


def test_two_who_upload_at_once_write_once(zone, user, place, workbook):
    other = world.person(zone, "unit_user", unit=place.unit)
    mine = brought(user, workbook(*MESSY[:3]))
    with acting(other):
        theirs = brought(other, workbook(*MESSY[:3]))
        assert counted(mine) == counted(theirs) == {"new": 3}
        apply(other, theirs)
    written = everything()
    run = apply(user, mine)
    assert run.state == "applied"
    assert everything() == written
    with pytest.raises(WrongMove):
        services.apply_import(actor=user, given=ApplyImport(run_id=run.pk, version=run.version))


def test_another_name_for_a_number_that_was_brought_meanwhile_parks_its_row_alone(zone, user, place, workbook):
    run = brought(user, workbook(*MESSY[:3]))
    grounds.employed(grounds.site(world.unit(zone)), number=NUMBERS[1], name="不是李四（示例）")
    run = apply(user, run)
    assert run.state == "applied"
    assert Employment.objects.count() == 2
    assert "另一个姓名" in said(user, run)[3]


def test_personal_data_stand_nowhere_in_the_clear_and_the_preview_expires(user, place, workbook):
    run = brought(user, workbook(*MESSY))
    secrets = ("张 三", "张三（", "李四（", "赵六（", NUMBERS[0], NUMBERS[1], WRONG, "13800000001", "13800000004")

    def everywhere():
        tables = ("kernel_importrow", "kernel_importrun", "directory_person", "audit_auditline", "directory_employment")
        with connection.cursor() as cursor:
            for table in tables:
                cursor.execute(f"select string_agg(t::text, ' ') from {table} t")
                text = cursor.fetchone()[0] or ""
                assert [secret for secret in secrets if secret in text] == [], table

    everywhere()
    page = browser(user).get(reverse("kernel:import", args=[run.pk])).content.decode()
    assert [secret for secret in secrets if secret in page] == []
    assert ImportRow.objects.filter(run=run).exclude(sealed=None).count() == FIRST["new"]
    apply(user, run)
    everywhere()
    assert not ImportRow.objects.filter(run=run).exclude(sealed=None).exists()

    waiting = brought(user, workbook(one_row("张三（示例）", NUMBERS[15])))
    with acting(None):
        assert working.prune_imports(clock.now() + timedelta(days=29)) == 0
        assert working.prune_imports(clock.now() + timedelta(days=31)) > 0
    waiting.refresh_from_db()
    assert waiting.state == "cancelled"
    assert ImportRow.objects.count() == queries.parked(user).count() == FIRST["bad"]
    with pytest.raises(WrongMove):
        services.apply_import(actor=user, given=ApplyImport(run_id=waiting.pk, version=waiting.version))


def test_one_units_answers_to_headings_are_not_another_units(zone, user, place, workbook):
    lines = [(*row[:3], "", *row[4:]) for row in MESSY[:2]]
    headings = (*HEADINGS[:4], "干啥的", *HEADINGS[5:])
    run = brought(user, workbook(*lines, headings=headings))
    services.answer_import(
        actor=user, given=AnswerImport(run_id=run.pk, version=run.version, headings={"干啥的": "post"})
    )
    assert HeadingMemory.objects.get().unit_id == place.unit_id
    stranger = world.person(zone, "unit_user", unit=world.unit(zone))
    with acting(stranger):
        assert queries.remembered(stranger, KEY) == {}
    assert queries.remembered(user, KEY) == {"干啥的": "post"}


def test_the_template_is_read_without_a_question(user, place):
    run = brought(user, returning.template(user, StaffWorkbook()))
    assert run.state == "preview"
    assert run.skipped == {"example": 1}
    assert [column for column in run.columns if column["how"] in ("unclear", "unknown")] == []
