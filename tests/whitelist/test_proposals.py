"""Listings that live: judging again proposes, people do it, and a suspension ends by the cure of its own cause (R32)."""

import contextlib

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from procrastinate.contrib.django.models import ProcrastinateJob

from sibao.accounts.models import Account
from sibao.audit.models import AuditLine
from sibao.directory.models import Unit
from sibao.facts import queries as facts
from sibao.facts import services as services_of_facts
from sibao.facts.inputs import RecordFacts
from sibao.guidance.models import GuideItem
from sibao.inbox.models import Task
from sibao.kernel import clock
from sibao.kernel.access import system
from sibao.kernel.refusals import Conflict, Denied, Invalid, NotFound, Refusal, WrongMove
from sibao.whitelist import services, tasks
from sibao.whitelist.inputs import AcceptProposal, DeclineProposal, RecordOutreach, RenewProposals
from sibao.whitelist.models import BatchMember, Listing, ListProposal, Suspension
from tests import listing, world
from tests.accounts.people import signed_in
from tests.facts.test_criteria import TREE, changed, draft, publish
from tests.whitelist.applying import applied, corrected, user_of
from tests.whitelist.counting import change

pytestmark = pytest.mark.django_db
GOOD = {"staff_count": 300, "city_lifeline": True}
SMALL = GOOD | {"staff_count": 50}
RENEW = "whitelist:proposal:renew"


@pytest.fixture
def clerk(zone):
    return world.person(zone, "clerk_industry")


@pytest.fixture
def office(zone):
    return world.person(zone, "hq_office_clerk")


@pytest.fixture(autouse=True)
def standard(clerk):
    """At least 100 at work, and the city depends on it; both stand in the directory, and it was so before: nobody has grace."""
    publish(clerk, draft(clerk))
    return publish(clerk, draft(clerk))


def renewed(zone, *units):
    """Units are judged again, or everyone."""
    ids = [unit.pk for unit in units] or None
    return services.renew_proposals(actor=system(zone.pk, door="schedule"), given=RenewProposals(unit_ids=ids))


def open_now():
    return {(one.unit_id, one.kind) for one in ListProposal.objects.filter(state="open")}


def the(unit, **more):
    return ListProposal.objects.filter(unit=unit, **more).latest("pk")


def standing():
    rows = Listing.objects.order_by("pk").values_list("pk", "state", "version")
    return list(rows), list(ListProposal.objects.order_by("pk").values_list("pk", "state", "version"))


def accept(actor, found, outcome, **more):
    given = AcceptProposal(proposal_id=found.pk, version=found.version, outcome=outcome, **more)
    return services.accept_proposal(actor=actor, given=given)


def decline(actor, found):
    given = DeclineProposal(proposal_id=found.pk, version=found.version, reason="季节性减员，下月恢复")
    return services.decline_proposal(actor=actor, given=given)


def refused(kind, do, *args, **more):
    """A refusal that changed nothing; what it says."""
    before = standing()
    with pytest.raises(kind) as refusal:
        do(*args, **more)
    assert standing() == before
    return f"{refusal.value} {getattr(refusal.value, 'fields', None)}"


def resume(actor, unit):
    change(actor, unit, services.resume_listing)


def test_what_follows_from_judging_again_is_proposed_once_with_its_reason_and_changes_no_listing(zone, clerk, office):
    GuideItem.objects.filter(zone=zone).update(retired=True)
    good, unwilling, unknown, well, fallen, waved = (
        world.unit(zone, **facts) for facts in (GOOD, GOOD, GOOD | {"staff_count": None}, GOOD, SMALL, SMALL)
    )
    listing.listed(office, well, fallen, waved)
    Listing.objects.filter(unit=waved).update(exceptional=True)
    services.record_outreach(
        actor=clerk, given=RecordOutreach(unit_id=unwilling.pk, answer="declined", note="正在搬迁")
    )
    applied(user_of(unknown), unknown)
    corrected(unknown, staff_count=300)
    before = standing()[0]
    assert renewed(zone) == {"made": 2, "lapsed": 0}
    assert renewed(zone) == {"made": 0, "lapsed": 0}
    assert open_now() == {(good.pk, "add"), (fallen.pk, "remove")}
    gone = the(fallen)
    day = f"{clock.today():%Y-%m-%d}"
    assert gone.why == f"不再符合《测试标准》第3版：用工人数不低于100人（用工人数为50人，底册 {day}）"
    assert "city" in the(good).why_en.lower()
    assert (facts.replay(gone.verdict), facts.replay(the(good).verdict)) == (False, True)
    task = Task.objects.get(kind__code="list_proposals")
    assert (task.position.code, task.title) == ("hq_office_clerk", "办理名单提议：纳入 1 家、移出 1 家")
    corrected(fallen, staff_count=300)
    corrected(good, staff_count=10)
    assert renewed(zone, fallen) == {"made": 0, "lapsed": 1}
    assert open_now() == {(good.pk, "add")}
    assert "已变化" in the(fallen).reason
    renewed(zone)
    task.refresh_from_db()
    assert (open_now(), task.state, standing()[0]) == (set(), "done", before)


def test_people_accept_or_decline_and_the_same_is_proposed_again_only_once_a_number_has_changed(zone, clerk, office):
    good, other, fallen = world.unit(zone, **GOOD), world.unit(zone, **GOOD), world.unit(zone, **SMALL)
    listing.listed(office, fallen)
    renewed(zone)
    browser = signed_in(Client(), Account.objects.get(pk=office.account_id))
    page = browser.get("/whitelist/proposals/?applied=1&kind=remove&state=open").content.decode()
    assert fallen.name in page
    assert "用工人数不低于100人" in page
    assert good.name not in page
    added = browser.get("/whitelist/proposals/?applied=1&kind=add&state=open").content.decode()
    assert ("符合《测试标准》第3版" in added, "用工人数不低于100人" in added) == (True, False)
    shown = browser.get(f"/whitelist/proposals/{the(good).pk}/").content.decode()
    assert "用工人数不低于100人" in shown
    assert "/accept/" in shown
    form = f"/whitelist/proposals/{the(good).pk}/accept/"
    assert browser.post(form, {"outcome": "batch", "version": 1}).status_code == 422
    batch = listing.drafted(office, world.unit(zone))
    assert browser.post(form, {"outcome": "batch", "batch_id": batch.pk, "version": 1}).status_code == 302
    assert BatchMember.objects.filter(batch=batch, unit=good).exists()
    accept(clerk, the(other), "invite")
    assert Task.objects.get(kind__code="unit_matter", unit=other).position.code == "clerk_industry"
    refused(Denied, accept, clerk, the(fallen), "remove")
    assert "不能这样办理" in refused(Invalid, accept, office, the(fallen), "resume")
    refused(NotFound, decline, world.person(zone, "clerk_commerce"), the(fallen))
    seen = the(fallen)
    api, why = f"/api/v1/proposals/{seen.pk}", {"reason": "季节性减员，下月恢复"}
    said = browser.get(api).json()
    assert (said["unit"], said["kind"], said["state"], said["why"]) == (fallen.name, "remove", "open", seen.why)
    assert [one["unit_id"] for one in browser.get("/api/v1/proposals?kind=remove").json()["items"]] == [fallen.pk]
    sent = {"content_type": "application/json"}
    assert browser.post(f"{api}/decline", {"version": 9, **why}, **sent).status_code == 409
    assert browser.post(f"{api}/accept", {"version": 1, "outcome": "resume"}, **sent).status_code == 422
    assert the(fallen).state == "open"
    assert browser.post(f"{api}/decline", {"version": 1, **why}, **sent).json()["state"] == "declined"
    declined = the(fallen)
    refused(Conflict, decline, office, seen)
    assert (declined.state, declined.reason) == ("declined", "季节性减员，下月恢复")
    assert renewed(zone) == {"made": 0, "lapsed": 0}
    corrected(fallen, address="轵城镇试验路9号")
    assert renewed(zone)["made"] == 0
    corrected(fallen, staff_count=60)
    corrected(other, staff_count=400)
    assert renewed(zone)["made"] == 2
    late = the(fallen, state="open")
    corrected(fallen, staff_count=300)
    assert "不再成立" in refused(WrongMove, accept, office, late, "remove")
    corrected(fallen, staff_count=60)
    accept(office, late, "remove")
    assert Listing.objects.get(unit=fallen).state == "removed"
    assert AuditLine.objects.filter(command="whitelist:listing:remove", outcome="done").exists()


def test_a_suspension_ends_by_the_cure_of_its_own_cause_and_of_no_other(zone, clerk, office):
    unit, head = world.unit(zone, **SMALL), world.person(zone, "head_industry")
    listing.listed(office, unit)
    renewed(zone)
    accept(head, the(unit), "suspend")
    found = Listing.objects.get(unit=unit)
    cause = Suspension.objects.get(listing=found)
    assert (found.state, cause.cause, facts.replay(cause.verdict)) == ("suspended", "standard", False)
    assert renewed(zone) == {"made": 0, "lapsed": 0}
    assert "用工人数不低于100人" in refused(WrongMove, resume, head, unit)
    corrected(unit, city_lifeline=False)
    corrected(unit, city_lifeline=True)
    renewed(zone)
    assert open_now() == set()
    corrected(unit, staff_count=300, city_lifeline=False)
    renewed(zone)
    assert open_now() == {(unit.pk, "remove")}
    corrected(unit, staff_count=300, city_lifeline=True)
    assert renewed(zone) == {"made": 1, "lapsed": 1}
    assert the(unit).why.startswith("暂停的原因已消除，按《测试标准》第3版：用工人数不低于100人（用工人数为300人")
    assert Listing.objects.get(unit=unit).state == "suspended"
    accept(head, the(unit), "resume")
    cause.refresh_from_db()
    assert (Listing.objects.get(unit=unit).state, cause.door) == ("active", "page")


def test_the_database_refuses_what_would_change_the_list_by_itself(zone, clerk, office):
    unit, paused = world.unit(zone, **SMALL), world.unit(zone, **GOOD)
    listing.listed(office, unit, paused)
    renewed(zone)
    change(office, paused, services.suspend_listing)
    assert "同样的事由" in refused(WrongMove, change, office, paused, services.suspend_listing)
    found, cause = the(unit), Suspension.objects.get(listing__unit=paused)
    now, before = clock.now(), standing()
    ended = {"ended_at": now, "ended_by": "系统", "end_reason": "已消除"}
    own, causes = ListProposal.objects.filter(pk=found.pk), Suspension.objects.filter(pk=cause.pk)
    for rows, values in (
        (Listing.objects.filter(unit=paused), {"state": "active"}),
        (causes, {"door": "queue", **ended}),
        (causes, {"reason": "另一个理由"}),
        (own, {"why": "改了"}),
        (own, {"state": "accepted", "outcome": "remove", "ended_at": now, "decided_by": "系统", "door": "schedule"}),
        (own, {"state": "declined", "ended_at": now, "decided_by": "某", "door": "page"}),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**values)
    again = {"zone": zone, "unit": unit, "sector": unit.sector, "verdict": found.verdict, "why": "又", "made_at": now}
    other = {"zone": zone, "listing": cause.listing, "verdict": found.verdict, "begun_at": now, "begun_by": "试"}
    for table, values in (
        (ListProposal, {"kind": "remove", "listing": found.listing, **again}),
        (ListProposal, {"kind": "add", **again}),
        (Suspension, {"cause": "standard", "reason": "别家的判定", **other}),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            table.objects.create(**values)
    for never in (cause.delete, found.delete, lambda: suspend_without_cause(unit)):
        with pytest.raises(DatabaseError), transaction.atomic():
            never()
    assert standing() == before


def suspend_without_cause(unit):
    Listing.objects.filter(unit=unit).update(state="suspended", state_reason="没有写明")
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")


def test_only_those_whom_a_change_touches_are_judged_again(zone, clerk, office, django_capture_on_commit_callbacks):
    unit, other = world.unit(zone, **GOOD), world.unit(zone, **GOOD)
    ProcrastinateJob.objects.filter(task_name=tasks.RENEW).delete()
    beds = RecordFacts(unit_id=unit.pk, observed_on=clock.today(), values={"lodging_places": 120})
    with django_capture_on_commit_callbacks(execute=True):
        services_of_facts.record_facts(actor=clerk, given=beds)
        corrected(other, staff_count=400)
        publish(clerk, draft(clerk, tree=changed(TREE, v=100), title="测试标准二"))
    jobs = ProcrastinateJob.objects.filter(task_name=tasks.RENEW).order_by("pk")
    asked = [{name: value for name, value in job.args.items() if name != "zone_id"} for job in jobs]
    assert asked == [
        {"unit_ids": [unit.pk], "keys": ["lodging_places"]},
        {"unit_ids": [other.pk]},
        {"sectors": ["industry"]},
    ]
    for place, job in enumerate(jobs):
        tasks.touched(system(zone.pk, door="queue"), *(job.args.get(name) for name in ("unit_ids", "sectors", "keys")))
        assert AuditLine.objects.filter(command=RENEW).count() == place
        if place == 1:
            assert open_now() == {(other.pk, "add")}
    assert open_now() == {(unit.pk, "add"), (other.pk, "add")}
    tasks.touched(system(zone.pk, door="schedule"))
    assert AuditLine.objects.filter(command=RENEW).count() == 3


STEPS = ("pause", "shrink", "grow", "suspend", "lift", "resume")


@pytest.fixture
def found(zone, office):
    """A listed unit that meets the standard."""
    unit = world.unit(zone, **GOOD)
    listing.listed(office, unit)
    return unit


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(story=st.lists(st.sampled_from(STEPS), min_size=4, max_size=8))
def test_whatever_is_cured_a_pause_by_hand_is_ended_by_people_alone(zone, office, found, story):
    with transaction.atomic():
        unit, paused = Unit.objects.get(pk=found.pk), False
        for step in story:
            with contextlib.suppress(Refusal, ListProposal.DoesNotExist), transaction.atomic():
                done(step, zone, office, unit)
                paused = step == "pause" or (paused and step != "resume")
            renewed(zone, unit)
            state = Listing.objects.get(unit=unit).state
            causes = set(Suspension.objects.filter(listing__unit=unit, ended_at=None).values_list("cause", flat=True))
            assert ("pause" in causes) is paused
            assert (state == "suspended") is bool(causes)
            assert not (paused and (unit.pk, "lift") in open_now())
        transaction.set_rollback(True)


def done(step, zone, office, unit):
    """One step of a story, as whoever takes it."""
    if step in ("shrink", "grow"):
        corrected(unit, staff_count=50 if step == "shrink" else 300)
    elif step in ("pause", "resume"):
        change(office, unit, services.suspend_listing if step == "pause" else services.resume_listing)
    else:
        kind, outcome = ("remove", "suspend") if step == "suspend" else ("lift", "resume")
        accept(office, the(unit, kind=kind, state="open"), outcome)
