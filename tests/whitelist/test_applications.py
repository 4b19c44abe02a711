"""Applying: the same standard for all, who applies and meets it is in, nobody decides against it alone (R28, R31, R32)."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from sibao.facts import queries as facts
from sibao.facts import services as services_of_facts
from sibao.facts.inputs import RecordFacts
from sibao.guidance.models import GuideItem
from sibao.inbox.models import Message, Task
from sibao.kernel import clock
from sibao.kernel.access import system
from sibao.kernel.refusals import Conflict, Denied, Invalid, NeedsConsultation, NotFound, WrongMove
from sibao.whitelist import queries, rules, services, states
from sibao.whitelist.inputs import (
    AnswerAppeal,
    DecideApplication,
    DropUnit,
    FillBatch,
    LodgeAppeal,
    OverrideApplication,
    ReasonedApplication,
)
from sibao.whitelist.models import Appeal, Application, Listing
from sibao.whitelist.tasks import touched
from tests import consulted, listing, world
from tests.facts.test_criteria import CASES, TREE, changed, draft, publish
from tests.guidance.steps import checked
from tests.whitelist.applying import applied, corrected, started, submitted, user_of

pytestmark = pytest.mark.django_db
GOOD = {"staff_count": 300, "city_lifeline": True}
LODGING = {"all": [*TREE["all"], {"f": "lodging_places", "op": "ge", "v": 100, "id": "beds"}]}
WITH_BEDS = [{**one, "facts": {**one["facts"], "lodging_places": 100}} for one in CASES]


@pytest.fixture
def clerk(zone):
    return world.person(zone, "clerk_industry")


@pytest.fixture(autouse=True)
def guide(zone):
    """The guides ask for nothing; the one test that asks for it puts an item back."""
    GuideItem.objects.filter(zone=zone).update(retired=True)


@pytest.fixture
def standard(clerk):
    """At least 100 at work, and the city depends on it; both stand in the directory."""
    return publish(clerk, draft(clerk))


def standing():
    return list(Application.objects.order_by("pk").values_list("pk", "state", "version", "verdict_id", "overridden"))


def refused(kind, do, *args, **given):
    """A refusal that changed nothing."""
    before = standing()
    with pytest.raises(kind) as refusal:
        do(*args, **given)
    assert standing() == before
    return f"{refusal.value} {[str(text) for text in (getattr(refusal.value, 'fields', None) or {}).values()]}"


def decide(actor, found, **more):
    given = DecideApplication(application_id=found.pk, version=found.version, **more)
    return services.decide_application(actor=actor, given=given)


def again(found):
    found.refresh_from_db()
    return found


def test_the_verdict_at_submission_decides_for_everybody_alike_and_is_kept(zone, standard):
    good, small = world.unit(zone, **GOOD), world.unit(zone, **GOOD | {"staff_count": 50})
    silent = world.unit(zone, **GOOD | {"staff_count": None})
    found = [applied(user_of(unit), unit) for unit in (good, small, silent)]
    assert [one.state for one in found] == ["accepted", "refused", "reviewing"]
    for one in found:
        judged = facts.judge_unit(zone.pk, one.unit_id, "standard", "industry", clock.now())
        assert one.answer is one.verdict.answer is judged.verdict.answer
        assert facts.replay(one.verdict) is one.answer
    assert (found[0].decided_by, found[1].decided_by) == ("按标准自动判定", "按标准自动判定")
    assert found[1].reason == "用工人数不低于100人"
    told = Message.objects.filter(kind="whitelist:application-answered").order_by("pk")
    assert [one.subject_id for one in told] == [one.pk for one in found]
    task = Task.objects.get(kind__code="application_review")
    assert (task.subject_id, task.position.code, task.unit) == (found[2].pk, "clerk_industry", silent)
    assert task.due_at > clock.now()


def test_who_is_accepted_enters_by_a_batch_like_everybody_and_the_application_is_closed(zone, clerk, standard):
    unit = world.unit(zone, **GOOD)
    found = applied(user_of(unit), unit)
    assert not Listing.objects.filter(unit=unit).exists()
    office = world.person(zone, "hq_office_clerk")
    batch = listing.drafted(office, unit)
    given = ReasonedApplication(application_id=found.pk, version=found.version, reason="不申报了")
    assert "批" in refused(WrongMove, services.withdraw_application, actor=user_of(unit), given=given)
    listing.publish(office, listing.publicised(office, batch))
    assert again(found).state == "listed"
    assert Listing.objects.get(unit=unit).exceptional is False
    assert "已在名单中" in refused(WrongMove, started, user_of(unit), unit)


def test_a_unit_has_one_open_application_in_its_sector_and_its_second_is_told_so(zone, standard):
    unit = world.unit(zone, **GOOD)
    mine = user_of(unit)
    found = started(mine, unit)
    assert "已有一份" in refused(WrongMove, started, mine, unit)
    with pytest.raises(DatabaseError), transaction.atomic():
        Application.objects.create(
            zone=zone, unit=unit, sector=unit.sector, started_at=clock.now(), started_by=mine.account_id
        )
    given = ReasonedApplication(application_id=found.pk, version=found.version, reason="重新填")
    services.withdraw_application(actor=mine, given=given)
    assert started(mine, unit).state == "draft"


def test_what_is_written_by_others_declared_not_or_seen_late_changes_nothing(zone, clerk, standard):
    unit, other = world.unit(zone, **GOOD), world.unit(zone, **GOOD)
    mine = user_of(unit)
    found = started(mine, unit)
    assert "属实" in refused(Invalid, submitted, mine, found, declared=False)
    refused(Invalid, submitted, mine, found, contact="别家的厂长")
    refused(Conflict, submitted, mine, found, version=found.version + 1)
    refused(NotFound, submitted, user_of(other), found)
    refused(NotFound, started, user_of(other), unit)
    refused(Denied, submitted, clerk, found)
    refused(NotFound, decide, clerk, found)
    assert queries.applications(clerk).count() == 0
    submitted(mine, found)
    assert queries.applications(clerk).get().pk == found.pk
    assert queries.applications(world.person(zone, "clerk_commerce")).count() == 0


def test_who_is_not_known_to_meet_the_guide_is_told_so_and_applies_once_it_is_checked(zone, standard):
    unit = world.unit(zone, **GOOD)
    mine = user_of(unit)
    one = GuideItem.objects.filter(zone=zone, sector=unit.sector, posture="normal", kind="declaration").first()
    GuideItem.objects.filter(pk=one.pk).update(retired=False)
    assert "还有 1 条" in refused(WrongMove, started, mine, unit)
    assert "还有 1 条" in str(queries.self_check(mine, unit, clock.now()).barred)
    checked(mine, unit)
    assert applied(mine, unit).state == "accepted"


def test_after_a_refusal_a_unit_waits_until_a_day_that_it_is_told(zone, standard):
    unit = world.unit(zone, **GOOD | {"staff_count": 50})
    mine = user_of(unit)
    applied(mine, unit)
    corrected(unit, staff_count=300)
    day = clock.today() + timedelta(days=30)
    assert str(day) in refused(WrongMove, started, mine, unit)
    assert queries.self_check(mine, unit, clock.now() + timedelta(days=30)).barred == ""
    assert str(day) in str(queries.self_check(mine, unit, clock.now() + timedelta(days=29)).barred)


def test_what_is_unknown_or_only_said_by_the_unit_is_reviewed_and_the_rule_decides_again(zone, clerk):
    publish(clerk, draft(clerk, tree=LODGING, examples=WITH_BEDS))
    unit = world.unit(zone, **GOOD)
    mine = user_of(unit)
    found = applied(mine, unit)
    assert found.state == "reviewing"
    assert "不知道" in refused(WrongMove, decide, clerk, found, seen=True)
    beds = RecordFacts(unit_id=unit.pk, observed_on=clock.today(), values={"lodging_places": 120})
    services_of_facts.record_facts(actor=mine, given=beds)
    assert queries.standing_of(clerk, unit, clock.now()).eyes
    assert "材料" in refused(Invalid, decide, clerk, found)
    refused(Denied, decide, world.person(zone, "clerk_zhicheng"), found, seen=True)
    decided = decide(clerk, found, seen=True)
    assert (decided.state, decided.answer, decided.overridden) == ("accepted", True, False)
    assert Task.objects.get(kind__code="application_review").state == "done"
    services_of_facts.record_facts(actor=clerk, given=beds)
    assert not queries.standing_of(clerk, unit, clock.now()).eyes


def test_a_standard_that_changed_during_review_decides_as_it_now_is(zone, clerk, standard):
    unit = world.unit(zone, **GOOD | {"staff_count": None})
    found = applied(user_of(unit), unit)
    cases = [
        {**one, "facts": {**one["facts"], **({"staff_count": 400} if n == 0 else {})}} for n, one in enumerate(CASES)
    ]
    newer = publish(clerk, draft(clerk, tree=changed(TREE, v=400), examples=cases))
    corrected(unit, staff_count=300)
    decided = decide(clerk, found)
    assert (decided.state, decided.verdict.criterion) == ("refused", newer)
    assert decided.reason == "用工人数不低于400人"


def test_a_return_says_why_and_the_unit_hands_in_again(zone, clerk, standard):
    unit = world.unit(zone, **GOOD | {"staff_count": None})
    mine = user_of(unit)
    found = applied(mine, unit)
    given = ReasonedApplication(application_id=found.pk, version=found.version, reason="请补报用工人数")
    returned = services.return_application(actor=clerk, given=given)
    assert (returned.state, returned.reason) == ("returned", "请补报用工人数")
    corrected(unit, staff_count=300)
    assert submitted(mine, again(found)).state == "accepted"


def test_against_the_verdict_two_people_decide_with_a_reason_and_the_listing_bears_it(zone, clerk, standard):
    unit, good = world.unit(zone, **GOOD | {"staff_count": 50}), world.unit(zone, **GOOD)
    found, met = applied(user_of(unit), unit), applied(user_of(good), good)
    terms = {"application_id": found.pk, "version": found.version, "outcome": "admit"}
    with pytest.raises(ValueError, match="reason"):
        OverrideApplication(**terms, reason="")
    given = OverrideApplication(**terms, reason="全市唯一的医用氧生产单位")
    refused(NeedsConsultation, services.override_application, actor=clerk, given=given)
    refused(Denied, services.override_application, actor=user_of(unit), given=given)
    needless = OverrideApplication(
        application_id=found.pk, version=found.version, outcome="bar", reason="这是给得足够长的理由"
    )
    refused(WrongMove, services.override_application, actor=clerk, given=needless)
    consulted.do(clerk, states.OVERRIDE, given, "hq_office_clerk")
    assert (again(found).state, found.overridden, found.answer) == ("accepted", True, False)
    barred = OverrideApplication(
        application_id=met.pk, version=met.version, outcome="bar", reason="正在破产清算，不宜入册"
    )
    consulted.do(clerk, states.OVERRIDE, barred, "hq_office_clerk")
    assert (again(met).state, met.overridden, met.answer) == ("refused", True, True)
    listing.listed(world.person(zone, "hq_office_clerk"), unit)
    assert Listing.objects.get(unit=unit).exceptional
    assert again(found).reason == given.reason


def test_the_database_lets_nobody_in_whom_the_verdict_does_not(zone, standard):
    unit, other = world.unit(zone, **GOOD | {"staff_count": 50}), world.unit(zone, **GOOD)
    found, good = applied(user_of(unit), unit), applied(user_of(other), other)
    before = standing()
    for values in (
        {"state": "accepted"},
        {"answer": True},
        {"verdict_id": good.verdict_id, "answer": True},
        {"overridden": True, "state": "accepted", "reason": ""},
        {"state": "draft"},
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            Application.objects.filter(pk=found.pk).update(**values)
    assert standing() == before


def test_a_refusal_is_appealed_against_once_and_another_body_answers(zone, clerk, standard):
    unit = world.unit(zone, **GOOD | {"staff_count": 50})
    mine, office = user_of(unit), world.person(zone, "hq_office_clerk")
    found = applied(mine, unit)
    lodge = LodgeAppeal(application_id=found.pk, reason="用工人数登记有误，实为三百人")
    lodged = services.lodge_appeal(actor=mine, given=lodge)
    assert "一次" in refused(WrongMove, services.lodge_appeal, actor=mine, given=lodge)
    task = Task.objects.get(kind__code="application_appeal")
    assert task.position.organisation.code == "economic_hq_office"
    given = AnswerAppeal(appeal_id=lodged.pk, version=1, outcome="uphold", answer="社保缴纳记录证明有三百人")
    refused(Denied, services.answer_appeal, actor=clerk, given=given)
    corrected(unit, staff_count=300)
    services.answer_appeal(actor=office, given=given)
    assert again(found).state == "reviewing"
    refused(WrongMove, services.answer_appeal, actor=office, given=given.model_copy(update={"version": 2}))
    assert decide(clerk, found).state == "accepted"
    task.refresh_from_db()
    assert task.state == "done"


def test_three_things_are_asked_and_what_the_authorities_hold_is_not(zone, standard):
    unit = world.unit(zone, **GOOD, address="轵城镇试验路1号", industry_code="3011", revenue_fen=10**9)
    found = applied(user_of(unit), unit)
    assert len(rules.ASKED) == 3
    assert found.held > found.asked
    assert rules.prefill_rate(found.held, found.asked) >= 50
    assert rules.prefill_rate(0, 0) == 0


def test_who_refused_does_not_answer_the_appeal_and_another_of_the_same_name_may(zone, standard):
    unit = world.unit(zone, **GOOD | {"staff_count": None})
    office, namesake = world.person(zone, "hq_office_clerk"), world.person(zone, "hq_office_clerk")
    namesake = replace(namesake, name=office.name)
    found = applied(user_of(unit), unit)
    corrected(unit, staff_count=50)
    assert decide(office, again(found)).state == "refused"
    lodge = LodgeAppeal(application_id=found.pk, reason="用工人数登记有误，实为三百人")
    lodged = services.lodge_appeal(actor=user_of(unit), given=lodge)
    given = AnswerAppeal(appeal_id=lodged.pk, version=1, outcome="dismiss", answer="登记为五十人，有社保记录")
    assert "由您作出" in refused(WrongMove, services.answer_appeal, actor=office, given=given)
    answered = {"state": "dismissed", "answer": given.answer, "answered_at": clock.now()}
    for who in ({"answerer": office.account_id}, {"answered_for": office.account_id}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Appeal.objects.filter(pk=lodged.pk).update(**answered, **who)
    deputy = replace(namesake, for_account_id=office.account_id)
    assert "由您作出" in refused(WrongMove, services.answer_appeal, actor=deputy, given=given)
    assert services.answer_appeal(actor=namesake, given=given).state == "dismissed"


def test_an_accepted_application_that_no_longer_holds_is_reviewed_anew_before_its_batch_goes_out(zone, clerk, standard):
    office = world.person(zone, "hq_office_clerk")
    stays, waits, goes = (world.unit(zone, **GOOD) for _ in range(3))
    mine, theirs, third = (applied(user_of(unit), unit) for unit in (stays, waits, goes))
    batch = listing.drafted(office, stays, waits)
    corrected(goes, staff_count=50)
    given = FillBatch(batch_id=batch.pk, unit_ids=[goes.pk])
    assert "重新审核" in services.fill_batch(actor=office, given=given).refused[0].why
    assert again(third).state == "reviewing"
    batch.refresh_from_db()
    corrected(waits, staff_count=50)
    assert waits.name in refused(WrongMove, listing.publicised, office, batch)
    touched(system(zone.pk, door="queue"), [waits.pk])
    assert (again(theirs).state, theirs.answer, theirs.reason) == (
        "reviewing",
        False,
        "情况有变，重新审核：用工人数不低于100人",
    )
    task = Task.objects.get(kind__code="application_review", subject_id=theirs.pk)
    assert (task.position.code, task.state) == ("clerk_industry", "offered")
    assert waits.name in refused(WrongMove, listing.publicised, office, batch)
    given = ReasonedApplication(application_id=theirs.pk, version=theirs.version, reason="不申报了")
    assert "批" in refused(WrongMove, services.withdraw_application, actor=user_of(waits), given=given)
    assert decide(clerk, theirs).state == "refused"
    assert waits.name in refused(WrongMove, listing.publicised, office, batch)
    services.drop_unit(actor=office, given=DropUnit(batch_id=batch.pk, unit_id=waits.pk, reason="不再符合"))
    batch.refresh_from_db()
    batch = listing.publicised(office, batch)
    corrected(stays, staff_count=50)
    late = clock.now() + listing.DAYS
    publish_it = {"actor": office, "given": listing.publication(batch), "now": late}
    assert stays.name in refused(WrongMove, services.publish_batch, **publish_it)
    touched(system(zone.pk, door="schedule"))
    with pytest.raises(DatabaseError), transaction.atomic():
        Listing.objects.filter(unit=stays).update(state="active", number=1)
    corrected(stays, staff_count=300)
    assert stays.name in refused(WrongMove, services.publish_batch, **publish_it)
    assert decide(clerk, again(mine)).state == "accepted"
    listing.publish(office, batch)
    assert (again(mine).state, Listing.objects.get(unit=stays).state) == ("listed", "active")
