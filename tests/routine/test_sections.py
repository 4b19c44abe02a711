"""Sections of sites (R105): registered with class and separation, disinfected in time, and never green without a record."""

from datetime import timedelta

import pytest
from django.test import Client

from sibao.accounts.models import Account
from sibao.kernel import clock
from sibao.kernel.access import acting
from sibao.kernel.refusals import Conflict, Denied, Invalid, NotFound
from sibao.prevention.models import Signal, SubjectState
from sibao.routine import queries, services
from sibao.routine.inputs import EditSection, RecordDisinfection
from sibao.routine.models import Disinfection, Section
from tests import world
from tests.accounts.people import signed_in
from tests.prevention.signals import Workplace


@pytest.fixture
def work(zone):
    return Workplace(zone)


@pytest.fixture
def user(work, zone):
    return world.person(zone, "unit_user", unit=work.unit)


def registered(actor, work, name="一车间", **more):
    given = {"site_id": work.site.pk, "name": name, "klass": "closed", "use": "production", **more}
    return services.edit_section(actor=actor, given=EditSection(**given))


def disinfected(actor, work, *rows, key="form-1", now=None):
    given = RecordDisinfection(site_id=work.site.pk, section_ids=[row.pk for row in rows], key=key, means="含氯消毒剂")
    return services.record_disinfection(actor=actor, given=given, now=now)


def overdue(actor):
    with acting(actor):
        return [row.name for row in queries.sections(actor).filter(queries.is_due(actor)).order_by("pk")]


def written(work):
    with acting(work.sender):
        return Section.objects.count(), Disinfection.objects.count(), Signal.objects.count()


def test_a_section_nobody_disinfected_is_overdue_and_is_again_after_the_interval_of_its_class(work, user):
    closed, open_ = registered(user, work), registered(user, work, "堆场", klass="open")
    assert overdue(user) == ["一车间", "堆场"]
    now = clock.now()
    assert disinfected(user, work, closed, open_, now=now - timedelta(hours=25)) == 2
    assert overdue(user) == ["一车间"]
    disinfected(user, work, closed, key="form-2", now=now)
    assert overdue(user) == []


def test_a_disinfection_is_logged_with_who_and_how_and_told_to_monitoring_once(work, user):
    row = registered(user, work, separated=True, separation="围挡")
    disinfected(user, work, row)
    assert disinfected(user, work, row) == 0
    assert written(work) == (1, 1, 1)
    with acting(user):
        (one,) = queries.log_of(user, row)
    assert (one.means, user.name in one.by_as) == ("含氯消毒剂", True)


def test_a_form_that_is_sent_twice_logs_once_also_where_nobody_is_followed_and_says_nothing_of_other_sections(
    work, user
):
    one, other = registered(user, work), registered(user, work, "堆场", klass="open")
    with acting(work.sender):
        SubjectState.objects.all().delete()
    assert [disinfected(user, work, one), disinfected(user, work, one)] == [1, 0]
    with pytest.raises(Conflict):
        disinfected(user, work, other)
    assert written(work) == (2, 1, 0)


def test_another_class_changes_until_when_a_disinfection_lasts(work, user):
    row = registered(user, work)
    disinfected(user, work, row, now=clock.now() - timedelta(hours=30))
    assert overdue(user) == ["一车间"]
    registered(user, work, section_id=row.pk, version=2, klass="open")
    assert overdue(user) == []


def test_what_is_wrong_with_a_section_is_refused_and_nothing_is_written(work, user, zone):
    row = registered(user, work)
    far = Workplace(zone)
    before = written(work)
    for wrong in ({"name": "一车间"}, {"name": "二", "klass": "airtight"}, {"name": "二", "separation": "围挡"}):
        with pytest.raises(Invalid):
            registered(user, work, **wrong)
    with pytest.raises(Conflict):
        registered(user, work, section_id=row.pk, version=7)
    with pytest.raises(NotFound):
        registered(user, far)
    with pytest.raises(NotFound):
        disinfected(user, far, row)
    with pytest.raises(Denied):
        registered(world.person(zone, "liaison_unit", unit=work.unit), work, "二")
    assert written(work) == before


def test_two_taps_disinfect_a_section(work, user):
    row = registered(user, work)
    browser = signed_in(Client(), Account.objects.get(pk=user.account_id))
    page = browser.get(f"/routine/sites/{work.site.pk}/").content.decode()
    assert "没有消杀记录" in page
    answer = browser.post(f"/routine/sites/{work.site.pk}/disinfect/", {"section": row.pk, "once": "a"}, follow=True)
    assert "都未超期" in answer.content.decode()
    assert "一车间" in browser.get(f"/routine/sections/{row.pk}/").content.decode()
