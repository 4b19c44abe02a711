"""Working-day arithmetic: leap days, year ends, adjusted holidays, provisional years, and what holds for all of them."""

import csv
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sibao.inbox import rules
from sibao.inbox.rules import SHANGHAI, Calendar, Limit

TABLE = Path(__file__).resolve().parents[2] / "packs/reference/holidays-2022-2027.csv"
HOURS = ((510, 720), (870, 1080))
DAY_OF_WORK = 420


def national():
    rows = list(csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines()))
    days = {date.fromisoformat(row["date"]): row["kind"] for row in rows}
    return Calendar(
        free=frozenset(day for day, kind in days.items() if kind == "holiday"),
        worked=frozenset(day for day, kind in days.items() if kind == "makeup_workday"),
        published=frozenset(range(2022, 2027)),
        hours=HOURS,
    )


CHINA = national()
PLAIN = Calendar(frozenset(), frozenset(), frozenset(range(2000, 2100)), HOURS)


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


moments = st.integers(0, 5 * 366 * 1440).map(lambda number: at("2022-01-03 00:00") + timedelta(minutes=number))
minutes = st.integers(0, 6_000)
days = st.integers(1, 60)


@pytest.mark.parametrize(
    ("start", "count", "expected"),
    [
        ("2022-06-02 09:00", 1, "2022-06-06 18:00"),  # the dragon boat festival lies between
        ("2022-06-02 23:59", 3, "2022-06-08 18:00"),
        ("2022-04-29 10:00", 1, "2022-05-05 18:00"),
        ("2022-05-06 10:00", 1, "2022-05-07 18:00"),  # a Saturday that is worked
        ("2022-09-30 17:00", 1, "2022-10-08 18:00"),  # after the national holiday a Saturday that is worked
        ("2022-10-08 17:00", 1, "2022-10-09 18:00"),
        ("2022-12-30 08:00", 1, "2023-01-03 18:00"),  # over the end of the year
        ("2024-02-28 10:00", 1, "2024-02-29 18:00"),  # a leap day is a day
        ("2024-02-28 10:00", 2, "2024-03-01 18:00"),
        ("2023-02-28 10:00", 1, "2023-03-01 18:00"),
        ("2022-06-04 10:00", 1, "2022-06-06 18:00"),  # begun on a holiday
    ],
)
def test_working_days_end_with_the_hours_of_the_last_one(start, count, expected):
    assert rules.due(CHINA, at(start), Limit(count, "working_day")) == at(expected)


@pytest.mark.parametrize(
    ("start", "count", "expected"),
    [
        ("2022-06-02 09:00", 60, "2022-06-02 10:00"),
        ("2022-06-02 11:30", 60, "2022-06-02 15:00"),  # over noon
        ("2022-06-02 17:30", 60, "2022-06-06 09:00"),  # over the holiday
        ("2022-06-02 20:00", 30, "2022-06-06 09:00"),
        ("2022-06-02 08:30", 210, "2022-06-02 12:00"),  # to the very end of a span
        ("2022-06-05 10:00", 0, "2022-06-05 10:00"),
    ],
)
def test_working_minutes_run_in_working_hours_only(start, count, expected):
    assert rules.due(CHINA, at(start), Limit(count, "working_minute")) == at(expected)


def test_round_the_clock_no_holiday_stops_the_clock():
    assert rules.due(CHINA, at("2022-06-03 23:00"), Limit(120, "minute")) == at("2022-06-04 01:00")


@pytest.mark.parametrize(
    ("start", "end", "provisional"),
    [
        ("2026-12-01 09:00", "2026-12-31 18:00", False),
        ("2026-12-30 09:00", "2027-01-04 18:00", True),
        ("2027-03-01 09:00", "2027-03-02 18:00", True),
        ("2028-03-01 09:00", "2028-03-02 18:00", True),
        ("2022-06-01 09:00", "2022-06-02 18:00", False),
    ],
)
def test_a_due_time_that_touches_an_unpublished_year_is_provisional(start, end, provisional):
    assert rules.is_provisional(CHINA, at(start), at(end)) is provisional


@given(moments, days)
def test_between_start_and_due_lie_exactly_so_many_working_days(start, count):
    due = rules.due(CHINA, start, Limit(count, "working_day"))
    first = start.date() + timedelta(days=1)
    between = [first + timedelta(days=number) for number in range((due.date() - start.date()).days)]
    assert sum(CHINA.works(day) for day in between) == count
    assert CHINA.works(due.date())
    assert (due.hour, due.minute) == (18, 0)


@given(moments, minutes)
def test_exactly_the_minutes_asked_for_are_worked_until_due(start, count):
    due = rules.due(CHINA, start, Limit(count, "working_minute"))
    assert due >= start
    assert rules.worked(CHINA, start, due) == timedelta(minutes=count)


@given(moments, minutes, minutes)
def test_working_on_after_a_pause_is_the_same_as_no_pause(start, first, second):
    assume(first)
    half = rules.due(CHINA, start, Limit(first, "working_minute"))
    whole = rules.due(CHINA, start, Limit(first + second, "working_minute"))
    assert rules.due(CHINA, half, Limit(second, "working_minute")) == whole


@given(moments, minutes, st.integers(0, 50_000))
def test_a_clock_held_and_let_run_on_keeps_what_was_left(start, count, passed):
    now = start + timedelta(minutes=passed)
    due = rules.due(CHINA, start, Limit(count, "working_minute"))
    kept = rules.left(CHINA, now, due, "working_minute")
    assert kept.unit == "working_minute"
    exact = rules.worked(CHINA, now, due)
    assert timedelta() <= timedelta(minutes=kept.quantity) - exact < timedelta(minutes=1)


@given(moments, moments)
def test_used_is_a_share_that_never_falls(start, now):
    due = rules.due(CHINA, start, Limit(3, "working_day"))
    later = now + timedelta(hours=5)
    assert 0 <= rules.used(CHINA, start, now, due) <= rules.used(CHINA, start, later, due) <= 100


@given(moments, days, st.integers(1, 900))
def test_a_reminder_comes_so_many_working_minutes_before_due(start, count, early):
    due = rules.due(CHINA, start, Limit(count, "working_day"))
    reminded = rules.before(CHINA, due, early, "working_day")
    assert reminded < due
    assert rules.worked(CHINA, reminded, due) == timedelta(minutes=early)


@given(moments, days, st.dates(date(2022, 1, 1), date(2027, 12, 31)))
def test_one_more_day_off_never_makes_anything_due_sooner(start, count, off):
    fewer = Calendar(PLAIN.free | {off}, PLAIN.worked, PLAIN.published, HOURS)
    limit = Limit(count, "working_day")
    assert rules.due(fewer, start, limit) >= rules.due(PLAIN, start, limit)


def test_every_make_up_day_is_worked_and_no_holiday_is():
    assert all(CHINA.works(day) for day in CHINA.worked)
    assert not any(CHINA.works(day) for day in CHINA.free)
    by_year = {
        year: sum(CHINA.works(date(year, 1, 1) + timedelta(days=n)) for n in range(365 + (year % 4 == 0)))
        for year in range(2022, 2027)
    }
    assert by_year == {2022: 249, 2023: 249, 2024: 251, 2025: 248, 2026: 248}


LADDER = (
    rules.Step(1, "offered", Limit(60, "working_minute")),
    rules.Step(2, "due", Limit(0, "working_minute")),
    rules.Step(3, "due", Limit(1, "working_day")),
)


def test_silence_goes_up_rung_by_rung():
    offered, due = at("2022-06-06 09:00"), at("2022-06-07 18:00")
    climb = {
        gone: rules.next_rung(CHINA, LADDER, gone=gone, offered_at=offered, due_at=due) for gone in range(len(LADDER))
    }
    assert climb == {0: (1, at("2022-06-06 10:00")), 1: (2, due), 2: (3, at("2022-06-08 18:00"))}
    assert rules.next_rung(CHINA, LADDER, gone=3, offered_at=offered, due_at=due) is None


def test_who_has_accepted_is_not_told_on_for_not_accepting():
    found = rules.next_rung(CHINA, LADDER, gone=0, offered_at=None, due_at=at("2022-06-07 18:00"))
    assert found == (2, at("2022-06-07 18:00"))


@pytest.mark.parametrize(
    ("giver", "taker", "way"),
    [
        ("department", "town", "across"),
        ("department", "department", "across"),
        ("town", "hq_office", "up"),
        ("hq_office", "province", "up"),
        ("headquarters", "department", "down"),
        ("department", None, "down"),
        (None, "hq_office", "up"),
    ],
)
def test_a_hand_over_goes_up_down_or_across(giver, taker, way):
    assert rules.direction(giver, taker) == way


def test_a_number_says_place_year_and_order():
    assert rules.task_number("JY", 2022, 7) == "JY-RW-2022-0007"
