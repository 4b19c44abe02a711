"""The one clock: Shanghai's days, leap days and ends of years; moved on by its command alone, in a demo alone."""

from datetime import UTC, date, datetime, timedelta

import pytest
from pydantic import ValidationError

from sibao.audit.models import AuditLine
from sibao.kernel import clock
from sibao.kernel.demo import AdvanceClock, advance_clock
from sibao.kernel.jobs import on_fresh_connection
from sibao.kernel.models import ClockOffset
from sibao.kernel.refusals import Denied
from tests import world

pytestmark = pytest.mark.django_db
NEAR = timedelta(minutes=5)


@pytest.fixture(autouse=True)
def real_time_returns(db):
    clock.forget()
    yield
    clock.forget()


def test_without_an_offset_the_clock_is_real_time():
    assert abs(clock.now() - clock.real()) < NEAR
    assert clock.now().utcoffset() == timedelta()


@pytest.mark.parametrize(
    ("utc", "day"),
    [
        (datetime(2024, 2, 28, 15, 0, tzinfo=UTC), date(2024, 2, 28)),
        (datetime(2024, 2, 28, 16, 0, tzinfo=UTC), date(2024, 2, 29)),
        (datetime(2024, 2, 29, 16, 0, tzinfo=UTC), date(2024, 3, 1)),
        (datetime(2023, 12, 31, 15, 0, tzinfo=UTC), date(2023, 12, 31)),
        (datetime(2023, 12, 31, 16, 0, tzinfo=UTC), date(2024, 1, 1)),
        (datetime(2023, 2, 28, 16, 0, tzinfo=UTC), date(2023, 3, 1)),
    ],
)
def test_a_day_begins_at_midnight_in_shanghai(utc, day):
    clock.set_to(utc)
    assert clock.today() == day


def test_the_clock_runs_on_from_where_it_was_set():
    clock.set_to(datetime(2022, 6, 10, 8, 12, tzinfo=clock.SHANGHAI))
    first = clock.now()
    assert timedelta() <= clock.now() - first < NEAR
    assert abs(first - datetime(2022, 6, 10, 0, 12, tzinfo=UTC)) < NEAR


def test_a_demo_moves_its_clock_on_and_it_is_on_the_record(zone, settings):
    settings.DEMO = True
    clock.set_to(datetime(2024, 2, 28, 12, tzinfo=clock.SHANGHAI))
    advance_clock(actor=world.cli(zone), given=AdvanceClock(days=1))
    assert clock.today() == date(2024, 2, 29)
    advance_clock(actor=world.cli(zone), given=AdvanceClock(days=30))
    assert clock.today() == date(2024, 3, 30)
    days = AuditLine.objects.filter(command="kernel:clock:advance", outcome="done").order_by("id")
    assert [line.details for line in days] == [{"days": 1}, {"days": 30}]


@pytest.mark.parametrize("days", [-1, 0, 31, 10**9])
def test_the_clock_never_goes_back_and_never_far(days):
    with pytest.raises(ValidationError):
        AdvanceClock(days=days)


def test_a_real_installation_refuses_whoever_asks_and_keeps_the_refusal(zone, settings):
    settings.DEMO = False
    before = clock.offset()
    with pytest.raises(Denied, match="只有演示系统"):
        advance_clock(actor=world.cli(zone), given=AdvanceClock(days=1))
    assert clock.offset() == before
    assert AuditLine.objects.get(command="kernel:clock:advance").outcome == "refused"


def test_in_a_demo_too_only_who_may_moves_it(zone, settings):
    settings.DEMO = True
    guard = world.person(zone, "unit_gate_guard", unit=world.unit(zone))
    with pytest.raises(Denied):
        advance_clock(actor=guard, given=AdvanceClock(days=1))
    assert clock.offset() == timedelta()


def _another_process_moves_the_clock_on(days: int) -> None:
    clock.now()
    row = ClockOffset.objects.get()
    ClockOffset.objects.update(seconds=row.seconds + timedelta(days=days).total_seconds())


def test_a_command_acts_at_the_time_that_another_process_has_just_set(zone, settings):
    settings.DEMO = True
    clock.set_to(datetime(2022, 6, 3, 8, tzinfo=clock.SHANGHAI))
    _another_process_moves_the_clock_on(10)
    assert clock.today() == date(2022, 6, 3), "what only looks may be late by seconds"
    advance_clock(actor=world.cli(zone), given=AdvanceClock(days=1))
    line = AuditLine.objects.get(command="kernel:clock:advance")
    assert line.at.astimezone(clock.SHANGHAI).date() == date(2022, 6, 13)
    assert clock.today() == date(2022, 6, 14)


@pytest.mark.django_db(transaction=True)
def test_a_job_begins_at_the_time_that_a_page_has_just_set(zone):
    clock.set_to(datetime(2022, 6, 3, 8, tzinfo=clock.SHANGHAI))
    _another_process_moves_the_clock_on(10)
    days = []
    on_fresh_connection(lambda: days.append(clock.today()))()
    assert days == [date(2022, 6, 13)]
