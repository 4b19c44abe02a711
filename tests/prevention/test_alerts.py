"""From an alert to its end: one matter for a place, asked of who deals with it, consulted on, acted upon, and closed by a word."""

import pytest
from django.db import DatabaseError, transaction

from sibao.accounts.models import Position
from sibao.inbox.models import Task
from sibao.kernel import clock
from sibao.kernel.access import acting
from sibao.kernel.refusals import Conflict, Denied, Invalid, NotFound, WrongMove
from sibao.prevention import queries, services
from sibao.prevention.inputs import ActOnAlert, ConsultOnAlert, DismissAlert, NotedAlert, ReasonedAlert
from sibao.prevention.models import AlertGroup, AlertStep, SignalSource
from sibao.prevention.services import asking
from sibao.prevention.web import tiles
from tests import world
from tests.prevention.signals import Workplace, deliver, hours


@pytest.fixture
def work(zone):
    return Workplace(zone, people=3)


@pytest.fixture
def duty(zone):
    return world.person(zone, "epidemic_hq_duty")


def group_of(work, rule):
    with acting(world.cli(work.zone)):
        return AlertGroup.objects.filter(rule__key=rule, unit=work.unit).latest("pk")


def ask(work):
    with acting(world.cli(work.zone)), transaction.atomic():
        asking.follow(work.zone.pk, clock.now())


def tasks(group, kind="alert"):
    return list(Task.objects.filter(kind__code=kind, subject_kind="alert", subject_id=group.pk).order_by("pk"))


def step(actor, command, given, group, **said):
    return command(actor=actor, given=given(group_id=group.pk, version=group.version, **said))


def test_many_people_at_one_place_are_one_alert_and_one_task_that_ends_by_itself(work):
    ask(work)
    group = group_of(work, "untested")
    assert (group.standing, group.state) == (3, "raised")
    (task,) = tasks(group)
    assert (task.position.role.code, task.unit_id, task.state) == ("liaison_officer", work.unit.pk, "offered")
    deliver(work, *(work.says("sample", who=who) for who in (0, 1)))
    ask(work)
    group = group_of(work, "untested")
    assert (group.standing, len(tasks(group))) == (1, 1)
    deliver(work, work.says("sample", who=2))
    ask(work)
    group = group_of(work, "untested")
    assert (group.standing, group.state, group.closed_by_facts) == (0, "closed", True)
    assert tasks(group)[0].state == "done"


def test_a_positive_goes_from_duty_officer_to_consultation_to_action_and_is_closed_only_by_a_word(work, duty):
    now = clock.now()
    deliver(work, work.says("result", "positive", at=now - hours(2)))
    group = step(duty, services.acknowledge_alert, NotedAlert, group_of(work, "positive"))
    group = step(duty, services.assess_alert, NotedAlert, group, note="车间三人同班")
    seats = [one.pk for one in Position.objects.filter(zone=work.zone, code__in=["health_officer", "clerk_industry"])]
    group = step(duty, services.consult_on_alert, ConsultOnAlert, group, reason="是否封控车间", position_ids=seats)
    with acting(duty):
        assert len(queries.opinions_of(duty, group)) == 2
    group = step(duty, services.act_on_alert, ActOnAlert, group, reason="封控车间并全员采样", position_id=seats[0])
    ask(work)
    assert [task.state for task in tasks(group, "alert_act")] == ["offered"]
    deliver(work, work.says("result", "negative", at=now))
    ask(work)
    group = group_of(work, "positive")
    assert (group.state, group.standing, group.closed_at) == ("resolved", 0, None)
    assert tasks(group, "alert_act")[0].state == "done"
    group = step(duty, services.close_alert, ReasonedAlert, group, reason="复检阴性，解除管控")
    assert group.closed_at is not None
    assert [one.action for one in queries.steps_of(duty, group)] == ["acknowledge", "assess", "consult", "act", "close"]
    with pytest.raises(DatabaseError), transaction.atomic():
        AlertStep.objects.filter(group=group).update(reason="改写")


def test_one_of_several_is_found_false_and_the_rest_stay(work, duty):
    deliver(work, *(work.says("result", "positive", who=who) for who in (0, 1)))
    group = step(duty, services.acknowledge_alert, NotedAlert, group_of(work, "positive"))
    one, other = work.alerts("positive")
    group = step(duty, services.dismiss_alert, DismissAlert, group, reason="样本混淆", alert_id=one.pk)
    assert (group.state, group.standing) == ("acknowledged", 1)
    with pytest.raises(NotFound):
        step(duty, services.dismiss_alert, DismissAlert, group, reason="再来一次", alert_id=one.pk)
    group = step(duty, services.dismiss_alert, DismissAlert, group, reason="样本混淆", alert_id=other.pk)
    assert (group.state, group.standing, work.open("positive")) == ("false_alarm", 0, 0)
    deliver(work, work.says("result", "positive", who=2))
    assert group_of(work, "positive").pk != group.pk


def test_what_is_refused_changes_nothing(work, duty, zone):
    deliver(work, work.says("result", "positive"))
    group = group_of(work, "positive")
    with pytest.raises(WrongMove):
        step(duty, services.close_alert, ReasonedAlert, group, reason="直接销号")
    with pytest.raises(Conflict):
        services.acknowledge_alert(actor=duty, given=NotedAlert(group_id=group.pk, version=group.version + 1))
    with pytest.raises(Denied):
        step(world.person(zone, "hq_commander"), services.acknowledge_alert, NotedAlert, group)
    elsewhere = world.unit(zone)
    with pytest.raises(NotFound):
        step(world.person(zone, "liaison_unit", unit=elsewhere), services.acknowledge_alert, NotedAlert, group)
    group = step(duty, services.acknowledge_alert, NotedAlert, group)
    group = step(duty, services.assess_alert, NotedAlert, group)
    with pytest.raises(Invalid):
        step(duty, services.act_on_alert, ActOnAlert, group, reason="交给不存在的岗位", position_id=10**9)
    assert group_of(work, "positive").state == "assessing"
    assert len(queries.steps_of(duty, group)) == 2


def test_why_says_what_was_read_from_when_by_whom_and_what_would_turn_it(work, duty):
    now = clock.now()
    deliver(work, work.says("sample", at=now - hours(60)))
    (alert,) = [one for one in work.alerts("untested", closed_at=None) if one.subject_id == work.people[0].person_id]
    with acting(duty):
        found = queries.why(duty, queries.alert(duty, alert.pk), now)
    assert (found.answer, found.level) == (True, "normal")
    assert [way.answer for way in found.ways] == [True, False, False, False]
    assert "48小时" in found.ways[0].words.zh
    told = {fact.name.zh: fact for fact in found.facts}
    assert told["核酸采样"].source == "核酸检测机构（示例）"
    assert now - told["核酸采样"].at < hours(61)
    assert list(told) == ["核酸采样", "流动性、接触性岗位", "闭环内"]


def test_the_screen_is_unknown_before_the_first_signal_and_says_who_fell_silent(work, duty):
    now = clock.now()
    with acting(duty):
        assert tiles.standing(duty, now)["as_of"] is None
        deliver(work, work.says("result", "negative", at=now), now=now)
        shown = tiles.standing(duty, now)
        assert shown["as_of"] == now
        assert "核酸检测机构（示例）" not in {one.name for one in shown["silent"]}
        assert "红码" in shown["quiet"]
        assert shown["silent"]
        later = tiles.standing(duty, now + hours(4))
        assert "核酸检测机构（示例）" in {one.name for one in later["silent"]}
        SignalSource.objects.update(last_seen_at=now)
        assert tiles.standing(duty, now)["silent"] == []


def test_who_left_or_works_elsewhere_now_is_warned_of_there_no_more(work, zone):
    deliver(work, work.says("result", "positive"))
    other = Workplace(zone)
    moved = other.hired(work.numbers[0])
    other.follow()
    work.follow()
    assert (work.open("positive"), other.open("positive")) == (0, 1)
    assert work.counts() == {-1: 2, 2: 2}
    with acting(world.cli(zone)):
        work.people[0].delete()
        moved.delete()
    other.follow()
    assert (other.open("positive"), other.counts()) == (0, {-1: 1, 2: 1})
