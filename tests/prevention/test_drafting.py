"""Rules that people change: one drafts, another publishes, and everybody sees beforehand what it would do."""

from datetime import datetime, time, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from sibao.accounts.models import Account
from sibao.kernel import clock
from sibao.kernel.access import acting
from sibao.kernel.refusals import Conflict, Denied, Invalid, WrongMove
from sibao.prevention import queries, services
from sibao.prevention.inputs import DraftRule, OneRuleDraft, WithdrawRuleDraft
from sibao.prevention.models import AlertRule, RuleDraft
from sibao.prevention.services.sweeping import judge_all
from tests import world
from tests.accounts.people import signed_in
from tests.prevention.signals import Workplace, deliver, hours
from tests.prevention.test_rules import rules_of

STRICTER = {"normal": {"f": "tested", "op": "older_h", "v": 24}}


@pytest.fixture
def work(zone):
    return Workplace(zone, people=3)


@pytest.fixture
def drafter(zone):
    return world.person(zone, "epidemic_hq_duty")


@pytest.fixture
def second(zone):
    return world.person(zone, "hq_office_clerk")


def rule(key="untested"):
    return AlertRule.objects.get(key=key)


def wanted(key="untested", **changed):
    row = rule(key)
    same = {name: getattr(row, name) for name in queries.SETTLED}
    return DraftRule(rule_id=row.pk, reason="形势变化，缩短检测间隔", **{**same, "trees": STRICTER, **changed})


def drafted(actor, **changed):
    return services.draft_rule(actor=actor, given=wanted(**changed))


def published(actor, draft):
    given = OneRuleDraft(draft_id=draft.pk, version=draft.version)
    return services.publish_rule(actor=actor, given=given)


def as_it_is():
    return list(AlertRule.objects.order_by("pk").values())


def test_a_draft_changes_nothing_until_another_publishes_it_and_then_everybody_is_judged_by_it(work, drafter, second):
    deliver(work, work.says("sample", at=clock.now() - hours(30)))
    before = as_it_is()
    draft = drafted(drafter)
    assert as_it_is() == before
    with pytest.raises(WrongMove, match="另一位"):
        published(drafter, draft)
    assert as_it_is() == before
    published(second, draft)
    changed = rule()
    assert (changed.trees, changed.settled_here) == (STRICTER, True)
    assert work.open("untested") == 2
    with acting(work.sender):
        judge_all(work.zone.pk, clock.now())
    assert work.open("untested") == 3


def test_the_database_itself_refuses_a_draft_that_is_published_by_its_author(work, drafter):
    draft = drafted(drafter)
    with acting(drafter), pytest.raises(IntegrityError, match="published_by_another"), transaction.atomic():
        RuleDraft.objects.filter(pk=draft.pk).update(state="published", settled_by=draft.author, settled_at=clock.now())
    draft.refresh_from_db()
    assert draft.state == "draft"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"asks": "nobody_at_all"}, "asks"),
        ({"trees": {"emergency": STRICTER["normal"]}}, "trees"),
        ({"trees": {"normal": {"f": "weather", "op": "eq", "v": True}}}, "trees"),
        ({"trees": {"normal": {"f": "tested", "op": "under", "v": 1}}}, "trees"),
        ({"document_id": 2**40}, "document_id"),
    ],
)
def test_what_a_rule_cannot_say_is_refused_by_field_and_no_draft_is_kept(work, drafter, changed, field):
    with pytest.raises(Invalid) as refusal:
        drafted(drafter, **changed)
    assert set(refusal.value.fields) == {field}
    assert not RuleDraft.objects.exists()


def test_a_draft_that_changes_nothing_a_second_one_and_one_by_somebody_without_a_say_are_refused(work, drafter, zone):
    with pytest.raises(Invalid, match="没有要改的"):
        drafted(drafter, trees=rule().trees)
    with pytest.raises(Denied):
        drafted(world.person(zone, "clerk_industry"))
    drafted(drafter)
    with pytest.raises(Conflict, match="已有一份草稿"):
        drafted(drafter)
    assert RuleDraft.objects.count() == 1


def test_a_rule_of_the_nation_is_not_the_zones_to_change(work, drafter):
    AlertRule.objects.filter(key="untested").update(layer="nation")
    with pytest.raises(Invalid, match="国家和省"):
        drafted(drafter)
    assert not RuleDraft.objects.exists()


def test_a_draft_of_a_rule_that_has_changed_since_is_not_published(work, drafter, second):
    draft = drafted(drafter)
    AlertRule.objects.filter(key="untested").update(limit_minutes=7)
    before = as_it_is()
    with pytest.raises(Conflict, match="重新起草"):
        published(second, draft)
    assert as_it_is() == before
    given = WithdrawRuleDraft(draft_id=draft.pk, version=draft.version, reason="按新的再起草")
    assert services.withdraw_rule_draft(actor=second, given=given).state == "withdrawn"
    assert as_it_is() == before
    drafted(drafter)


def test_loading_the_pack_again_leaves_what_the_zone_settled_and_shows_what_the_pack_says_otherwise(
    work, drafter, second, zone
):
    published(second, drafted(drafter, limit_minutes=60))
    services.load_pack(actor=work.sender, given=rules_of(untested={"limit_minutes": 90, "zh": "超期未检"}))
    kept = rule()
    assert (kept.trees, kept.limit_minutes, kept.name) == (STRICTER, 60, "超期未检")
    packed = queries.packed_rule(kept)
    assert (packed.limit_minutes, "any" in packed.trees["normal"]) == (90, True)
    with acting(drafter):
        page = signed_in_as(drafter).get(f"/prevention/rules/{kept.pk}/").content.decode()
    assert "数据包说的不一样" in page
    assert "本区自定" in page


def test_a_draft_says_for_whom_alerts_would_open_and_end_and_writes_nothing(work, drafter):
    now = clock.now()
    deliver(work, *(work.says("sample", who=who, at=now - hours(30)) for who in range(2)))
    draft = drafted(drafter)
    with acting(drafter):
        found = queries.effect(drafter, draft, now)
    assert (found.opens, found.ends) == (2, 0)
    assert [(one.id, one.opens) for one in found.sites] == [(work.site.pk, 2)]
    assert [(one.id, one.opens) for one in found.sectors] == [(work.unit.sector_id, 2)]
    assert {one.subject_id for one in found.first} == {work.people[who].person_id for who in range(2)}
    assert work.open("untested") == 1
    looser = {"normal": {"f": "positive", "op": "eq", "v": True}}
    services.withdraw_rule_draft(
        actor=drafter, given=WithdrawRuleDraft(draft_id=draft.pk, version=1, reason="换一种改法")
    )
    deliver(work, work.says("result", "negative", who=2, at=now - hours(50)))
    with acting(drafter):
        found = queries.effect(drafter, drafted(drafter, trees=looser), now)
    assert (found.opens, found.ends) == (0, 1)
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from prevention_alert where closed_at is not null")
        assert cursor.fetchone() == (0,)


def test_a_draft_is_tried_on_what_had_been_received_by_each_moment_of_yesterday(work, drafter):
    now = clock.now()
    midnight = datetime.combine(now.astimezone(clock.SHANGHAI).date() - timedelta(days=1), time(), clock.SHANGHAI)
    for who, ago in enumerate((10, 20, 30)):
        sampled = midnight - hours(ago)
        deliver(work, work.says("sample", who=who, at=sampled), now=sampled)
    tested = midnight + hours(10)
    deliver(work, work.says("sample", who=2, at=tested), now=tested)
    with acting(drafter):
        tried = queries.tried_yesterday(drafter, drafted(drafter), now)
    assert [(one.at and (one.at - midnight) / hours(1), one.old, one.new) for one in tried] == [
        (0, 0, 1),
        (6, 0, 2),
        (12, 0, 1),
        (18, 0, 2),
        (24, 0, 2),
        (None, 0, 3),
    ]
    assert tried[-1].only_new == 3


def test_thresholds_are_changed_in_a_form_that_says_what_they_read_as(work, drafter, second):
    client = signed_in_as(drafter)
    row = rule()
    url = f"/prevention/rules/{row.pk}/draft/"
    assert "48小时" in client.get(url).content.decode()
    sent = {"severity": "2", "limit_minutes": "120", "asks": row.asks, "reason": "缩短检测间隔"}
    sent |= {
        "normal_1": "36",
        "normal_2": "yes",
        "normal_3": "24",
        "normal_4": "yes",
        "normal_5": "24",
        "emergency_1": "12",
    }
    shown = client.post(url, {**sent, "do": "show"})
    assert (shown.status_code, "36小时" in shown.content.decode()) == (200, True)
    assert not RuleDraft.objects.exists()
    assert client.post(url, {**sent, "normal_1": "0", "do": "save"}).status_code == 422
    assert not RuleDraft.objects.exists()
    answer = client.post(url, {**sent, "do": "save"})
    draft = RuleDraft.objects.get()
    assert answer.url == f"/prevention/rules/drafts/{draft.pk}/"
    assert draft.trees["normal"]["any"][1]["v"] == 36
    assert draft.trees["emergency"]["any"][1]["v"] == 12
    assert "起草的人不能自己发布" in client.get(answer.url).content.decode()
    other = signed_in_as(second)
    page = other.get(answer.url + "?yesterday=1").content.decode()
    assert "在昨天的信号上" in page
    assert "36小时" in page
    assert other.post(f"{answer.url}publish/", {"version": "1"}).url == f"/prevention/rules/{row.pk}/"
    assert rule().severity == 2


def signed_in_as(actor):
    return signed_in(Client(), Account.objects.get(pk=actor.account_id))
