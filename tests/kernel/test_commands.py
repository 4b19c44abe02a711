"""One way to change anything: allowed, in one transaction, recorded, announced; or not at all, and that recorded."""

import pytest
from django.apps import apps

from sibao.audit.models import AuditLine
from sibao.directory.events import UnitsChanged
from sibao.directory.inputs import EditUnit, RecordMeasure, RegisterUnit
from sibao.directory.models import Area, Sector, Unit, UnitMeasure
from sibao.directory.services import edit_unit, record_measure, register_unit
from sibao.kernel import clock
from sibao.kernel.commands import COMMANDS, command
from sibao.kernel.events import HANDLERS, Event, on, publish
from sibao.kernel.models import LiveEvent
from sibao.kernel.permissions import ALL
from sibao.kernel.refusals import Conflict, Denied, Invalid, NotFound
from sibao.whitelist.models import CoverageCell
from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(zone):
    return world.person(zone, "clerk_industry")


def details(unit, **changed):
    names = ("kind", "code", "name", "area_id", "sector_id", "address", "version")
    return EditUnit.model_validate({name: getattr(unit, name) for name in names} | {"unit_id": unit.pk} | changed)


def fresh(zone, **changed):
    given = {
        "code": world.uscc(4_000_000),
        "name": "新登记的单位（演示）",
        "area_id": Area.objects.get(zone=zone, code="419001102").pk,
        "sector_id": Sector.objects.get(zone=zone, code="industry").pk,
    }
    return RegisterUnit.model_validate(given | changed)


def everything():
    """All that a command of the directory could leave behind, but for the record."""
    return {
        "units": list(Unit.objects.order_by("pk").values()),
        "measures": list(UnitMeasure.objects.values()),
        "history": apps.get_model("directory", "UnitEvent").objects.count(),
        "cells": list(CoverageCell.objects.order_by("pk").values()),
        "told": LiveEvent.objects.count(),
    }


def last_line():
    return AuditLine.objects.order_by("-id").first()


def test_a_command_leaves_its_row_its_history_its_line_and_its_news(zone, clerk):
    before = everything()
    unit = register_unit(actor=clerk, given=fresh(zone))
    after = everything()
    assert len(after["units"]) == len(before["units"]) + 1
    assert after["told"] > before["told"]
    line = last_line()
    assert (line.command, line.outcome, line.account_id) == ("directory:unit:register", "done", clerk.account_id)
    assert (line.appointment_id, line.subject_kind, line.subject_id) == (clerk.appointment_id, "unit", unit.pk)
    version = apps.get_model("directory", "UnitEvent").objects.get(pgh_obj=unit)
    assert version.pgh_context.metadata["command"] == "directory:unit:register"
    assert version.pgh_context.metadata["account"] == clerk.account_id


def test_who_may_not_changes_nothing_and_the_refusal_is_on_the_record(zone):
    reader, unit = world.person(zone, "hq_duty_officer"), world.unit(zone)
    before = everything()
    with pytest.raises(Denied) as refused:
        edit_unit(actor=reader, given=details(unit, name="偷改的名称（演示）"))
    assert refused.value.permission == "directory:unit:edit"
    assert everything() == before
    line = last_line()
    assert (line.command, line.outcome, line.account_id) == ("directory:unit:edit", "refused", reader.account_id)
    assert line.details == {"code": "denied"}
    assert line.reason


@pytest.mark.parametrize(
    ("refusal", "wrong"),
    [
        (Conflict, {"version": 7}),
        (Invalid, {"area_id": 2**40}),
        (NotFound, {"unit_id": 2**40}),
    ],
)
def test_any_refusal_rolls_everything_back_and_is_recorded_outside(zone, clerk, refusal, wrong):
    unit = world.unit(zone)
    before = everything()
    with pytest.raises(refusal):
        edit_unit(actor=clerk, given=details(unit, name="半途而废（演示）", **wrong))
    assert everything() == before
    assert (last_line().outcome, last_line().details["code"]) == ("refused", refusal.code)


def test_a_refusal_after_writing_takes_the_writing_back(zone, clerk):
    """A unit registered outside the clerk's sector is written, looked at through her scope, and refused."""
    before = everything()
    with pytest.raises(Invalid) as refused:
        register_unit(actor=clerk, given=fresh(zone, sector_id=Sector.objects.get(zone=zone, code="commerce").pk))
    assert set(refused.value.fields) == {"area_id"}
    assert everything() == before


def test_a_stale_version_is_refused_with_both_versions(zone, clerk):
    unit = world.unit(zone)
    edit_unit(actor=clerk, given=details(unit, address="先来的人的地址"))
    with pytest.raises(Conflict) as stale:
        edit_unit(actor=clerk, given=details(unit, address="后来的人的地址"))
    assert (stale.value.yours, stale.value.current) == (1, 2)
    assert Unit.objects.get(pk=unit.pk).address == "先来的人的地址"


class Breaks(Exception):
    """Something goes wrong in a listener."""


@pytest.fixture
def listener_breaks():
    """A listener that fails after all others have done their work."""

    def fail(event):
        raise Breaks

    on(UnitsChanged)(fail)
    yield
    HANDLERS[UnitsChanged].remove(fail)


def test_a_listener_that_fails_takes_the_whole_command_back(zone, clerk, listener_breaks):
    before, lines = everything(), AuditLine.objects.count()
    with pytest.raises(Breaks):
        register_unit(actor=clerk, given=fresh(zone))
    assert everything() == before
    assert AuditLine.objects.count() == lines


def test_listeners_hear_their_own_events_in_order_and_no_others():
    heard = []

    class Happened(Event):
        pass

    class Other(Event):
        pass

    on(Happened)(lambda event: heard.append(("first", event)))
    on(Happened)(lambda event: heard.append(("second", event)))
    happened = Happened(zone_id=1)
    try:
        publish([happened, Other(zone_id=1)])
    finally:
        HANDLERS.pop(Happened), HANDLERS.pop(Other, None)
    assert heard == [("first", happened), ("second", happened)]
    with pytest.raises(AttributeError):
        happened.zone_id = 2


def test_a_command_without_a_declared_permission_cannot_run(zone):
    name = "directory:unit:invented"

    @command(name)
    def invented(*, actor, now, given):
        raise AssertionError("never reached")

    try:
        with pytest.raises(KeyError):
            invented(actor=world.cli(zone), given=fresh(zone))
        with pytest.raises(RuntimeError, match="declared twice"):
            command(name)(invented)
    finally:
        COMMANDS.pop(name)
    assert name not in ALL


def test_a_later_value_replaces_the_earlier_and_history_keeps_both(zone, clerk):
    unit = world.unit(zone)
    for value in (5, 9):
        given = RecordMeasure(unit_id=unit.pk, measure_id=unit.sector.measure_id, year=2021, value=value, source="测试")
        record_measure(actor=clerk, given=given)
    assert UnitMeasure.objects.get(unit=unit).value == 9
    events = apps.get_model("directory", "UnitMeasureEvent").objects.filter(unit_id=unit.pk).order_by("pgh_id")
    assert [event.value for event in events] == [5, 9]


def test_a_command_tells_the_time_that_it_was_given(zone, clerk):
    at = clock.now().replace(year=2024, month=2, day=29)
    register_unit(actor=clerk, given=fresh(zone), now=at)
    assert last_line().at == at
    assert last_line().recorded_at > at
