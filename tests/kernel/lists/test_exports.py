"""Exports: the page's own filter, scope and masks; made in the background; one's own, for seven days."""

import csv
import io
import tempfile
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook
from procrastinate.contrib.django.models import ProcrastinateJob

from sibao.accounts.models import Appointment
from sibao.audit.models import AuditLine
from sibao.directory import services
from sibao.directory.models import Unit
from sibao.kernel import clock
from sibao.kernel.access import acting
from sibao.kernel.lists import exports, working
from sibao.kernel.lists import services as lists
from sibao.kernel.lists.definition import Column, Kind, ListDefinition
from sibao.kernel.lists.inputs import FetchExport, OneExport, StartExport
from sibao.kernel.lists.registry import lists as registry
from sibao.kernel.models import ExportRun, PersonalLook, StoredFile
from sibao.kernel.refusals import Denied, Invalid, NotFound, TooMany, WrongMove
from sibao.kernel.secrets import keyed_hash, mask_phone
from sibao.kernel.tasks import exports as tasks
from tests import world
from tests.kernel.lists.steps import bare_units
from tests.seen import browser

pytestmark = pytest.mark.django_db
KEY = "directory:units"
HEADS = 4


@pytest.fixture
def clerk(zone):
    return world.person(zone, "clerk_industry")


def asked(actor, **given):
    return services.export_units(actor=actor, given=StartExport(list_key=KEY, **{"format": "csv", **given}))


def made(actor, **given):
    """Ask for an export and have it written as the queue does: on nobody's behalf until the run says on whose."""
    run = asked(actor, **given)
    return written(run)


def written(run):
    with acting(None):
        working.run_export(run.pk)
    run.refresh_from_db()
    return run


def content(actor, run):
    return lists.read_export(actor=actor, given=FetchExport(run_id=run.pk, once=True)).content


def table(actor, run):
    """The rows of a CSV file below its heads, as a spreadsheet shows them."""
    lines = list(csv.reader(io.StringIO(content(actor, run).decode("utf-8-sig"))))
    return [dict(zip(lines[HEADS], line, strict=True)) for line in lines[HEADS + 1 :]]


def names(actor, run):
    return [row["企业（项目）"] for row in table(actor, run)]


def test_an_export_holds_the_rows_of_the_page_and_no_others(zone, clerk):
    here = [world.unit(zone, name=f"导出{number}号（演示）") for number in range(3)]
    world.unit(zone, name="导出别的领域（演示）", sector="commerce")
    world.unit(zone, name="导出别的镇（演示）", town="419001100")
    run = made(clerk, query={"town": ["419001102"], "sort": ["-name"]})
    assert (run.state, run.rows) == ("done", 3)
    assert names(clerk, run) == [unit.name for unit in reversed(here)]


def test_only_the_chosen_columns_go_out_in_the_order_chosen(zone, clerk):
    world.unit(zone, staff_count=7)
    run = made(clerk, query={"columns": ["staff_count", "name"]})
    [row] = table(clerk, run)
    assert list(row) == ["员工数（人）", "企业（项目）"]
    assert row["员工数（人）"] == "7"


def test_only_the_chosen_rows_go_out_and_never_those_out_of_reach(zone, clerk):
    ours, _other = world.unit(zone), world.unit(zone)
    theirs = world.unit(zone, sector="commerce")
    assert names(clerk, made(clerk, ids=[ours.pk, theirs.pk])) == [ours.name]


def test_the_file_says_who_when_and_by_which_filter(zone, clerk):
    world.unit(zone)
    head = content(clerk, made(clerk, query={"town": ["419001102"]})).decode("utf-8-sig").splitlines()[:HEADS]
    assert "企业（项目） · 共 1 家" in head[0]
    assert clerk.name in head[1]
    assert clerk.position in head[1]
    assert "镇（街道）：轵城镇" in head[2]
    assert "不含个人信息" in head[3]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "＝", "＋", "－", "＠"])
def test_text_that_a_spreadsheet_takes_for_a_formula_stays_text(zone, clerk, start):
    unit = world.unit(zone)
    Unit.objects.filter(pk=unit.pk).update(name=f"{start}cmd|' /C calc'!A0")
    assert names(clerk, made(clerk)) == [f"'{start}cmd|' /C calc'!A0"]
    book = load_workbook(io.BytesIO(content(clerk, made(clerk, format="xlsx"))))
    cell = book.worksheets[0].cell(HEADS + 2, 1)
    assert (cell.value, cell.data_type, cell.quotePrefix) == (f"{start}cmd|' /C calc'!A0", "s", True)


def test_numbers_and_days_in_a_workbook_are_numbers_and_days(zone, clerk):
    world.unit(zone, staff_count=41, revenue_fen=2_500_000, founded_on="2024-02-29")
    run = made(clerk, format="xlsx", query={"columns": ["staff_count", "revenue_fen", "founded_on"]})
    sheet = load_workbook(io.BytesIO(content(clerk, run))).worksheets[0]
    staff, revenue, founded = (sheet.cell(HEADS + 2, place).value for place in (1, 2, 3))
    assert (staff, revenue, founded.isoformat()[:10]) == (41, 2.5, "2024-02-29")


def test_an_export_is_ones_own_and_another_does_not_find_it(zone, clerk):
    run = made(clerk)
    colleague = world.person(zone, "clerk_industry")
    with pytest.raises(NotFound):
        content(colleague, run)
    with pytest.raises(NotFound):
        lists.cancel_export(actor=colleague, given=OneExport(run_id=run.pk))
    assert browser(colleague).get(reverse("kernel:export-file", args=[run.pk])).status_code == 404
    assert browser(clerk).get(reverse("kernel:export-file", args=[run.pk])).status_code == 200
    assert f"export-{run.pk}" not in browser(colleague).get(reverse("kernel:exports")).content.decode()


def test_every_download_is_on_the_record(zone, clerk):
    run = made(clerk)
    content(clerk, run)
    content(clerk, run)
    assert AuditLine.objects.filter(command="kernel:export:read", outcome="done", subject_id=run.pk).count() == 2
    line = AuditLine.objects.get(command="directory:unit:export")
    assert (line.details["list"], line.details["masked"]) == (KEY, True)


def test_files_are_deleted_after_seven_days_and_their_rows_stay(zone, clerk):
    old, fresh = made(clerk), made(clerk)
    now = clock.now()
    ExportRun.objects.filter(pk=old.pk).update(finished_at=now - exports.KEPT - timedelta(seconds=1))
    ExportRun.objects.filter(pk=fresh.pk).update(finished_at=now - exports.KEPT + timedelta(hours=1))
    with acting(None):
        assert working.prune_exports(now) == 1
        assert working.prune_exports(now) == 0
    with acting(clerk):
        assert list(StoredFile.objects.values_list("pk", flat=True)) == [fresh.file_id]
    with pytest.raises(WrongMove, match="已满 7 天"):
        content(clerk, old)
    assert ExportRun.objects.filter(pk=old.pk).exists()


def test_a_cancelled_export_is_not_made_and_a_finished_one_is_not_cancelled(zone, clerk):
    run = asked(clerk)
    lists.cancel_export(actor=clerk, given=OneExport(run_id=run.pk))
    assert written(run).state == "cancelled"
    with acting(clerk):
        assert StoredFile.objects.count() == 0
    with pytest.raises(WrongMove):
        lists.cancel_export(actor=clerk, given=OneExport(run_id=made(clerk).pk))


def test_a_running_export_stops_at_its_next_chunk(zone, clerk, cancelling):
    bare_units(zone, [1] * 3)
    run = cancelling.ask(clerk)
    assert written(run).state == "cancelled"
    assert run.file_id is None
    with acting(clerk):
        assert StoredFile.objects.count() == 0


@pytest.mark.parametrize("format_name", ["xlsx", "csv"])
def test_an_export_that_is_cut_off_leaves_nothing_on_the_disk(
    zone, clerk, cancelling, tmp_path, monkeypatch, format_name
):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    bare_units(zone, [1] * 3)
    assert written(cancelling.ask(clerk, format_name)).state == "cancelled"
    assert list(tmp_path.iterdir()) == []


def test_an_export_asked_for_in_an_ended_term_is_refused_in_words(zone, clerk):
    run = asked(clerk)
    Appointment.objects.filter(pk=clerk.appointment_id).update(ended_at=clock.now())
    written(run)
    assert (run.state, run.message, run.file_id) == ("refused", "任职已结束，未执行", None)


def test_a_scope_that_shrank_meanwhile_is_the_scope_of_the_file(zone, clerk):
    world.unit(zone, name="导出别的镇（演示）", town="419001100")
    here = world.unit(zone)
    run = asked(clerk)
    Appointment.objects.get(pk=clerk.appointment_id).position.__class__.objects.filter(code="clerk_industry").update(
        area_id=here.area_id
    )
    assert names(clerk, written(run)) == [here.name]


def test_an_export_waits_in_the_queue_as_soon_as_its_command_commits(zone, clerk):
    run = asked(clerk)
    job = ProcrastinateJob.objects.get(task_name=tasks.write_export.name, args__run_id=run.pk)
    assert (job.args, job.queue_name, job.status) == ({"run_id": run.pk}, tasks.QUEUE, "todo")
    with pytest.raises(Invalid):
        asked(clerk, query={"town": ["nowhere"]})
    assert ProcrastinateJob.objects.filter(task_name=tasks.write_export.name, args__run_id__gt=run.pk).count() == 0


def test_a_job_that_runs_twice_makes_one_file(zone, clerk):
    run = made(clerk)
    file = run.file_id
    assert written(run).file_id == file
    with acting(clerk):
        assert StoredFile.objects.count() == 1


def test_a_filter_that_is_not_understood_is_not_exported(zone, clerk):
    with pytest.raises(Invalid) as refused:
        asked(clerk, query={"town": ["nowhere"]})
    assert set(refused.value.fields) == {"town"}
    with pytest.raises(Denied):
        asked(world.person(zone, "system_administrator"))
    assert ExportRun.objects.count() == 0


def test_five_exports_may_wait_and_no_sixth(zone, clerk):
    for _ in range(exports.MOST_OPEN):
        asked(clerk)
    with pytest.raises(TooMany, match="5 个导出"):
        asked(clerk)
    assert ExportRun.objects.count() == exports.MOST_OPEN
    asked(world.person(zone, "clerk_industry"))


def test_ten_thousand_rows_go_out_chunk_by_chunk(zone, clerk):
    bare_units(zone, range(10_000))
    run = asked(clerk)
    with acting(None), CaptureQueriesContext(connection) as spent:
        working.run_export(run.pk)
    chunks = -(-10_000 // working.CHUNK)
    assert len(spent) <= 2 * chunks + 30
    selects = [one["sql"] for one in spent if one["sql"].startswith('SELECT "directory_unit"."id"')]
    assert len(selects) == chunks
    assert all(f"LIMIT {working.CHUNK + 1}" in sql for sql in selects)
    assert sorted(int(row["员工数（人）"].replace(",", "")) for row in table(clerk, run)) == list(range(10_000))


@pytest.fixture
def cancelling(zone):
    """A list whose rows, when they are read, tell its owner's cancel: as if she pressed it while the file is made."""
    state = {}

    def press(actor, rows):
        lists.cancel_export(actor=actor, given=OneExport(run_id=state["run"].pk))

    definition = listed("test:cancelling", enrich=press)

    class Cancelling:
        def ask(self, actor, format_name="csv"):
            state["run"] = start(actor, definition, format=format_name)
            return state["run"]

    yield Cancelling()
    registry._known.pop(definition.key)


def start_units(*, actor, given, now=None):
    return exports.start(actor, given, now or clock.now()).result


def listed(key, **more):
    """A list of units of the tests' own, with a personal column."""
    phone = Column(
        "phone",
        "电话",
        Kind.PERSONAL,
        value=lambda unit: "13800000011",
        mask=mask_phone,
        reveal="directory:contact:reveal",
    )
    definition = ListDefinition(
        key=key,
        may="directory:unit:read",
        title="测试清单",
        rows=registry.get(KEY).rows,
        columns=(Column("name", "名称", sort="name"), phone),
        default_sort="name",
        export=start_units,
        export_may="directory:unit:export",
        subject=lambda unit: keyed_hash("13800000011", purpose="phone"),
        **more,
    )
    registry.add(definition)
    return definition


@pytest.fixture
def personal(zone):
    world.unit(zone)
    definition = listed("test:personal")
    yield definition
    registry._known.pop(definition.key)


def start(actor, definition, **given):
    with acting(actor), transaction.atomic():
        return exports.start(
            actor, StartExport(list_key=definition.key, **{"format": "csv", **given}), clock.now()
        ).result


def test_personal_values_go_out_masked_as_on_the_page(clerk, personal):
    run = written(start(clerk, personal))
    assert [row["电话"] for row in table(clerk, run)] == ["138****0011"]
    assert "个人信息已脱敏" in content(clerk, run).decode("utf-8-sig")
    assert PersonalLook.objects.count() == 0


def test_unmasked_needs_the_permission_and_a_purpose_that_stands_in_the_file(zone, clerk, personal):
    with pytest.raises(Invalid) as refused:
        start(clerk, personal, unmasked=True)
    assert set(refused.value.fields) == {"purpose"}
    run = written(start(clerk, personal, unmasked=True, purpose="防疫联络"))
    text = content(clerk, run).decode("utf-8-sig")
    assert "13800000011" in text
    assert "个人信息未脱敏，用途：防疫联络" in text
    kept = PersonalLook.objects.get()
    assert (kept.how, kept.purpose, kept.actor_name) == ("export", "防疫联络", clerk.name)
    assert bytes(kept.subject_hash) == keyed_hash("13800000011", purpose="phone")
    blind = replace(clerk, permissions=clerk.permissions - {"directory:contact:reveal"})
    with pytest.raises(Denied):
        start(blind, personal, unmasked=True, purpose="防疫联络")


def test_the_database_refuses_an_unmasked_export_without_purpose(clerk):
    run = asked(clerk)
    with pytest.raises(IntegrityError, match="unmasked_export_has_purpose"), transaction.atomic():
        ExportRun.objects.filter(pk=run.pk).update(masked=False)
