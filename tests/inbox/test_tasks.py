"""Tasks from hand to hand: one number, one clock, one of four guarantees (R04, R22, R120)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from sibao.audit.models import AuditLine
from sibao.inbox import queries, states
from sibao.inbox.models import Task, TaskKind, TaskStep
from sibao.kernel import levels
from sibao.kernel.refusals import Conflict, Denied, Invalid, NotFound, WrongMove
from tests import world
from tests.inbox.steps import actions, answer, assign, at, complete, reasoned, seat, transfer

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(zone):
    return world.person(zone, "hq_office_clerk")


@pytest.fixture
def clerk(zone):
    return world.person(zone, "clerk_industry")


@pytest.fixture
def other_clerk(zone):
    return world.person(zone, "clerk_industry")


@pytest.fixture
def freight(zone):
    return world.person(zone, "clerk_transport")


@pytest.fixture
def province(zone):
    return world.person(zone, "province_reader")


def unchanged(task, then):
    former = Task.objects.filter(pk=task.pk).values().get()
    steps = TaskStep.objects.count()
    with pytest.raises(then[0]) as refused:
        then[1]()
    assert Task.objects.filter(pk=task.pk).values().get() == former
    assert TaskStep.objects.count() == steps
    return refused.value


def test_a_task_carries_a_guarantee_a_clock_and_a_number(office, clerk):
    task = assign(office, "clerk_industry")
    assert (task.guarantee, task.state, task.holder) == ("production", "offered", None)
    assert task.due_at == at("2022-06-16 18:00")  # five working days, the first one not counted
    assert str(queries.task(clerk, task.pk).serial) == str(task.serial)
    assert assign(office, "clerk_industry", guarantee="safety").serial == task.serial + 1


def test_no_row_stands_without_one_of_the_four_guarantees(office, clerk):
    task = assign(office, "clerk_industry")
    with pytest.raises(IntegrityError, match="task_has_guarantee"), transaction.atomic():
        Task.objects.filter(pk=task.pk).update(guarantee="none")


def test_every_kind_of_the_pack_has_a_limit_a_guarantee_and_a_desk(zone):
    kinds = TaskKind.objects.filter(zone=zone)
    assert {kind.guarantee for kind in kinds} == {"production", "logistics", "policy", "safety"}
    assert all(kind.limits.filter(level="normal").exists() for kind in kinds)


def test_the_limit_follows_the_level_in_force(zone, office, clerk):
    levels.set_resolver(lambda scope, now: "emergency")
    try:
        task = assign(office, "clerk_industry", kind="freight", now="2022-06-11 22:00")
    finally:
        levels.set_resolver(None)
    assert (task.level, task.due_at) == ("emergency", at("2022-06-12 00:00"))
    assert assign(office, "clerk_industry", kind="freight").level == "normal"


def test_a_unit_matter_goes_to_the_units_own_liaison_officer(zone, office):
    mine, other = world.unit(zone), world.unit(zone)
    officer, colleague = (world.person(zone, "liaison_unit", unit=unit) for unit in (mine, other))
    task = assign(office, "liaison_unit", kind="unit_matter", unit_id=mine.pk)
    assert (task.seat_unit_id, task.area_path) == (mine.pk, mine.area_path)
    assert list(queries.my_open(officer)) == [task]
    assert list(queries.my_open(colleague)) == []
    with pytest.raises(NotFound):
        queries.task(colleague, task.pk)


def test_who_accepts_holds_it_and_her_colleague_of_the_seat_does_not(office, clerk, other_clerk):
    task = assign(office, "clerk_industry")
    assert queries.in_head(clerk).tasks == queries.in_head(other_clerk).tasks == 1
    task = answer("accept", clerk, task)
    assert (task.state, task.holder_id) == ("doing", clerk.account_id)
    assert (queries.in_head(clerk).tasks, queries.in_head(other_clerk).tasks) == (1, 0)
    refused = unchanged(task, (Denied, lambda: complete(other_clerk, task)))
    assert refused.permission == "inbox:task:complete"


def test_a_declined_task_goes_back_to_who_gave_it_with_the_reason(office, clerk):
    task = assign(office, "clerk_industry")
    task = reasoned("decline", clerk, task, reason="不属本领域")
    assert (task.position_id, task.state) == (seat(task.zone, "hq_office_clerk"), "offered")
    assert task.steps.latest("id").note == "不属本领域"
    assert queries.task(clerk, task.pk) == task  # she still sees where it went
    unchanged(task, (WrongMove, lambda: reasoned("decline", office, task)))


def test_a_task_crosses_departments_and_levels_under_one_number_and_one_clock(office, clerk, freight, province):
    task = assign(office, "clerk_industry")
    number, due = (task.year, task.serial), task.due_at
    answer("accept", clerk, task)
    transfer(clerk, task, "clerk_transport")
    answer("accept", freight, task)
    transfer(freight, task, "province_reader")
    task = answer("accept", province, task)
    assert ((task.year, task.serial), task.due_at) == (number, due)
    ways = TaskStep.objects.filter(task=task, action="transfer").order_by("id")
    assert list(ways.values_list("direction", flat=True)) == ["across", "up"]
    for one in (office, clerk, freight, province):
        assert queries.task(one, task.pk) == task
    task = complete(province, task)
    assert (task.state, task.ended_at) == ("done", at("2022-06-09 09:00"))


def test_nothing_is_entered_again_when_a_task_is_handed_on(office, clerk, freight):
    task = assign(office, "clerk_industry", details="两条线停电，缺口 12 兆瓦", subject_kind="batch", subject_id=4)
    transfer(clerk, task, "clerk_transport")
    seen = queries.task(freight, task.pk)
    assert (seen.details, seen.subject_kind, seen.subject_id) == ("两条线停电，缺口 12 兆瓦", "batch", 4)
    assert Task.objects.count() == 1


def test_a_held_clock_is_seen_and_what_is_left_runs_on(office, clerk):
    task = assign(office, "clerk_industry", kind="freight")  # four working hours from nine
    answer("accept", clerk, task)
    task = reasoned("pause", clerk, task, now="2022-06-09 10:00", reason="等供电公司答复")
    assert (task.state, task.quantity, task.paused_at) == ("waiting", 180, at("2022-06-09 10:00"))
    assert task.next_rung_at is None
    task = answer("resume", clerk, task, now="2022-06-13 08:30")
    assert (task.state, task.due_at) == ("doing", at("2022-06-13 11:30"))


def test_an_overdue_task_is_not_paused(office, clerk):
    task = assign(office, "clerk_industry", kind="freight")
    answer("accept", clerk, task)
    unchanged(task, (WrongMove, lambda: reasoned("pause", clerk, task, now="2022-06-10 10:00")))


def test_a_reopened_task_begins_a_new_round_with_a_new_clock(office, clerk):
    task = assign(office, "clerk_industry")
    task = complete(clerk, task)
    unchanged(task, (Denied, lambda: reasoned("reopen", clerk, task)))
    task = reasoned("reopen", office, task, now="2022-06-20 09:00")
    assert (task.state, task.round, task.ended_at) == ("doing", 2, None)
    assert task.due_at == at("2022-06-27 18:00")


def test_who_gave_a_task_may_withdraw_it_and_who_holds_it_may_not(office, clerk):
    task = assign(office, "clerk_industry")
    unchanged(task, (Denied, lambda: reasoned("cancel", clerk, task)))
    assert reasoned("cancel", office, task).state == "cancelled"


def test_a_stale_version_is_told_with_both_versions(office, clerk):
    task = assign(office, "clerk_industry")
    stale = Task.objects.get(pk=task.pk)
    stale.refresh_from_db = lambda: None
    answer("accept", clerk, task)
    refused = unchanged(task, (Conflict, lambda: reasoned("pause", clerk, stale)))
    assert (refused.yours, refused.current) == (1, 2)


@pytest.mark.parametrize(
    ("given", "field"),
    [({"kind": "nothing"}, "kind"), ({"position_id": 0}, "position_id")],
)
def test_what_does_not_exist_is_named_by_its_field(office, clerk, given, field):
    with pytest.raises(Invalid) as refused:
        assign(office, "clerk_industry", **given)
    assert list(refused.value.fields) == [field]
    assert Task.objects.count() == 0
    assert AuditLine.objects.get(command="inbox:task:assign").outcome == "refused"


def test_nobody_is_given_a_task_who_is_not_there(zone, office):
    for code in ("clerk_commerce", "liaison_unit", "system_administrator"):
        with pytest.raises(Invalid):
            assign(office, code)
    assert Task.objects.count() == 0


def test_a_town_clerk_gives_tasks_about_her_own_town_only(zone, office):
    town = world.person(zone, "clerk_zhicheng")
    here, elsewhere = world.unit(zone, town="419001102"), world.unit(zone, town="419001100")
    assert assign(town, "hq_office_clerk", unit_id=here.pk).unit_id == here.pk
    assert assign(town, "hq_office_clerk").area_path == town.scope.area_path
    for given in ({"unit_id": elsewhere.pk}, {"area_path": elsewhere.area_path}):
        with pytest.raises(NotFound):
            assign(town, "hq_office_clerk", **given)
    assert Task.objects.count() == 2


def test_one_thing_has_one_open_task_of_a_kind(office, clerk):
    task = assign(office, "clerk_industry", subject_kind="batch", subject_id=7)
    with pytest.raises(Invalid, match="同一事项"):
        assign(office, "clerk_industry", subject_kind="batch", subject_id=7)
    assert queries.task_of(task.zone_id, "general", "batch", 7) == task
    complete(clerk, task)
    assert assign(office, "clerk_industry", subject_kind="batch", subject_id=7).pk != task.pk


def test_who_oversees_sees_her_scope_and_others_their_own(zone, office, clerk):
    head, elsewhere = world.person(zone, "head_industry"), world.person(zone, "head_commerce")
    unit = world.unit(zone, sector="industry")
    task = assign(office, "clerk_industry", unit_id=unit.pk)
    assert list(queries.tasks(head)) == [task]
    assert list(queries.tasks(elsewhere)) == []
    with pytest.raises(NotFound):
        answer("accept", elsewhere, task)


def test_the_database_refuses_a_move_that_no_lifecycle_has(office, clerk):
    task = complete(clerk, assign(office, "clerk_industry"))
    with pytest.raises(Exception, match="transition"), transaction.atomic():
        Task.objects.filter(pk=task.pk).update(state="offered", ended_at=None)


def test_steps_are_never_rewritten(office, clerk):
    assign(office, "clerk_industry")
    with pytest.raises(Exception, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("update inbox_taskstep set note = 'x'")


def test_every_move_of_the_lifecycle_is_a_command_of_its_name():
    assert {move.may for move in states.TASK.moves} <= {f"inbox:task:{move.action}" for move in states.TASK.moves}


def test_what_happened_is_told_step_by_step(office, clerk, freight):
    task = assign(office, "clerk_industry")
    answer("accept", clerk, task)
    transfer(clerk, task, "clerk_transport")
    reasoned("decline", freight, task)
    complete(clerk, task)
    assert actions(task) == ["assign", "accept", "transfer", "decline", "complete"]
    assert AuditLine.objects.filter(subject_kind="task", subject_id=task.pk, outcome="done").count() == 5
    assert at("2022-06-09 09:00") - task.created_at < timedelta(seconds=1)
