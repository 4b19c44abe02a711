"""Criteria are versions that nobody edits: drafted by one, agreed to by another, in force from then, kept for ever."""

import copy
import hashlib
from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from sibao.audit.models import AuditLine
from sibao.config import packs
from sibao.criteria import canonical
from sibao.facts import queries, rules, services
from sibao.facts.inputs import (
    CriterionContent,
    DraftCriterion,
    EditCriterion,
    FactsPack,
    PublishCriterion,
    WithdrawCriterion,
)
from sibao.facts.models import CriterionVersion
from sibao.kernel import clock
from sibao.kernel.access import acting
from sibao.kernel.refusals import Conflict, Denied, Invalid, NeedsConsultation, NotFound, WrongMove
from tests import consulted, world

PUBLISH = "facts:criterion:publish"
STAFF = {"f": "staff_count", "op": "ge", "v": 100, "id": "staff"}
TREE = {"all": [STAFF, {"f": "city_lifeline", "op": "eq", "v": True}]}
CASES = [
    {"name": "够", "facts": {"staff_count": 100, "city_lifeline": True}, "expected": "yes"},
    {"name": "不够", "facts": {"staff_count": 99, "city_lifeline": True}, "expected": "no"},
    {"name": "不知道", "facts": {"city_lifeline": True}, "expected": "unknown"},
]


@pytest.fixture
def clerk(zone):
    return world.person(zone, "clerk_industry")


@pytest.fixture
def pack(zone):
    return CriterionVersion.objects.get(zone=zone, use="standard", key="industry")


def content(tree=TREE, examples=CASES, **more):
    return CriterionContent.model_validate({"title": "测试标准", "tree": tree, "examples": examples, **more})


def draft(actor, key="industry", **more):
    given = DraftCriterion(use="standard", key=key, content=content(**more))
    return services.draft_criterion(actor=actor, given=given)


def publication(found):
    return PublishCriterion(criterion_id=found.pk, version=found.version)


def publish(actor, found):
    consulted.do(actor, PUBLISH, publication(found), "hq_office_clerk")
    found.refresh_from_db()
    return found


def standing():
    return list(CriterionVersion.objects.order_by("pk").values_list("pk", "state", "valid_to", "version"))


def refused(kind, do):
    before = standing()
    with pytest.raises(kind) as refusal:
        do()
    assert standing() == before
    return refusal.value


def changed(tree, **more):
    other = copy.deepcopy(tree)
    other["all"][0].update(more)
    return other


def test_the_pack_brings_a_standard_for_each_sector_marked_as_unconfirmed(zone):
    found = CriterionVersion.objects.filter(zone=zone, use="standard")
    assert {one.key for one in found} == {"industry", "commerce", "transport", "culture_tourism", "projects"}
    assert {(one.number, one.state, one.confirmed, one.document.number) for one in found} == {
        (1, "published", False, "济管办〔2022〕21号")
    }
    known = queries.known_facts(zone.pk)
    for one in found:
        said = queries.checked(known, one.tree, one.examples, clock.now())
        assert (said.sound, len(said.outcomes)) == (True, 3), one.key
        text = canonical(rules.tree_of(one.tree))
        assert hashlib.sha256(text.encode()).digest() == bytes(one.sha256)
    before = standing()
    assert services.load_criteria(actor=world.cli(zone), given=pack_of()) == 0
    assert standing() == before


def pack_of():
    return packs.CriteriaPack(**packs._toml(world.PACK / "standards.toml"))


def test_a_clerk_drafts_the_next_version_and_headquarters_agrees(zone, clerk, pack):
    found = draft(clerk)
    assert (found.number, found.state, found.author, found.valid_from) == (2, "draft", clerk.account_id, None)
    refusal = refused(NeedsConsultation, lambda: services.publish_criterion(actor=clerk, given=publication(found)))
    assert refusal.label == "测试标准 第2版"
    publish(clerk, found)
    pack.refresh_from_db()
    assert (found.state, pack.state) == ("published", "published")
    assert pack.valid_to == found.valid_from
    moment = timedelta(microseconds=1)
    assert queries.criterion_at(zone.pk, "standard", "industry", found.valid_from).pk == found.pk
    assert queries.criterion_at(zone.pk, "standard", "industry", found.valid_from - moment).pk == pack.pk
    assert queries.criterion_at(zone.pk, "standard", "industry", pack.valid_from - moment) is None
    line = AuditLine.objects.filter(command=PUBLISH, outcome="done").latest("pk")
    assert line.details["sha256"] == bytes(found.sha256).hex()


def test_what_is_wrong_is_said_with_its_clause_and_nothing_is_published(clerk):
    found = draft(clerk)

    def said(tree, examples=CASES):
        given = EditCriterion(criterion_id=found.pk, version=found.version, content=content(tree, examples))
        services.edit_criterion(actor=clerk, given=given)
        found.refresh_from_db()
        return str(refused(Invalid, lambda: services.publish_criterion(actor=clerk, given=publication(found))))

    never = {"all": [STAFF, {"f": "staff_count", "op": "lt", "v": 50}]}
    assert said(never) == "对「用工人数」的几条要求互相矛盾，无人能满足"
    always = {"all": [STAFF, {"any": [{"f": "revenue", "op": "ge", "v": 0}, TREE["all"][1]]}]}
    assert said(always) == "第2条第1项：「营业收入」的这条条件永远成立"
    assert said(changed(TREE, v="很多")) == "第1条：「用工人数」要填整数"
    assert said(changed(TREE, op="has")) == "第1条：「用工人数」不能用「has」比较"
    assert said(changed(TREE, f="nobody_knows")) == "第1条：没有「nobody_knows」这项事实"
    assert "示例“不够”应为不符合，实际为符合" in said(changed(TREE, v=50))
    assert said(TREE, CASES[:2]) == "还缺少结果为“不知道”的示例"
    broken = [*CASES, {"name": "错", "facts": {"staff_count": "多"}, "expected": "no"}]
    assert said(TREE, broken).startswith("示例“错”：")


def test_a_draft_that_is_no_tree_is_not_kept(clerk):
    deep = STAFF
    for _ in range(6):
        deep = {"all": [deep]}
    for tree, words in (
        (deep, "条件层次太多"),
        ({"all": [STAFF] * 41}, "最多 40 条条件"),
        ({"all": [{"f": "staff_count", "op": "in", "v": list(range(501))}]}, "最多列 500 个值"),
        ({"not": [STAFF]}, "只能是「全部」「任一」「至少几项」"),
        ({"all": [changed(TREE, v=1.5)["all"][0]]}, "不是整数"),
        ({"all": [changed(TREE, note="x" * 70_000)["all"][0]]}, "条件太长"),
    ):
        assert words in str(refused(Invalid, lambda tree=tree: draft(clerk, tree=tree)))


def test_who_does_not_answer_for_a_sector_finds_no_such_thing(zone, clerk):
    other = world.person(zone, "clerk_commerce")
    found = draft(clerk)
    for do in (
        lambda: draft(clerk, key="commerce"),
        lambda: draft(clerk, key="no_sector"),
        lambda: services.edit_criterion(
            actor=other, given=EditCriterion(criterion_id=found.pk, version=1, content=content())
        ),
        lambda: services.publish_criterion(actor=other, given=publication(found)),
    ):
        refused(NotFound, do)
    with acting(other):
        assert found.pk not in {one.pk for one in queries.criteria(other)}
    with acting(clerk):
        assert found.pk in {one.pk for one in queries.criteria(clerk)}
    refused(Denied, lambda: draft(world.person(zone, "clerk_zhicheng")))
    given_up = WithdrawCriterion(criterion_id=found.pk, version=found.version, reason="另行起草")
    services.withdraw_criterion(actor=clerk, given=given_up)
    with acting(other), pytest.raises(NotFound):
        queries.criterion(other, found.pk)


def test_a_published_version_is_never_edited_and_is_withdrawn_with_a_reason(clerk, pack):
    edit = EditCriterion(criterion_id=pack.pk, version=pack.version, content=content())
    assert "请起草新版本" in str(refused(WrongMove, lambda: services.edit_criterion(actor=clerk, given=edit)))
    stale = WithdrawCriterion(criterion_id=pack.pk, version=pack.version - 1, reason="标准有误")
    refused(Conflict, lambda: services.withdraw_criterion(actor=clerk, given=stale))
    gone = WithdrawCriterion(criterion_id=pack.pk, version=pack.version, reason="标准有误")
    services.withdraw_criterion(actor=clerk, given=gone)
    pack.refresh_from_db()
    assert (pack.state, pack.reason) == ("withdrawn", "标准有误")
    assert queries.criterion_at(pack.zone_id, "standard", "industry", clock.now()) is None
    again = WithdrawCriterion(criterion_id=pack.pk, version=pack.version, reason="再撤一次")
    refused(WrongMove, lambda: services.withdraw_criterion(actor=clerk, given=again))


def test_a_clock_that_was_set_back_never_lets_two_versions_overlap(zone, clerk, pack):
    found = draft(clerk)
    early = pack.valid_from - timedelta(hours=1)
    with clock.standing_at(early):
        publish(clerk, found)
    pack.refresh_from_db()
    assert found.valid_from == pack.valid_to == pack.valid_from
    with clock.standing_at(early):
        gone = WithdrawCriterion(criterion_id=found.pk, version=found.version, reason="标准有误")
        services.withdraw_criterion(actor=clerk, given=gone)
    found.refresh_from_db()
    assert found.valid_to == found.valid_from


def test_there_is_one_draft_of_a_key(clerk):
    draft(clerk)
    assert "已经有一份草稿" in str(refused(Conflict, lambda: draft(clerk)))


def test_a_fact_that_a_criterion_in_force_asks_about_does_not_leave_the_catalogue(zone):
    whole = packs._toml(world.PACK / "facts.toml")["facts"]
    less = [row for row in whole if row["key"] != "seriously_dishonest"]
    given = FactsPack.model_validate({"facts": less})
    with pytest.raises(Invalid, match="seriously_dishonest"):
        services.load_pack(actor=world.cli(zone), given=given)
    assert "seriously_dishonest" in queries.known_facts(zone.pk).definitions


CHANGES = {
    "title": "改",
    "tree": {"all": [STAFF]},
    "sha256": b"x" * 32,
    "examples": [],
    "article": "改",
    "confirmed": True,
    "valid_from": world.START,
    "number": 9,
    "key": "commerce2",
    "state": "draft",
}


def test_the_database_itself_refuses_to_change_what_was_published(pack):
    for name, value in CHANGES.items():
        with pytest.raises(DatabaseError), transaction.atomic():
            CriterionVersion.objects.filter(pk=pack.pk).update(**{name: value})
    assert CriterionVersion.objects.filter(pk=pack.pk, title=pack.title, sha256=pack.sha256, number=1).exists()


def test_the_database_itself_refuses_two_at_a_time_a_number_twice_and_a_hash_that_is_none(pack):
    def copy_of(**more):
        pack.refresh_from_db()
        pack.pk = None
        for name, value in {"number": 2, **more}.items():
            setattr(pack, name, value)
        pack.save(force_insert=True)

    kept = pack.pk
    for wrong in (
        {},
        {"number": 1, "valid_to": pack.valid_from},
        {"valid_from": pack.valid_from - timedelta(days=2), "valid_to": pack.valid_from + timedelta(days=1)},
        {"sha256": b"x" * 31, "state": "draft", "valid_from": None},
        {"state": "draft"},
        {"state": "published", "valid_from": None},
        {"state": "nonsense"},
    ):
        pack.pk = kept
        with pytest.raises(IntegrityError), transaction.atomic():
            copy_of(**wrong)
    assert CriterionVersion.objects.filter(use="standard", key="industry").count() == 1
    with pytest.raises(DatabaseError), transaction.atomic():
        CriterionVersion.objects.filter(pk=kept).delete()
    earlier = {"valid_from": pack.valid_from - timedelta(days=2), "valid_to": pack.valid_from}
    pack.pk = kept
    copy_of(**earlier)
    with pytest.raises(DatabaseError), transaction.atomic():
        CriterionVersion.objects.filter(pk=pack.pk).update(valid_to=None)
