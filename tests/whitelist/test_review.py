"""Who is on the list and no longer meets the standard is told, spared while the grace runs, and never struck off by itself (R32)."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob
from pydantic import ValidationError

from sibao.accounts.models import Account
from sibao.facts.models import CriterionVersion
from sibao.inbox.models import Message
from sibao.kernel import clock
from sibao.whitelist import queries
from sibao.whitelist.models import Listing
from sibao.whitelist.services.grace import tell_spared
from sibao.whitelist.tasks import TELL_SPARED
from tests import listing, world
from tests.accounts.people import signed_in
from tests.facts.test_criteria import TREE as FIRST
from tests.facts.test_criteria import changed, content, draft, publish
from tests.whitelist.applying import user_of

pytestmark = pytest.mark.django_db
STRICTER = changed(FIRST, v=200)


def cases(least):
    return [
        {"name": "够", "facts": {"staff_count": least, "city_lifeline": True}, "expected": "yes"},
        {"name": "不够", "facts": {"staff_count": least - 1, "city_lifeline": True}, "expected": "no"},
        {"name": "不知道", "facts": {"city_lifeline": True}, "expected": "unknown"},
    ]


@pytest.fixture
def clerk(zone):
    return world.person(zone, "clerk_industry")


@pytest.fixture
def units(zone, clerk):
    """Of a standard of 100 made one of 200: one that meets it, one that meets the former alone, one neither, one unknown."""
    found = [world.unit(zone, staff_count=staff, city_lifeline=True) for staff in (300, 150, 50, None)]
    listing.listed(world.person(zone, "hq_office_clerk"), *found)
    publish(clerk, draft(clerk))
    publish(clerk, draft(clerk, tree=STRICTER, examples=cases(200), grace_days=10))
    return found


def reviewed(actor, days=0):
    return [(one.unit_id, one.until) for one in queries.review(actor, clock.now() + timedelta(days=days))]


def test_those_who_fall_short_only_by_the_new_version_are_spared_to_the_last_day_of_its_grace(clerk, units):
    _good, former, neither, _unknown = units
    last = clock.today() + timedelta(days=10)
    assert reviewed(clerk) == [(neither.pk, None), (former.pk, last)]
    assert reviewed(clerk, days=10) == [(neither.pk, None), (former.pk, last)]
    assert reviewed(clerk, days=11) == sorted([(neither.pk, None), (former.pk, None)])


def test_nothing_is_struck_off_by_itself_and_the_page_leads_to_who_does_it(clerk, units):
    before = list(Listing.objects.order_by("pk").values_list("pk", "state", "version"))
    browser = signed_in(Client(), Account.objects.get(pk=clerk.account_id))
    page = browser.get("/whitelist/review/").content.decode()
    assert page.count('<td class="is-lead">') == 2
    assert "用工人数不低于200人" in page
    assert "宽限到" in page
    assert list(Listing.objects.order_by("pk").values_list("pk", "state", "version")) == before
    stranger = world.person(clerk_zone(clerk), "clerk_commerce")
    assert reviewed(stranger) == []


def test_the_people_of_the_spared_are_told_once_until_when_and_nobody_else(
    zone, clerk, units, django_capture_on_commit_callbacks
):
    good, former, *_others = units
    mine, officer, _stranger = user_of(good), world.person(zone, "liaison_unit", unit=good), user_of(former)
    stricter = {"tree": changed(FIRST, v=400), "examples": cases(400), "grace_days": 10}
    with django_capture_on_commit_callbacks(execute=True):
        version = publish(clerk, draft(clerk, **stricter))
    job = ProcrastinateJob.objects.get(task_name=TELL_SPARED)
    assert job.args == {"zone_id": zone.pk, "criterion_id": version.pk}
    assert [tell_spared(now=clock.now(), **job.args) for _twice in range(2)] == [2, 0]
    told = Message.objects.filter(kind="whitelist:grace-begun")
    assert set(told.values_list("account_id", flat=True)) == {mine.account_id, officer.account_id}
    assert told[0].values["until"] == str(clock.today() + timedelta(days=10))
    publish(clerk, draft(clerk))
    assert tell_spared(now=clock.now(), **job.args) == 0


def clerk_zone(actor):
    return CriterionVersion.objects.filter(zone_id=actor.zone_id).first().zone


def test_a_grace_is_bounded_and_stays_as_it_was_published(clerk, units):
    for days in (-1, 366):
        with pytest.raises(ValidationError):
            content(grace_days=days)
    found = CriterionVersion.objects.get(key="industry", valid_to=None, state="published")
    with pytest.raises(DatabaseError), transaction.atomic():
        CriterionVersion.objects.filter(pk=found.pk).update(grace_days=365)
    found.refresh_from_db()
    assert found.grace_days == 10
