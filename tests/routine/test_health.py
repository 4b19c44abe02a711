"""Daily health of a site's people (R100): who is missing, and reported in two taps."""

from datetime import timedelta

import pytest
from django.test import Client

from sibao.accounts.models import Account
from sibao.kernel import clock
from sibao.kernel.access import acting
from sibao.prevention.models import Signal
from sibao.routine import queries
from tests import world
from tests.accounts.people import signed_in
from tests.prevention.signals import Workplace, deliver


@pytest.fixture
def work(zone):
    return Workplace(zone, people=3)


@pytest.fixture
def user(work, zone):
    return world.person(zone, "unit_user", unit=work.unit)


@pytest.fixture
def browser(user):
    return signed_in(Client(), Account.objects.get(pk=user.account_id))


def missing(actor, work, day=None):
    with acting(actor):
        silent, count, people, ill = queries.silent_people(actor, work.site, day or clock.today())
    assert len(silent) == count
    return {one.person_id for one in silent}, people, ill


def ids(work):
    return [one.person_id for one in work.people]


def test_who_was_reported_today_is_missing_no_more_and_yesterday_counts_for_yesterday_alone(work, user):
    now = clock.now()
    deliver(work, work.says("health_report", "well", at=now), source="unit_reports")
    deliver(work, work.says("health_report", "well", who=1, at=now - timedelta(days=1)), source="unit_reports")
    first, second, third = ids(work)
    assert missing(user, work) == ({second, third}, 3, 0)
    assert missing(user, work, clock.today() - timedelta(days=1)) == ({first, third}, 3, 0)
    with acting(user):
        (day,) = queries.days_of_sites(user, now)
    assert (day.people, day.reported, day.silent) == (3, 1, 2)


def test_two_taps_report_everybody_well_and_one_with_symptoms_warns(work, user, browser):
    first, second, third = ids(work)
    here = f"/routine/sites/{work.site.pk}/"
    assert "3 / 3 人没有申报" in browser.get(here).content.decode()
    browser.post(f"{here}health/", {"person": [first, second], "once": "a"})
    browser.post(f"{here}health/", {"person": [first, second], "once": "a"})
    assert missing(user, work) == ({third}, 3, 0)
    answer = browser.post(f"{here}health/", {"person": [third], "ill": third, "once": "b"}, follow=True)
    assert "都已申报" in answer.content.decode()
    assert missing(user, work) == (set(), 3, 1)
    assert work.open("symptoms") == 1
    with acting(work.sender):
        assert Signal.objects.count() == 3


def test_people_of_another_unit_cannot_be_reported_and_nothing_is_written(work, zone, browser):
    far = Workplace(zone)
    here = f"/routine/sites/{work.site.pk}/health/"
    assert browser.post(here, {"person": [work.people[0].person_id, far.people[0].person_id]}).status_code == 404
    assert browser.post(f"/routine/sites/{far.site.pk}/health/", {"person": ids(work)[:1]}).status_code == 404
    assert browser.post(here, {}).status_code == 302
    with acting(work.sender):
        assert Signal.objects.count() == 0


def test_headquarters_sees_what_is_missing_by_town_and_sector(work, zone):
    office = world.person(zone, "hq_office_clerk")
    page = signed_in(Client(), Account.objects.get(pk=office.account_id)).get("/routine/day/").content.decode()
    assert work.unit.name in page
    assert "3 / 3" in page
