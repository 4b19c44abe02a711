"""What a department owes is one task of its own: given, ended and opened again by what is known."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from sibao.accounts.models import Account
from sibao.facts import queries, services, tasks
from sibao.facts.inputs import OneFact, RecordFacts
from sibao.facts.models import FactDefinition, FactValue
from sibao.inbox import services as inbox
from sibao.inbox.inputs import ReasonedTask
from sibao.inbox.models import Task
from sibao.kernel import clock
from sibao.kernel.access import acting
from sibao.kernel.refusals import Denied, NotFound, WrongMove
from tests import world
from tests.accounts.people import signed_in

FACT = "chain_critical"


@pytest.fixture
def units(zone):
    return [world.unit(zone) for _ in range(3)]


@pytest.fixture
def clerk(zone):
    return world.person(zone, "clerk_industry")


@pytest.fixture
def fact(zone):
    return FactDefinition.objects.get(zone=zone, key=FACT)


def say(actor, *units, key=FACT, days=0):
    for unit in units:
        day = clock.today() - timedelta(days=days)
        given = RecordFacts(unit_id=unit.pk, observed_on=day, values={key: True})
        services.record_facts(actor=actor, given=given)


def morning():
    tasks.owed_nightly.func.__wrapped__(0)


def steps(task):
    return list(task.steps.order_by("id").values_list("action", flat=True))


def task_of(fact):
    return Task.objects.get(subject_kind="fact", subject_id=fact.pk)


def test_a_department_hears_once_of_each_fact_however_many_units_lack_it(zone, units, clerk, fact):
    say(clerk, units[0])
    say(clerk, units[1], days=400)
    morning()
    task, asked = task_of(fact), Task.objects.filter(kind__code="owed_fact")
    assert (task.position.code, task.subject_label, task.due_at > clock.now()) == ("clerk_industry", fact.name, True)
    assert "欠报 2 家，其中缺少 1 家、已过期 1 家" in task.details
    assert {one.position.code for one in asked} == {"clerk_industry", "clerk_projects", "hq_office_clerk"}
    of_nobody = asked.get(subject_label=FactDefinition.objects.get(key="seriously_dishonest").name)
    assert (of_nobody.position.code, "还没有能填报的岗位" in of_nobody.details) == ("hq_office_clerk", True)
    own = FactDefinition.objects.filter(pk__in=asked.values("subject_id"), source=None)
    before = list(asked.order_by("pk").values_list("pk", "version"))
    morning()  # a second run, or one after a crash
    assert (list(asked.order_by("pk").values_list("pk", "version")), own.exists()) == (before, False)
    assert len(before) == asked.values("subject_id").distinct().count()


def test_a_run_that_is_cut_short_is_made_whole_by_the_next(zone, units, fact):
    actor = world.cli(zone)
    with acting(actor):
        todo = queries.to_follow(zone.pk)
        for fact_id in todo[:2]:
            services.follow_owed(actor=actor, given=OneFact(fact_id=fact_id))
        with transaction.atomic():
            services.follow_owed(actor=actor, given=OneFact(fact_id=todo[2]))
            transaction.set_rollback(True)
        assert (Task.objects.count(), queries.to_follow(zone.pk)) == (2, todo[2:])
    morning()
    assert sorted(Task.objects.values_list("subject_id", flat=True)) == todo


def test_it_ends_when_the_facts_have_come_and_opens_again_when_they_grow_old(
    zone, units, clerk, fact, django_capture_on_commit_callbacks
):
    morning()
    with django_capture_on_commit_callbacks(execute=True):
        say(clerk, *units[:2])
    jobs = ProcrastinateJob.objects.filter(task_name=tasks.FOLLOW, status="todo", args__zone_id=zone.pk)
    assert jobs.count() == 1
    tasks.owed_follow.func.__wrapped__(zone.pk)
    assert task_of(fact).state == "offered"
    say(clerk, units[2])
    tasks.owed_follow.func.__wrapped__(zone.pk)
    task = task_of(fact)
    assert (task.state, task.result) == ("done", "已全部补齐")
    clock.set_to(clock.now() + timedelta(days=366))
    morning()
    task.refresh_from_db()
    assert (task.state, task.round, steps(task)) == ("doing", 2, ["assign", "complete", "reopen"])
    assert "欠报 3 家，其中缺少 0 家、已过期 3 家" in task.steps.last().note
    fact.retired = True
    fact.save()
    morning()
    task.refresh_from_db()
    assert (task.state, task.result) == ("done", "事实目录不再由部门提供这一项")


def test_what_a_person_called_off_is_not_asked_again_by_itself_but_by_a_person(zone, units, clerk, fact):
    morning()
    task, office = task_of(fact), world.person(zone, "hq_office_clerk")
    gone = ReasonedTask(task_id=task.pk, version=task.version, reason="名录下月统一发布")
    inbox.cancel_task(actor=world.cli(zone), given=gone)
    morning()
    assert [one.state for one in Task.objects.filter(subject_id=fact.pk)] == ["cancelled"]
    browser = signed_in(Client(), Account.objects.get(pk=office.account_id))
    page = f"/facts/{fact.pk}/"
    shown = browser.get(page).content.decode()
    assert f"{page}ask/" in shown
    assert f"missing={fact.pk}" in shown
    assert browser.post(f"{page}ask/")["Location"] == page
    assert [one.state for one in Task.objects.filter(subject_id=fact.pk).order_by("pk")] == ["cancelled", "offered"]
    assert f"{page}ask/" not in browser.get(page).content.decode()


def test_nobody_asks_twice_or_for_nothing_or_for_a_part_of_the_zone(zone, units, clerk, fact):
    office = world.person(zone, "hq_office_clerk")
    given = OneFact(fact_id=fact.pk)
    with pytest.raises(Denied):
        services.ask_owed(actor=clerk, given=given)
    assert services.ask_owed(actor=office, given=given) == 3
    own = FactDefinition.objects.get(zone=zone, key="sampling_point")
    for wanted, why in ((given, WrongMove), (OneFact(fact_id=own.pk), WrongMove), (OneFact(fact_id=2**40), NotFound)):
        with pytest.raises(why):
            services.ask_owed(actor=office, given=wanted)
    assert (Task.objects.count(), FactValue.objects.count()) == (1, 0)
