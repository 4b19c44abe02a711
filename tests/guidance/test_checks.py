"""A unit is checked by its sector's guide, by itself or by an authority, item by item (R30, R53)."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sibao.accounts.models import Account
from sibao.audit.models import AuditLine
from sibao.directory.models import Sector
from sibao.facts import queries as facts
from sibao.facts.inputs import DraftCriterion
from sibao.facts.services import draft_criterion
from sibao.guidance import queries, rules, services
from sibao.guidance.inputs import AnswerItem, SubmitCheck
from sibao.guidance.models import CheckAnswer, GuideCheck, GuideItem, ItemStanding, Rectification
from sibao.guidance.rules import Said
from sibao.kernel import clock
from sibao.kernel.access import acting
from sibao.kernel.refusals import Conflict, Invalid, NotFound, WrongMove
from tests import world
from tests.accounts.people import signed_in
from tests.facts.test_criteria import content, publish
from tests.guidance import steps
from tests.whitelist.applying import corrected

pytestmark = pytest.mark.django_db
TODAY = date(2022, 6, 9)
EARLIER, LATER = TODAY - timedelta(days=1), TODAY + timedelta(days=9)


@pytest.fixture
def unit(zone):
    return world.unit(zone)


@pytest.fixture
def owner(zone, unit):
    return world.person(zone, "unit_user", unit=unit)


@pytest.fixture
def clerk(zone):
    return world.person(zone, "clerk_industry")


def open_keys(unit, state="normal"):
    with acting(world.cli(unit.zone)):
        return [one.key for one in queries.open_items(unit.zone_id, [unit.pk], state, clock.now())[unit.pk]]


def keys(unit, state="normal"):
    rows = GuideItem.objects.filter(sector=unit.sector, posture=state, retired=False)
    return list(rows.order_by("order").values_list("key", flat=True))


def test_a_unit_answers_every_item_and_what_it_submits_stays_as_it_is(zone, unit, owner, clerk):
    guide = steps.enforced(clerk_head(zone), steps.drafted(clerk_head(zone), unit.sector))
    assert open_keys(unit) == keys(unit)
    found = steps.begun(owner, unit)
    assert steps.begun(owner, unit) == found
    first, *others = found.answers.select_related("item").order_by("item__order")
    with pytest.raises(Invalid, match="没有作答"):
        steps.submitted(owner, found)
    with pytest.raises(Invalid):
        steps.answered(owner, first, "na", note="")
    with pytest.raises(Invalid):
        steps.answered(owner, first, good_until=clock.today() - timedelta(days=1))
    services.answer_item(actor=owner, given=AnswerItem(answer_id=first.pk, said="met"))
    for row in others:
        steps.answered(owner, row)
    with pytest.raises(Invalid, match="缺照片或文件"):
        steps.submitted(owner, found)
    with pytest.raises(Conflict):
        services.submit_check(actor=owner, given=SubmitCheck(check_id=found.pk, version=9))
    assert open_keys(unit) == keys(unit)
    steps.shown(owner, "check_answer", first.pk)
    done = steps.submitted(owner, found)
    assert (done.state, done.asked, done.unmet, done.guide, done.kind) == (
        "submitted",
        len(keys(unit)),
        0,
        guide,
        "self",
    )
    assert open_keys(unit) == []
    assert open_keys(unit, "emergency") == keys(unit, "emergency")
    assert CheckAnswer.objects.get(pk=first.pk).text == first.item.text
    assert AuditLine.objects.filter(command="guidance:check:submit", outcome="done", unit_id=unit.pk).count() == 1
    with pytest.raises(WrongMove):
        steps.submitted(owner, done)
    with pytest.raises(WrongMove):
        steps.answered(owner, first, "unmet")
    for change in (
        lambda: CheckAnswer.objects.filter(pk=first.pk).update(said="unmet"),
        lambda: GuideCheck.objects.filter(pk=done.pk).update(posture="emergency"),
        lambda: GuideCheck.objects.filter(pk=done.pk).update(state="draft", submitted_at=None),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    done.refresh_from_db()
    assert (done.state, done.posture) == ("submitted", "normal")


def clerk_head(zone):
    return world.person(zone, "head_industry")


def test_the_next_one_begins_with_what_the_last_one_said_and_is_still_good(zone, unit, owner):
    paper = clock.today() + timedelta(days=3)
    draft = steps.begun(owner, unit)
    rows = list(draft.answers.select_related("item").order_by("item__order"))
    for row in rows:
        steps.answered(owner, row)
    services.answer_item(actor=owner, given=AnswerItem(answer_id=rows[0].pk, said="met", note="证", good_until=paper))
    services.answer_item(actor=owner, given=AnswerItem(answer_id=rows[1].pk, said="na", note="本单位没有"))
    steps.submitted(owner, draft)
    standing = ItemStanding.objects.get(unit=unit, item=rows[0].item)
    assert standing.good_until == paper
    again = {row.item_id: row for row in steps.begun(owner, unit).answers.all()}
    assert {again[row.item_id].said for row in rows[2:]} == {"met"}
    assert (again[rows[1].item_id].said, again[rows[1].item_id].note) == ("na", "本单位没有")
    assert again[rows[2].item_id].basis_id == rows[2].pk
    steps.submitted(owner, GuideCheck.objects.get(state="draft"))
    with acting(world.cli(zone)):
        later = clock.now() + timedelta(days=4)
        open_ = queries.open_items(zone.pk, [unit.pk], "normal", later)[unit.pk]
    assert {one.why for one in open_} == {"ran_out"}
    assert rows[0].item.key in [one.key for one in open_]


def test_saying_the_same_again_makes_no_photo_younger(zone, unit, owner):
    steps.checked(owner, unit)
    row = CheckAnswer.objects.filter(item__evidence="photo").select_related("item").first()
    first = ItemStanding.objects.get(item=row.item).good_until
    with clock.standing_at(clock.now() + timedelta(days=row.item.valid_days // 2)):
        again = steps.begun(owner, unit)
        for blank in again.answers.filter(said="").select_related("item"):
            steps.answered(owner, blank)
        steps.submitted(owner, again)
    assert ItemStanding.objects.get(item=row.item).good_until == first


def test_an_authority_has_the_last_say_and_nobody_sees_anothers_draft(zone, unit, owner, clerk):
    key, other = keys(unit)[:2]
    town, elsewhere = world.person(zone, "clerk_zhicheng"), world.person(zone, "clerk_kejing")
    steps.checked(owner, unit, **{other: "unmet"})
    draft = steps.begun(clerk, unit)
    assert (draft.kind, {row.said for row in draft.answers.all()}) == ("site", {""})
    for stranger in (owner, town):
        with pytest.raises(NotFound):
            queries.check(stranger, draft.pk)
        with pytest.raises(NotFound):
            steps.submitted(stranger, draft)
    with pytest.raises(NotFound):
        steps.begun(elsewhere, unit)
    for row in draft.answers.select_related("item"):
        given = AnswerItem(answer_id=row.pk, said="unmet" if row.item.key == key else "met", note="现场看过")
        services.answer_item(actor=clerk, given=given)
    steps.submitted(clerk, draft)
    assert open_keys(unit) == [key]
    assert Rectification.objects.get(item__key=other).state == "confirmed"
    steps.checked(owner, unit)
    assert open_keys(unit) == [key]
    assert set(queries.checks(owner)) == set(GuideCheck.objects.filter(state="submitted"))
    assert queries.checks(elsewhere).count() == 0


@pytest.mark.parametrize(
    ("new", "now", "takes"),
    [
        (Said("met", "self"), None, True),
        (Said("met", "self"), Said("unmet", "self"), False),
        (Said("na", "self"), Said("unmet", "site"), False),
        (Said("met", "self"), Said("unknown", "site"), True),
        (Said("unmet", "self"), Said("met", "site", LATER), True),
        (Said("met", "self"), Said("met", "site", LATER), False),
        (Said("met", "self"), Said("met", "site", EARLIER), True),
        (Said("met", "site"), Said("unmet", "self"), True),
    ],
)
def test_whose_answer_stands(new, now, takes):
    assert rules.takes_over(new, now, TODAY) is takes


def test_what_the_guide_asks_by_now_is_answered_before_submitting(zone, unit, owner):
    found = steps.begun(owner, unit)
    for row in found.answers.select_related("item"):
        steps.answered(owner, row)
    last = GuideItem.objects.filter(sector=unit.sector, posture="normal").order_by("order").last()
    GuideItem.objects.filter(pk=last.pk).update(retired=True)
    with pytest.raises(WrongMove, match="有更新"):
        steps.submitted(owner, found)
    steps.begun(owner, unit)
    assert last.pk not in steps.submitted(owner, found).answers.values_list("item_id", flat=True)


def test_a_criterion_is_judged_and_never_declared(zone, unit, owner):
    item = GuideItem.objects.filter(sector=unit.sector, posture="normal").first()
    GuideItem.objects.filter(pk=item.pk).update(kind="criterion", use="guide", rule_key="sampling")
    found = steps.begun(owner, unit)
    for row in found.answers.select_related("item"):
        if row.item_id == item.pk:
            with pytest.raises(WrongMove):
                steps.answered(owner, row)
        else:
            steps.answered(owner, row)
    assert steps.submitted(owner, found).answers.get(item=item).said == "unknown"
    assert open_keys(unit) == [item.key]
    assert not Rectification.objects.exists()


def test_a_rule_of_an_item_is_written_like_any_criterion_and_says_where_it_is_used(zone, unit, owner, clerk):
    item = GuideItem.objects.filter(sector=unit.sector, posture="normal").first()
    assert "guide" not in facts.writable(clerk)
    GuideItem.objects.filter(pk=item.pk).update(kind="criterion", use="guide", rule_key="staffed")
    assert facts.writable(clerk)["guide"] == {"staffed": f"工业生产 {item.text}"}
    assert "guide" not in facts.writable(world.person(zone, "clerk_commerce"))
    given = DraftCriterion(use="guide", key="staffed", content=content(title="条目由数据判断（示例）"))
    publish(clerk, draft_criterion(actor=clerk, given=given))
    corrected(unit, city_lifeline=True, staff_count=None)
    assert steps.checked(owner, unit).answers.get(item=item).said == "unknown"
    corrected(unit, staff_count=99)
    assert steps.checked(owner, unit).answers.get(item=item).said == "unmet"
    asking = facts.asking(clerk, clock.now())["city_lifeline"]
    assert "条目由数据判断（示例）" in [one.title for one in asking]
    page = signed_in(Client(), Account.objects.get(pk=clerk.account_id)).get("/facts/").content.decode()
    assert "条目由数据判断（示例）" in page
    assert facts.key_words(zone.pk, "guide", "staffed") == f"工业生产 {item.text}"


def test_the_database_lets_nothing_good_last_for_ever_nor_be_not_applicable_without_reason(zone, unit, owner):
    row = steps.begun(owner, unit).answers.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        CheckAnswer.objects.filter(pk=row.pk).update(said="na", note="")
    with pytest.raises(IntegrityError), transaction.atomic():
        ItemStanding.objects.create(zone=zone, unit=unit, item=row.item, said="met", by="self", since=clock.now())
    assert not ItemStanding.objects.exists()


def test_open_items_are_asked_of_many_units_in_as_many_queries_as_of_one(zone, unit, owner, clerk):
    units = [unit, *(world.unit(zone, sector=code) for code in ("industry", "commerce", "transport"))]
    steps.checked(owner, unit)
    taken = []
    with acting(world.cli(zone)):
        for some in (units[:1], units):
            with CaptureQueriesContext(connection) as asked:
                found = queries.open_items(zone.pk, [one.pk for one in some], "normal", clock.now())
            taken.append(len(asked))
    assert taken == [4, 4]
    assert found[unit.pk] == ()
    assert (
        len(found[units[2].pk])
        == GuideItem.objects.filter(sector=Sector.objects.get(zone=zone, code="commerce"), posture="normal").count()
    )
    assert set(found) == {one.pk for one in units}
