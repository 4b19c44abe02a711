"""Given up, crashed, overtaken or refused: what was written stays, what was not is not, and nothing is written twice."""

import pytest
from django.db import InterfaceError, OperationalError
from procrastinate.jobs import Job

from sibao.accounts.models import Appointment
from sibao.directory.inputs import EditUnit
from sibao.directory.models import Unit
from sibao.directory.services import edit_unit
from sibao.directory.services.unit_workbook import UnitWorkbook
from sibao.kernel import clock
from sibao.kernel.imports import queries, services, shown, working
from sibao.kernel.imports.importers import IMPORTERS
from sibao.kernel.imports.inputs import AnswerImport, ApplyImport, OneRun
from sibao.kernel.models import ImportRun
from sibao.kernel.refusals import Conflict, WrongMove
from sibao.kernel.tasks import exports, imports
from tests import world
from tests.kernel.imports.steps import KEY, apply, listed, upload, verdicts, work

pytestmark = pytest.mark.django_db


def test_a_given_up_import_writes_nothing_and_cannot_be_applied(clerk, workbook):
    run = upload(clerk, workbook(listed(4)))
    services.cancel_import(actor=clerk, given=OneRun(run_id=run.id))
    run.refresh_from_db()
    assert run.state == "cancelled"
    with pytest.raises(WrongMove):
        services.apply_import(actor=clerk, given=ApplyImport(run_id=run.id, version=run.version))
    with pytest.raises(WrongMove):
        services.cancel_import(actor=clerk, given=OneRun(run_id=run.id))
    work(working.write_run, run)
    assert Unit.objects.count() == 0


class Interrupted(UnitWorkbook):
    """The workbook of units, with something happening when a chunk has been written or is about to be."""

    def __init__(self, happens, *, after=0, before=0):
        self.happens, self.after, self.before, self.written = happens, after, before, 0

    def write(self, **given):
        if self.before and self.written + 1 == self.before:
            self.happens()
        super().write(**given)
        self.written += 1
        if self.written == self.after:
            self.happens()


class PowerCut(BaseException):
    pass


def cut():
    raise PowerCut


def test_a_running_import_stops_when_it_is_given_up_and_keeps_what_was_written(clerk, workbook, monkeypatch):
    monkeypatch.setattr(working, "CHUNK", 4)
    run = upload(clerk, workbook(listed(10)))
    services.apply_import(actor=clerk, given=ApplyImport(run_id=run.id, version=run.version))
    monkeypatch.setitem(
        IMPORTERS, KEY, Interrupted(lambda: services.cancel_import(actor=clerk, given=OneRun(run_id=run.id)), after=1)
    )
    work(working.write_run, run)
    run.refresh_from_db()
    assert run.state == "cancelled"
    assert Unit.objects.count() == 4
    assert sorted(verdicts(clerk, run).values()) == ["applied"] * 4 + ["new"] * 6


@pytest.mark.parametrize("moment", [{"after": 2}, {"before": 2}])
def test_an_import_that_crashed_goes_on_and_writes_nothing_twice(clerk, workbook, monkeypatch, moment):
    monkeypatch.setattr(working, "CHUNK", 4)
    run = upload(clerk, workbook(listed(10)))
    services.apply_import(actor=clerk, given=ApplyImport(run_id=run.id, version=run.version))
    with monkeypatch.context() as patch:
        patch.setitem(IMPORTERS, KEY, Interrupted(cut, **moment))
        with pytest.raises(PowerCut):
            work(working.write_run, run)
    assert Unit.objects.count() == 4
    work(working.write_run, run)
    work(working.write_run, run)
    run.refresh_from_db()
    assert (run.state, run.progress, run.total) == ("applied", 10, 10)
    assert Unit.objects.count() == 10
    assert set(Unit.objects.values_list("version", flat=True)) == {1}


def test_the_work_ends_in_words_when_the_one_who_asked_has_left_her_position(clerk, workbook):
    run = upload(clerk, workbook(listed(3)))
    services.apply_import(actor=clerk, given=ApplyImport(run_id=run.id, version=run.version))
    Appointment.objects.filter(pk=clerk.appointment_id).update(ended_at=clock.now())
    work(working.write_run, run)
    run.refresh_from_db()
    assert (run.state, run.message) == ("refused", "任职已结束，未执行")
    assert Unit.objects.count() == 0


def test_a_defect_of_the_program_ends_the_run_in_words_and_is_reported(clerk, workbook, monkeypatch):
    def break_down():
        raise ZeroDivisionError

    run = upload(clerk, workbook(listed(3)))
    services.apply_import(actor=clerk, given=ApplyImport(run_id=run.id, version=run.version))
    monkeypatch.setitem(IMPORTERS, KEY, Interrupted(break_down, before=1))
    with pytest.raises(ZeroDivisionError):
        work(working.write_run, run)
    run.refresh_from_db()
    assert run.state == "failed"
    assert run.message


@pytest.mark.parametrize("kind", [OperationalError, InterfaceError])
def test_what_the_database_interrupts_has_not_failed_and_goes_on(clerk, workbook, monkeypatch, kind):
    def goes_away():
        raise kind("the connection is closed")

    monkeypatch.setattr(working, "CHUNK", 4)
    run = upload(clerk, workbook(listed(10)))
    services.apply_import(actor=clerk, given=ApplyImport(run_id=run.id, version=run.version))
    with monkeypatch.context() as patch:
        patch.setitem(IMPORTERS, KEY, Interrupted(goes_away, before=2))
        with pytest.raises(kind):
            work(working.write_run, run)
    run.refresh_from_db()
    assert (run.state, Unit.objects.count()) == ("applying", 4)
    work(working.write_run, run)
    run.refresh_from_db()
    assert (run.state, run.progress, Unit.objects.count()) == ("applied", 10, 10)


@pytest.mark.parametrize("task", [imports.read_import, imports.write_import, exports.write_export])
def test_the_queue_begins_anew_what_the_database_interrupts_and_nothing_else(task):
    for kind, again in ((OperationalError, True), (InterfaceError, True), (ZeroDivisionError, False)):
        assert bool(task.retry_strategy.get_retry_decision(exception=kind(), job=FIRST_TRY)) is again


FIRST_TRY = Job(id=1, queue="imports", lock=None, queueing_lock=None, task_name="", attempts=1)


def test_reading_again_after_a_crash_keeps_each_row_once(clerk, workbook):
    run = upload(clerk, workbook(listed(6)))
    ImportRun.objects.filter(pk=run.pk).update(state="reading")
    work(working.read_run, run)
    assert len(verdicts(clerk, run)) == 6


def test_a_row_that_is_refused_when_written_parks_only_itself(clerk, workbook):
    made = listed(6)
    run = upload(clerk, workbook(made))
    world.unit(world.load_pack(), code=made[2].code)
    run = apply(clerk, run)
    assert run.state == "applied"
    (parked,) = queries.parked(clerk)
    said = shown.row(parked)["problems"][0]
    assert "刚被别人登记" in said["text"]
    assert said["cure"]
    assert Unit.objects.count() == 6


def test_a_preview_changed_meanwhile_is_not_applied(clerk, workbook):
    run = upload(clerk, workbook(listed(3)))
    services.answer_import(actor=clerk, given=AnswerImport(run_id=run.id, version=run.version, sheet="汇总"))
    work(working.read_run, run)
    with pytest.raises(Conflict) as caught:
        services.apply_import(actor=clerk, given=ApplyImport(run_id=run.id, version=run.version))
    assert (caught.value.yours, caught.value.current) == (run.version, run.version + 1)
    assert Unit.objects.count() == 0


def test_an_edit_between_preview_and_apply_is_not_lost(clerk, workbook):
    made = listed(3)
    apply(clerk, upload(clerk, workbook(made)))
    made[0].staff = 77
    run = upload(clerk, workbook(made))
    unit = Unit.objects.get(code=made[0].code)
    names = ("kind", "code", "owner_code", "name", "area_id", "sector_id", "industry_code", "founded_on")
    details = {name: getattr(unit, name) for name in names} | {"unit_id": unit.id, "version": unit.version}
    edit_unit(actor=clerk, given=EditUnit.model_validate(details | {"address": "虎岭大道 1 号（演示）"}))
    apply(clerk, run)
    unit.refresh_from_db()
    assert (unit.staff_count, unit.address, unit.version) == (77, "虎岭大道 1 号（演示）", 3)
