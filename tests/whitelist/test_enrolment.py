"""Whoever meets the standard and is not in is counted and named, and so is who misses one clause (R123)."""

import re

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from sibao.accounts.models import Account
from sibao.facts.models import CriterionVersion
from sibao.guidance.models import GuideItem
from sibao.inbox.models import Task
from sibao.kernel import clock
from sibao.kernel.refusals import Denied, NotFound
from sibao.whitelist import queries, services
from sibao.whitelist.inputs import AssignOutreach, RecordOutreach
from sibao.whitelist.models import Outreach
from tests import listing, world
from tests.accounts.people import signed_in
from tests.facts.test_criteria import draft, publish
from tests.whitelist.applying import started, user_of
from tests.whitelist.stories import denominator

pytestmark = pytest.mark.django_db
ENOUGH = {"staff_count": 300, "city_lifeline": True, "value": 100}


@pytest.fixture
def clerk(zone):
    return world.person(zone, "clerk_industry")


@pytest.fixture
def standard(clerk):
    """At least 100 at work, and the city depends on it."""
    return publish(clerk, draft(clerk))


def of_industry(actor):
    sectors, towns = queries.enrolment(actor, clock.now())
    return next(row for row in sectors if row.coverage.sector.code == "industry"), towns


def named(group, *units):
    assert [one.unit_id for one in group] == sorted(unit.pk for unit in units)
    return [[words.zh for words in one.clauses] for one in group]


def test_everyone_who_is_not_in_is_in_one_group_and_what_all_would_bring_is_reckoned(zone, clerk, standard):
    office = world.person(zone, "hq_office_clerk")
    inside, waiting, meets, poor = (world.unit(zone, **ENOUGH) for _ in range(4))
    small = world.unit(zone, **ENOUGH | {"staff_count": 50})
    silent = world.unit(zone, **ENOUGH | {"staff_count": None})
    world.unit(zone, staff_count=None, city_lifeline=False)
    world.unit(zone, staff_count=50, city_lifeline=False)
    world.unit(zone, sector="commerce", **ENOUGH)
    poor.measures.all().delete()
    denominator(office, inside.sector, 1_000)
    listing.listed(office, inside)
    listing.drafted(office, waiting)
    found, towns = of_industry(clerk)
    assert named(found.stand.meets, meets, poor) == [[], []]
    assert named(found.stand.near, small, silent) == [["用工人数不低于100人"]] * 2
    assert found.stand.unknown == ()
    assert found.stand.unmet == 2
    assert (found.coverage.coverage_bp, found.with_all_bp, found.without_value) == (1_000, 2_000, 1)
    assert [(town.meets, town.near) for town in towns] == [(2, 2)]


def test_what_lies_outside_a_scope_is_neither_counted_nor_named(zone, standard):
    here, there = world.unit(zone, town="419001102", **ENOUGH), world.unit(zone, town="419001100", **ENOUGH)
    town = world.person(zone, "clerk_zhicheng")
    found, towns = of_industry(town)
    assert named(found.stand.meets, here) == [[]]
    assert [row.code for row in towns] == ["419001102"]
    assert queries.enrolment_units(town, "meets", clock.now(), town="419001100") == []
    of_health = world.person(zone, "health_officer")
    with pytest.raises(Denied):
        queries.enrolment(of_health, clock.now())
    page = signed_in(Client(), Account.objects.get(pk=town.account_id)).get("/whitelist/enrolment/units/")
    assert here.name in page.content.decode()
    assert there.name not in page.content.decode()


def test_every_number_opens_its_rows(zone, clerk, standard):
    small = world.unit(zone, **ENOUGH | {"staff_count": 50})
    browser = signed_in(Client(), Account.objects.get(pk=clerk.account_id))
    page = browser.get("/whitelist/enrolment/").content.decode()
    links = re.findall(r'href="(/whitelist/enrolment/units/[^"]*)">(\d+)</a>', page)
    assert ("/whitelist/enrolment/units/?group=near&amp;sector=industry", "1") in links
    for address, number in links:
        rows = browser.get(address.replace("&amp;", "&")).content.decode()
        assert rows.count('<td class="is-lead">') == int(number), address
    assert "用工人数不低于100人" in browser.get("/whitelist/enrolment/units/?group=near").content.decode()
    assert small.name in browser.get("/whitelist/enrolment/units/?group=near&sector=industry").content.decode()
    assert browser.get("/whitelist/enrolment/units/?group=everyone").status_code == 404


def test_a_sector_without_a_standard_says_so_and_counts_nobody_as_met(zone, clerk):
    CriterionVersion.objects.filter(key="industry").update(valid_to=clock.now())
    world.unit(zone, **ENOUGH)
    found, towns = of_industry(clerk)
    assert (found.stand, towns) == (None, [])
    page = signed_in(Client(), Account.objects.get(pk=clerk.account_id)).get("/whitelist/enrolment/")
    assert "现在没有公布的标准" in page.content.decode()


def test_who_qualifies_is_asked_and_those_willing_and_not_in_are_counted(zone, clerk, standard):
    unit, listed = world.unit(zone, **ENOUGH), world.unit(zone, **ENOUGH)
    listing.listed(world.person(zone, "hq_office_clerk"), listed)
    browser = signed_in(Client(), Account.objects.get(pk=clerk.account_id))
    address = f"/whitelist/units/{unit.pk}/outreach/"
    assert browser.post(address, {"answer": "declined"}).status_code == 422
    assert browser.post(address, {"answer": "perhaps"}).status_code == 422
    assert browser.post(f"/whitelist/units/{listed.pk}/outreach/", {"answer": "willing"}).status_code == 409
    assert not Outreach.objects.exists()
    assert browser.post(address, {"answer": "declined", "note": "正在搬迁"}).status_code == 302
    assert of_industry(clerk)[0].willing == 0
    assert browser.post(address, {"answer": "willing"}).status_code == 302
    assert of_industry(clerk)[0].willing == 1
    assert "1 家愿意申报" in browser.get("/whitelist/enrolment/").content.decode()
    rows = browser.get("/whitelist/enrolment/units/").content.decode()
    assert "愿意申报" in rows
    assert "正在搬迁" not in rows
    assert Outreach.objects.filter(unit=unit).count() == 2
    listing.listed(world.person(zone, "hq_office_clerk"), unit)
    assert (of_industry(clerk)[0].willing, of_industry(clerk)[0].stand.meets) == (0, ())


def test_nobody_asks_beyond_her_reach_and_what_was_said_is_not_rewritten(zone, clerk, standard):
    far = world.unit(zone, sector="commerce")
    with pytest.raises(NotFound):
        services.record_outreach(actor=clerk, given=RecordOutreach(unit_id=far.pk, answer="willing"))
    near = world.unit(zone, **ENOUGH)
    made = services.record_outreach(actor=clerk, given=RecordOutreach(unit_id=near.pk, answer="willing"))
    with pytest.raises(DatabaseError), transaction.atomic():
        Outreach.objects.filter(pk=made.pk).update(answer="declined", note="改写")
    with pytest.raises(Denied):
        services.record_outreach(
            actor=world.person(zone, "hq_commander"), given=RecordOutreach(unit_id=near.pk, answer="willing")
        )
    assert list(Outreach.objects.values_list("unit_id", "answer")) == [(near.pk, "willing")]


def test_a_town_has_one_task_for_all_it_has_to_ask_in_a_sector_and_it_ends_with_the_last_of_them(zone, clerk, standard):
    here, there = "419001102", "419001100"
    first, second, applying, declined = (world.unit(zone, town=here, **ENOUGH) for _ in range(4))
    world.unit(zone, town=there, **ENOUGH)
    town, office = world.person(zone, "clerk_zhicheng"), signed_in(Client(), Account.objects.get(pk=clerk.account_id))
    GuideItem.objects.filter(zone=zone).update(retired=True)
    started(user_of(applying), applying)
    services.record_outreach(actor=town, given=RecordOutreach(unit_id=declined.pk, answer="declined", note="正在搬迁"))
    assert "派出 2 项任务" in office.post("/whitelist/enrolment/assign/", follow=True).content.decode()
    assert "派出 0 项任务" in office.post("/whitelist/enrolment/assign/", follow=True).content.decode()
    task = Task.objects.get(kind__code="outreach", position__code="clerk_zhicheng")
    assert task.details == f"{first.name}；{second.name}"
    assert (task.sector.code, task.unit, task.area_path.rstrip("/").rpartition("/")[2]) == ("industry", None, here)
    browser = signed_in(Client(), Account.objects.get(pk=town.account_id))
    opened = browser.get(f"/whitelist/enrolment/towns/{task.subject_id}/", follow=True).content.decode()
    assert (first.name in opened, opened.count('<td class="is-lead">')) == (True, 4)
    stranger = signed_in(Client(), Account.objects.get(pk=world.person(zone, "clerk_kejing").account_id))
    assert stranger.get(f"/whitelist/enrolment/towns/{task.subject_id}/").status_code == 404
    for unit, answer, state in (
        (first, "willing", "offered"),
        (second, "unreached", "offered"),
        (second, "willing", "done"),
    ):
        services.record_outreach(actor=town, given=RecordOutreach(unit_id=unit.pk, answer=answer))
        task.refresh_from_db()
        assert task.state == state
    with pytest.raises(Denied):
        services.assign_outreach(actor=town, given=AssignOutreach())
    assert Task.objects.filter(kind__code="outreach").count() == 2
