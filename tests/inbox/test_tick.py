"""The clock's minute: everything due is done once, whatever was left undone before."""

import inspect

import pytest
from django.db import connection
from django.test import Client

from sibao.accounts.models import Account
from sibao.inbox import tasks
from sibao.inbox.events import TaskMoved
from sibao.kernel import clock
from sibao.kernel.access import acting
from sibao.kernel.events import HANDLERS
from tests import world
from tests.accounts.people import signed_in
from tests.inbox.steps import actions, answer, assign, at

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(zone):
    return world.person(zone, "hq_office_clerk")


@pytest.fixture
def clerk(zone):
    return world.person(zone, "clerk_industry")


def look(zone, moment):
    actor = world.cli(zone)
    with acting(actor):
        while tasks.look(actor, at(moment)):
            pass


def test_a_minute_does_everything_that_is_due_and_the_next_one_nothing(zone, office, clerk):
    world.person(zone, "hq_commander")
    first, second = assign(office, "clerk_industry"), assign(office, "clerk_industry", kind="freight")
    for _again in range(2):
        look(zone, "2022-06-24 09:00")
    assert actions(first) == ["assign", "overdue", "escalate", "escalate", "escalate"]
    assert actions(second) == ["assign", "overdue", "escalate", "escalate", "escalate"]


def test_very_much_that_is_due_is_done_in_parts_so_that_others_come_between(zone, office, clerk, monkeypatch):
    monkeypatch.setattr(tasks, "MOST", 1)
    both = [assign(office, "clerk_industry"), assign(office, "clerk_industry", kind="freight")]
    with clock.standing_at(at("2022-06-24 09:00")):
        inspect.unwrap(tasks.tick.func)(timestamp=0)
        assert sorted("escalate" in actions(task) for task in both) == [False, True]
    assert waiting_ticks() == 1
    look(zone, "2022-06-24 09:00")
    assert all("escalate" in actions(task) for task in both)


def waiting_ticks():
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from procrastinate_jobs where task_name = %s", [tasks.TICK])
        return cursor.fetchone()[0]


def test_nothing_happens_before_its_time(zone, office, clerk):
    task = assign(office, "clerk_industry")
    look(zone, "2022-06-09 10:00")
    assert actions(task) == ["assign"]


def test_a_minute_that_breaks_off_leaves_nothing_behind_and_the_next_one_does_it_all(zone, office, clerk):
    task = assign(office, "clerk_industry")
    answer("accept", clerk, task)
    HANDLERS[TaskMoved].append(break_off)
    try:
        with pytest.raises(ConnectionError):
            look(zone, "2022-06-16 18:00")
    finally:
        HANDLERS[TaskMoved].remove(break_off)
    assert actions(task) == ["assign", "accept"]
    look(zone, "2022-06-16 18:00")
    assert actions(task) == ["assign", "accept", "overdue", "escalate"]


def break_off(event):
    raise ConnectionError


def test_the_workbench_shows_what_lies_with_me_and_the_head_counts_it(office, clerk):
    assign(office, "clerk_industry", title="核实两条线停电")
    browser = signed_in(Client(), Account.objects.get(pk=clerk.account_id))
    page = browser.get("/").content.decode()
    assert "核实两条线停电" in page
    assert "待办 1" in page


def test_a_task_is_accepted_by_one_tap_and_refused_to_a_stale_one(office, clerk):
    task = assign(office, "clerk_industry")
    browser = signed_in(Client(), Account.objects.get(pk=clerk.account_id))
    assert browser.post(f"/tasks/{task.pk}/accept/", {"version": task.version}).status_code == 302
    assert browser.post(f"/tasks/{task.pk}/complete/", {"version": 1, "result": "办妥"}).status_code == 409
    task.refresh_from_db()
    assert (task.state, task.holder_id) == ("doing", clerk.account_id)
