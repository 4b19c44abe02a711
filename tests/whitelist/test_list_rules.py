"""The rules of the list: drafted by one, agreed to by another, obeyed by the product, public in every version that ever held."""

import hashlib
import json
from datetime import timedelta

import pytest
from django.db import InternalError, ProgrammingError, connection, transaction
from django.test import Client
from hypothesis import given as supposing
from hypothesis import strategies as st

from sibao.kernel import clock
from sibao.kernel.access import Actor
from sibao.kernel.refusals import Conflict, Denied, Invalid, NeedsConsultation, NotFound, WrongMove
from sibao.whitelist import queries, rules, services
from sibao.whitelist.inputs import (
    ArticleRow,
    EditListRules,
    PubliciseBatch,
    PublishListRules,
    WithdrawListRules,
)
from sibao.whitelist.models import Listing, ListRules
from tests import consulted, seen, world
from tests.listing import drafted

pytestmark = pytest.mark.django_db
CHANGED = [("第一条 目的", "说得更清楚的目的。"), ("第二条 新条", "新写的。")]


@pytest.fixture
def office(zone) -> Actor:
    return world.person(zone, "hq_office_clerk")


def content(articles=CHANGED, days: int = 7, **more):
    rows = [ArticleRow(heading=heading, text=text) for heading, text in articles]
    return EditListRules(title="白名单管理办法", articles=rows, publicity_days=days, **more)


def draft(actor: Actor, **more) -> ListRules:
    return services.edit_list_rules(actor=actor, given=content(**more))


def publish(actor: Actor, found: ListRules) -> ListRules:
    given = PublishListRules(rules_id=found.pk, version=found.version)
    consulted.do(actor, "whitelist:rules:publish", given, "hq_office_clerk")
    found.refresh_from_db()
    return found


def test_the_pack_brings_the_first_version_and_loading_it_again_changes_nothing_that_officials_wrote(zone, office):
    first = queries.rules_in_force(zone.pk)
    assert (first.number, first.publicity_days, first.state) == (1, 5, "published")
    publish(office, draft(office))
    world.load_pack()
    assert queries.rules_in_force(zone.pk).number == 2
    assert ListRules.objects.filter(zone=zone).count() == 2


def test_nobody_publishes_alone_and_the_next_version_ends_the_one_before(zone, office):
    first, found = queries.rules_in_force(zone.pk), draft(office)
    alone = PublishListRules(rules_id=found.pk, version=found.version)
    with pytest.raises(NeedsConsultation):
        services.publish_list_rules(actor=office, given=alone)
    assert queries.rules_in_force(zone.pk) == first
    found = publish(office, found)
    first.refresh_from_db()
    assert (found.state, found.valid_from) == ("published", first.valid_to)
    assert queries.rules_in_force(zone.pk) == found
    assert found.sha256 == hashlib.sha256(rules.canonical(found.title, found.articles, 7).encode()).hexdigest()


def test_a_batch_is_open_to_objections_for_as_long_as_the_rules_in_force_say(zone, office):
    batch, now = drafted(office, world.unit(zone)), clock.now()
    publish(office, draft(office, days=7))
    short = {"batch_id": batch.pk, "version": batch.version, "number": "济四保公示〔2022〕9号"}
    given = PubliciseBatch(**short, objection_until=now + timedelta(days=6, hours=23))
    with pytest.raises(Invalid) as refused:
        services.publicise_batch(actor=office, given=given, now=now)
    assert "公示期不少于 7 天" in str(refused.value.fields["objection_until"])
    assert not Listing.objects.filter(batch=batch).exists()
    given = PubliciseBatch(**short, objection_until=now + timedelta(days=7))
    assert services.publicise_batch(actor=office, given=given, now=now).state == "publicised"


def test_who_may_not_draft_changes_nothing_and_sees_no_draft(zone, office):
    clerk, found = world.person(zone, "clerk_industry"), draft(office)
    with pytest.raises(Denied):
        draft(clerk)
    with pytest.raises(Denied):
        services.publish_list_rules(actor=clerk, given=PublishListRules(rules_id=found.pk, version=found.version))
    with pytest.raises(NotFound):
        queries.rules_version(clerk, found.pk)
    assert found not in queries.list_rules(clerk)
    assert queries.rules_in_force(zone.pk).number == 1


def test_there_is_one_draft_and_two_who_change_it_at_once_do_not_overwrite_each_other(zone, office):
    found = draft(office)
    with pytest.raises(Conflict, match="已经有一份草稿"):
        draft(office)
    services.edit_list_rules(actor=office, given=content(days=9, rules_id=found.pk, version=found.version))
    with pytest.raises(Conflict):
        services.edit_list_rules(actor=office, given=content(days=3, rules_id=found.pk, version=found.version))
    found.refresh_from_db()
    assert found.publicity_days == 9


def test_a_draft_is_changed_and_given_up_on_its_page(zone, office):
    found, browser = draft(office), seen.browser(office)
    assert CHANGED[0][1] in browser.get(f"/whitelist/rules/{found.pk}/edit/").content.decode()
    sent = {"title": "改过的办法", "publicity_days": "6", "articles": "第一条 目的\n改过的条文。"}
    browser.post(f"/whitelist/rules/{found.pk}/edit/", {**sent, "version": found.version})
    found.refresh_from_db()
    assert (found.title, found.publicity_days) == ("改过的办法", 6)
    assert "改过的条文。" in browser.get(f"/whitelist/rules/{found.pk}/").content.decode()
    browser.post(f"/whitelist/rules/{found.pk}/withdraw/", {"version": found.version, "reason": "不用了"})
    found.refresh_from_db()
    assert found.state == "withdrawn"


def test_what_was_public_is_neither_edited_nor_withdrawn_nor_deleted_even_by_sql(zone, office):
    first = queries.rules_in_force(zone.pk)
    for change in (
        lambda: services.edit_list_rules(actor=office, given=content(rules_id=first.pk, version=first.version)),
        lambda: services.withdraw_list_rules(
            actor=office, given=WithdrawListRules(rules_id=first.pk, version=first.version, reason="不要了")
        ),
    ):
        with pytest.raises(WrongMove):
            change()
    for statement in ("update whitelist_listrules set publicity_days = 1", "delete from whitelist_listrules"):
        with pytest.raises((InternalError, ProgrammingError)), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    first.refresh_from_db()
    assert first.publicity_days == 5


def test_a_draft_given_up_makes_room_for_another_with_the_next_number(zone, office):
    found = draft(office)
    given = WithdrawListRules(rules_id=found.pk, version=found.version, reason="另起草")
    assert services.withdraw_list_rules(actor=office, given=given).state == "withdrawn"
    assert draft(office).number == found.number + 1


def test_anyone_reads_every_version_that_was_public_with_its_difference_and_as_data(zone, office):
    found = publish(office, draft(office, articles=[*CHANGED, ("第三条 产生", "标准由部门拟定。")]))
    page = Client().get(f"/zh/rules/{found.number}/").content.decode()
    for words in ("说得更清楚的目的。", "新增：", "删去：", "第二条 原则", found.sha256, "7 天"):
        assert words in page
    old = Client().get("/zh/rules/1/").content.decode()
    assert "这一版已不再有效" in old
    assert "成熟一批、推出一批" in old
    assert "白名单管理办法" in Client().get("/zh/standards/").content.decode()
    body = json.loads(Client().get(f"/zh/rules/{found.number}/rules.json").content)
    said = rules.canonical(body["title"]["zh"], body["articles"], body["publicity_days"])
    assert body["sha256"] == hashlib.sha256(said.encode()).hexdigest()
    assert (
        Client().get(f"/en/rules/{found.number}/rules.json").content
        == Client().get(f"/zh/rules/{found.number}/rules.json").content
    )


def test_a_draft_is_nobodys_on_the_public_pages(zone, office):
    found = draft(office)
    for address in (f"/zh/rules/{found.number}/", f"/zh/rules/{found.number}/rules.json"):
        assert Client().get(address).status_code == 404
    assert Client().get("/zh/rules/99/").status_code == 404


def test_a_form_says_which_article_is_wrong_and_keeps_what_was_typed(zone, office):
    browser = seen.browser(office)
    for typed, said in (
        ("第一条 目的\n\n第二条 原则\n统一标准。", "第 1 条“第一条 目的”只有标题，没有内容"),
        ("第一条 目的\n好。的。\n\n第一条 目的\n再说一次。", "“第一条 目的”出现了两次"),
        (f"{'长' * 61}\n内容。", "的标题超过 60 字"),
    ):
        sent = {"title": "管理办法", "publicity_days": "5", "articles": typed}
        answer = browser.post("/whitelist/rules/new/", sent)
        assert answer.status_code == 422
        assert said in answer.content.decode()
        assert "再说一次" not in typed or "再说一次" in answer.content.decode()
    assert ListRules.objects.filter(zone=zone).count() == 1


ARTICLES = st.lists(
    st.fixed_dictionaries(
        {
            "heading": st.text("甲乙丙丁1", min_size=1, max_size=6),
            "text": st.lists(st.text("天地玄黄，。", min_size=1, max_size=6), min_size=1, max_size=3).map("\n".join),
        }
    ),
    unique_by=lambda one: one["heading"],
    max_size=6,
)


@supposing(ARTICLES)
def test_what_is_typed_again_says_the_same(articles):
    assert rules.articles_of(rules.typed_of(articles)) == articles
    assert rules.articles_of(rules.typed_of(articles).replace("\n", "\r\n")) == articles


@supposing(ARTICLES, ARTICLES)
def test_differences_are_all_that_differs_and_nothing_else(before, after):
    found = {one.heading: (one.before, one.after) for one in rules.differences(before, after)}
    old, new = ({one["heading"]: one["text"] for one in articles} for articles in (before, after))
    assert found == {
        name: (old.get(name, ""), new.get(name, "")) for name in old | new if old.get(name) != new.get(name)
    }
