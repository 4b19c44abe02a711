"""What the clock does: reminders, overdue, silence that goes up once a rung, seats that were left, holidays that are edited."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from sibao.accounts.models import Appointment
from sibao.inbox import queries, services
from sibao.inbox.inputs import ClearHoliday, PublishYear, SetHoliday
from sibao.inbox.models import CalendarYear, Holiday, TaskStep
from sibao.kernel.refusals import Invalid
from tests import world
from tests.inbox.steps import actions, answer, assign, at, by_clock, complete, reasoned

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(zone):
    return world.person(zone, "hq_office_clerk")


@pytest.fixture
def clerk(zone):
    return world.person(zone, "clerk_industry")


def rungs(task):
    steps = task.steps.filter(action="escalate").order_by("id")
    return [(step.rung, step.to_position.code if step.to_position else "") for step in steps]


def test_the_holder_is_reminded_before_due_and_told_once_when_it_is_overdue(office, clerk):
    task = assign(office, "clerk_industry")  # due 2022-06-16 18:00, reminded a morning's work before
    assert task.remind_at == at("2022-06-16 14:30")
    assert by_clock("remind", task, now="2022-06-16 14:29") is None
    by_clock("remind", task, now="2022-06-16 14:30")
    assert task.remind_at == task.due_at
    for _again in range(2):
        by_clock("remind", task, now="2022-06-16 18:00")
    assert actions(task) == ["assign", "remind", "overdue"]


def test_silence_goes_up_to_the_head_then_the_office_then_the_commander(zone, office, clerk):
    world.person(zone, "head_industry"), world.person(zone, "hq_commander")
    task = assign(office, "clerk_industry")
    assert task.next_rung_at == at("2022-06-10 09:00")
    for moment in ("2022-06-10 09:00", "2022-06-16 18:00", "2022-06-20 18:00"):
        by_clock("escalate", task, now=moment)
    assert rungs(task) == [(1, "head_industry"), (2, "hq_office_clerk"), (3, "hq_commander")]
    assert task.next_rung_at is None


def test_a_rung_that_was_gone_up_is_not_gone_up_again(zone, office, clerk):
    world.person(zone, "head_industry")
    task = assign(office, "clerk_industry")
    for _again in range(3):
        by_clock("escalate", task, now="2022-06-10 09:05")
    assert rungs(task) == [(1, "head_industry")]
    step = TaskStep.objects.get(task=task, action="escalate")
    step.pk = None
    with pytest.raises(IntegrityError, match="each_rung_goes_up_once"), transaction.atomic():
        step.save()


def test_a_clock_that_jumps_goes_up_every_rung_once(zone, office, clerk):
    world.person(zone, "hq_commander")
    task = assign(office, "clerk_industry")
    while task.next_rung_at is not None:
        by_clock("escalate", task, now="2022-08-01 09:00")
    assert rungs(task) == [(1, ""), (2, "hq_office_clerk"), (3, "hq_commander")]
    assert task.steps.filter(rung=1).get().note.startswith("第 1 级无人在岗")


def test_whom_silence_has_reached_sees_the_task_and_may_hand_it_on(zone, office, clerk):
    commander = world.person(zone, "hq_commander")
    task = assign(office, "clerk_industry")
    while task.next_rung_at is not None:
        by_clock("escalate", task, now="2022-08-01 09:00")
    assert list(queries.tasks(commander).filter(queries.gone_up_to(commander))) == [task]
    assert queries.governs(commander, task)


def test_an_answered_task_does_not_go_up_for_not_being_accepted(office, clerk):
    task = assign(office, "clerk_industry")
    task = answer("accept", clerk, task)
    assert task.next_rung_at == task.due_at
    assert by_clock("escalate", task, now="2022-06-10 09:05") is None


@pytest.mark.parametrize("how", ["complete", "pause", "cancel"])
def test_what_is_over_or_held_neither_reminds_nor_goes_up(office, clerk, how):
    task = assign(office, "clerk_industry")
    answer("accept", clerk, task)
    if how == "complete":
        complete(clerk, task)
    else:
        reasoned(how, clerk if how == "pause" else office, task)
    before = actions(task)
    for name in ("remind", "escalate"):
        assert by_clock(name, task, now="2022-08-01 09:00") is None
    assert actions(task) == before


def test_a_new_round_climbs_its_ladder_anew(zone, office, clerk):
    task = assign(office, "clerk_industry")
    while task.next_rung_at is not None:
        by_clock("escalate", task, now="2022-08-01 09:00")
    complete(clerk, task, now="2022-08-01 10:00")
    reasoned("reopen", office, task, now="2022-08-01 11:00")
    task.refresh_from_db()
    by_clock("escalate", task, now="2022-09-01 09:00")
    assert [(step.round, step.rung) for step in task.steps.filter(action="escalate").order_by("id")] == [
        (1, 1),
        (1, 2),
        (1, 3),
        (2, 2),
    ]


def test_what_a_deputy_took_comes_back_to_the_seat_when_her_term_ends(zone, office, clerk):
    deputy = world.person(zone, "clerk_industry")
    task = assign(office, "clerk_industry")
    answer("accept", deputy, task)
    assert queries.left_behind(zone.pk, at("2022-06-10 09:00")) == []
    Appointment.objects.filter(pk=deputy.appointment_id).update(ended_at=at("2022-06-10 12:00"))
    assert queries.left_behind(zone.pk, at("2022-06-10 13:00")) == [task.pk]
    by_clock("release", task, now="2022-06-10 13:00")
    assert (task.state, task.holder) == ("offered", None)
    assert list(queries.my_open(clerk)) == [task]
    assert by_clock("release", task, now="2022-06-10 13:00") is None


def holiday(actor, day, kind="holiday"):
    wanted = SetHoliday(day=day, kind=kind, name="临时放假", source="示范区管委会通知")
    return services.set_holiday(actor=actor, given=wanted, now=at("2022-06-09 10:00"))


def test_a_new_day_off_moves_what_is_due_behind_it_and_leaves_a_step(office, clerk):
    task, other = assign(office, "clerk_industry"), assign(office, "clerk_industry", days=1)
    holiday(office, date(2022, 6, 14))
    task.refresh_from_db()
    other.refresh_from_db()
    assert task.due_at == at("2022-06-17 18:00")
    assert actions(task) == ["assign", "reckon"]
    assert (other.due_at, actions(other)) == (at("2022-06-10 18:00"), ["assign"])


def test_a_day_off_taken_back_moves_it_back(office, clerk):
    task = assign(office, "clerk_industry")
    row = holiday(office, date(2022, 6, 14))
    services.clear_holiday(
        actor=office, given=ClearHoliday(holiday_id=row.pk, reason="通知撤回"), now=at("2022-06-09 11:00")
    )
    task.refresh_from_db()
    assert task.due_at == at("2022-06-16 18:00")
    assert not Holiday.objects.filter(day=date(2022, 6, 14)).exists()


def test_only_a_weekend_day_is_made_up_for(office):
    with pytest.raises(Invalid):
        holiday(office, date(2022, 6, 14), kind="makeup_workday")
    assert not Holiday.objects.filter(day=date(2022, 6, 14)).exists()


def test_a_task_due_in_2027_is_provisional_until_the_year_is_confirmed(zone, office, clerk):
    assert not CalendarYear.objects.get(zone=zone, year=2027).published
    task = assign(office, "clerk_industry", now="2026-12-31 09:00")
    assert task.provisional
    services.publish_year(
        actor=office, given=PublishYear(year=2027, source="国务院办公厅通知"), now=at("2026-12-31 10:00")
    )
    task.refresh_from_db()
    assert not task.provisional


def test_every_edit_of_the_table_is_remembered(office):
    row = holiday(office, date(2022, 6, 14))
    holiday(office, date(2022, 6, 14))
    row.refresh_from_db()
    assert row.version == 2
    history = Holiday.pgh_event_model.objects.filter(pgh_obj_id=row.pk)
    assert history.count() == 2
    assert at("2022-06-09 10:00") + timedelta(days=5) == at("2022-06-14 10:00")
