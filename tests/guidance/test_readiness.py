"""How ready units are, and why: reckoned when something changes, worst things first (R11, R12, R14)."""

import re
from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from sibao.accounts.models import Account
from sibao.criteria import judge
from sibao.facts import queries as facts
from sibao.guidance import queries, rules, services
from sibao.guidance.inputs import DraftPlan, OnePlan, ReturnPlan
from sibao.guidance.models import CheckAnswer, Readiness, Rectification, WorkPlan
from sibao.guidance.services.reckoning import reckon
from sibao.guidance.tasks import RECKON
from sibao.kernel import clock
from sibao.kernel.access import acting
from sibao.kernel.refusals import Conflict, Denied, Invalid, NotFound, WrongMove
from tests import world
from tests.accounts.people import signed_in
from tests.guidance import steps

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit(zone):
    return world.unit(zone)


@pytest.fixture
def owner(zone, unit):
    return world.person(zone, "unit_user", unit=unit)


@pytest.fixture
def clerk(zone):
    return world.person(zone, "clerk_industry")


@pytest.fixture
def guide(zone, unit):
    head = world.person(zone, "head_industry")
    return steps.enforced(head, steps.drafted(head, unit.sector))


def again(unit):
    with acting(world.cli(unit.zone)):
        return reckon(unit.zone_id, None, clock.now())


def row(unit):
    return Readiness.objects.get(unit=unit)


def said_of(unit):
    """Why its grade is no better."""
    return [str(one) for one in rules.reasons(queries.count_of(row(unit)))]


def planned(owner, unit):
    made = services.draft_plan(actor=owner, given=DraftPlan(unit_id=unit.pk, title="工作预案（示例）"))
    steps.shown(owner, "work_plan", made.pk)
    return services.submit_plan(actor=owner, given=OnePlan(plan_id=made.pk, version=made.version))


def approve(actor, plan):
    return services.approve_plan(actor=actor, given=OnePlan(plan_id=plan.pk, version=plan.version))


def test_the_grade_follows_every_change_and_says_why(
    zone, unit, owner, clerk, guide, django_capture_on_commit_callbacks
):
    again(unit)
    assert (row(unit).grade, row(unit).plan) == ("unknown", "none")
    key = CheckAnswer.objects.filter(check_made=steps.begun(owner, unit)).first().item.key
    steps.checked(owner, unit, **{key: "unmet"})
    assert (row(unit).grade, row(unit).normal_open, row(unit).to_put_right) == ("lacking", 1, 1)
    wrong = Rectification.objects.get()
    with clock.standing_at(wrong.due_at + timedelta(minutes=1)):
        assert again(unit) == 1
    assert row(unit).grade == "late"
    assert "整改已逾期" in said_of(unit)[0]
    steps.confirmed(clerk, steps.reported(owner, wrong))
    assert (row(unit).grade, row(unit).to_put_right) == ("near", 0)
    steps.checked(owner, unit, "emergency")
    assert (row(unit).grade, said_of(unit)[0]) == ("near", rules.PLANS["none"])
    approve(clerk, planned(owner, unit))
    short = [f"备战储备 {row(unit).stock_missing} 项没有数据"]
    assert (row(unit).grade, row(unit).stock_missing > 10, said_of(unit)) == ("near", True, short)
    with django_capture_on_commit_callbacks(execute=True):
        steps.stocked(owner, unit)
    assert ProcrastinateJob.objects.filter(task_name=RECKON, status="todo").exists()
    again(unit)
    assert (row(unit).grade, said_of(unit)) == ("ready", [])
    assert row(unit).soon > 0
    assert again(unit) == 0
    with clock.standing_at(clock.now() + timedelta(days=400)):
        again(unit)
    assert row(unit).grade == "lacking"
    assert any("数据过期" in one for one in said_of(unit))
    for short in ({}, {"normal_open": 0, "stock_old": 1}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Readiness.objects.update(grade="ready", **short)


def test_counts_open_their_rows_and_a_thousand_units_are_reckoned_in_as_many_queries_as_one(zone, unit, owner, clerk):
    steps.checked(owner, unit)
    taken = []
    for _more in range(2):
        world.unit(zone)
        with acting(world.cli(zone)), CaptureQueriesContext(connection) as asked:
            reckon(zone.pk, None, clock.now())
        taken.append(len(asked))
    assert taken[0] == taken[1]
    browser = signed_in(Client(), Account.objects.get(pk=clerk.account_id))
    assert browser.get("/guidance/readiness/?applied=1&grade=unknown").context["count"] == 2
    assert browser.get("/guidance/readiness/?applied=1&grade=near&soon=1").context["count"] == 1
    tile = browser.get("/screen/tiles/readiness/").content.decode()
    counted = re.findall(r'href="[^"]*grade=(\w+)".*?<strong>(\d+)</strong>', tile, re.DOTALL)
    assert counted == [("unknown", "2"), ("near", "1"), ("ready", "0")]
    page = browser.get(f"/guidance/units/{unit.pk}/").content.decode()
    assert "基本就绪" in page
    assert "没有预案" in page


def test_a_plan_is_approved_by_somebody_else_and_warns_when_its_guide_gives_way(zone, unit, owner, clerk, guide):
    made = services.draft_plan(actor=owner, given=DraftPlan(unit_id=unit.pk, title="工作预案（示例）"))
    with pytest.raises(Invalid):
        services.submit_plan(actor=owner, given=OnePlan(plan_id=made.pk, version=1))
    with pytest.raises(NotFound):
        queries.plan(clerk, made.pk)
    steps.shown(owner, "work_plan", made.pk)
    plan = services.submit_plan(actor=owner, given=OnePlan(plan_id=made.pk, version=1))
    with pytest.raises(WrongMove):
        services.draft_plan(actor=owner, given=DraftPlan(unit_id=unit.pk, title="另一份（示例）"))
    with pytest.raises(Denied):
        approve(owner, plan)
    with pytest.raises(Conflict):
        services.approve_plan(actor=clerk, given=OnePlan(plan_id=plan.pk, version=9))
    back = ReturnPlan(plan_id=plan.pk, version=plan.version, reason="缺闭环方案")
    plan = services.return_plan(actor=clerk, given=back)
    assert (plan.state, plan.reason) == ("draft", "缺闭环方案")
    plan = services.submit_plan(actor=owner, given=OnePlan(plan_id=plan.pk, version=plan.version))
    first = approve(clerk, plan)
    assert (first.state, first.guide, row(unit).plan) == ("approved", guide, "current")
    head = world.person(zone, "head_industry")
    steps.enforced(head, steps.drafted(head, unit.sector, edition="第2版"))
    again(unit)
    assert row(unit).plan == "stale"
    browser = signed_in(Client(), Account.objects.get(pk=owner.account_id))
    assert "跟的是旧版指南" in browser.get(f"/guidance/plans/{first.pk}/").content.decode()
    second = approve(clerk, planned(owner, unit))
    first.refresh_from_db()
    assert (first.state, second.state, row(unit).plan) == ("superseded", "approved", "current")
    for change in ({"state": "draft"}, {"title": "改了"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            WorkPlan.objects.filter(pk=second.pk).update(**change)


def test_the_pages_of_a_plan_lead_from_draft_to_approved(unit, owner, clerk, guide):
    phone, desk = (signed_in(Client(), Account.objects.get(pk=one.account_id)) for one in (owner, clerk))
    assert phone.post(f"/guidance/units/{unit.pk}/plans/new/", {"title": ""}).status_code == 422
    page = phone.post(f"/guidance/units/{unit.pk}/plans/new/", {"title": "工作预案（示例）"})["Location"]
    plan = WorkPlan.objects.get()
    steps.shown(owner, "work_plan", plan.pk)
    assert phone.post(f"{page}submit/", {"version": 1}).status_code == 302
    assert desk.post(f"{page}return/", {"reason": "缺附图", "version": 2}).status_code == 302
    assert phone.post(f"{page}submit/", {"version": 3}).status_code == 302
    assert desk.post(f"{page}approve/", {"version": 4}).status_code == 302
    plan.refresh_from_db()
    assert plan.state == "approved"


def test_what_a_unit_keeps_ready_is_inventoried_and_what_is_missing_or_old_is_shown(zone, unit, owner):
    """People, facilities, materials in days of cover, and process: the unit says them, guides show them, criteria ask."""

    def shown():
        with acting(owner):
            return {one.key: one for one in facts.inventory_of_unit(owner, unit)}

    def listed(flag):
        page = browser.get("/guidance/readiness/", {"applied": "1", flag: "1"})
        return [one["label"] for one in page.context["rows"]]

    before = shown()
    assert {key: one.missing == len(one.lines) > 1 for key, one in before.items()} == dict.fromkeys(
        ("people", "facilities", "materials", "process"), True
    )
    again(unit)
    clerk = world.person(zone, "clerk_industry")
    browser = signed_in(Client(), Account.objects.get(pk=clerk.account_id))
    hers = signed_in(Client(), Account.objects.get(pk=owner.account_id))
    assert (listed("unstocked"), listed("old_stock")) == ([unit.name], [])
    words = {True: "yes", 20: "20"}
    said = steps.stock(owner, unit)
    form = {
        f"values.{key}": value if isinstance(value, list) else words.get(value, value) for key, value in said.items()
    }
    day = clock.today().isoformat()
    assert hers.post(f"/facts/units/{unit.pk}/record/", {"observed_on": day, **form}).status_code == 302
    assert sum(one.missing + one.stale for one in shown().values()) == 0
    known = facts.known_facts(zone.pk)
    enough = known.catalogue.read_data(
        {"all": [{"f": "protective_days", "op": "ge", "v": 14}, {"f": "closed_loop_staff", "op": "ge", "v": 20}]}
    )
    assert judge(enough, facts.inquiry(known, unit.pk, clock.now())).answer is True
    again(unit)
    assert (listed("unstocked"), listed("old_stock")) == ([], [])
    with clock.standing_at(clock.now() + timedelta(days=15)):
        assert {key: one.stale for key, one in shown().items()} == {
            "people": 0,
            "facilities": 0,
            "materials": 5,
            "process": 0,
        }
        assert judge(enough, facts.inquiry(known, unit.pk, clock.now())).answer is None
    page = hers.get(f"/guidance/units/{unit.pk}/").content.decode()
    assert "备战储备" in page
    assert "防护用品可供" in page
