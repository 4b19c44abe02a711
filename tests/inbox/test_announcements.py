"""Announcements: to a part of the zone for a time, acknowledged by name, withdrawn and never deleted."""

from datetime import timedelta

import pytest
from django.db import connection, transaction

from sibao.audit.models import AuditLine
from sibao.inbox import inputs, queries, services
from sibao.inbox.models import Acknowledgement, Announcement, Message
from sibao.inbox.services import announcements
from sibao.kernel import clock
from sibao.kernel.refusals import Conflict, Denied, Invalid, NotFound, WrongMove
from tests import world
from tests.inbox.test_messages import browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(zone):
    return world.person(zone, "hq_office_clerk")


@pytest.fixture
def clerk(zone):
    return world.person(zone, "clerk_industry")


@pytest.fixture
def town(zone):
    return world.person(zone, "clerk_zhicheng")


def publish(actor, **given):
    wanted = {"title": "核对名单", "text": "请于周五前核对", "ends_at": clock.now() + timedelta(days=3), **given}
    return services.publish_announcement(actor=actor, given=inputs.PublishAnnouncement.model_validate(wanted))


def withdraw(actor, found, **more):
    given = {"announcement_id": found.pk, "version": found.version, "reason": "内容有误", **more}
    return services.withdraw_announcement(actor=actor, given=inputs.WithdrawAnnouncement(**given))


def take(actor, found, now=None):
    given = inputs.OneAnnouncement(announcement_id=found.pk)
    return services.acknowledge_announcement(actor=actor, given=given, now=now)


def current(actor):
    return [row.title for row in queries.current_announcements(actor, clock.now())]


def told(actor):
    return queries.messages(actor).filter(kind="inbox:announcement").count()


def test_an_announcement_reaches_the_part_of_the_zone_that_it_names(zone, office, clerk, town):
    unit = world.unit(zone, town="419001102", sector="commerce")
    officer = world.person(zone, "liaison_unit", unit=unit)
    everybody = (office, clerk, town, officer)
    publish(office, title="致全体")
    publish(office, title="致轵城", area_path=town.scope.area_path)
    publish(office, title="致工业", sector_id=clerk.scope.sector_id)
    publish(office, title="致镇经办", roles=("town_clerk",))
    assert [sorted(current(one)) for one in everybody] == [
        ["致全体"],
        ["致全体", "致工业"],
        ["致全体", "致轵城", "致镇经办"],
        ["致全体", "致轵城"],
    ]
    assert [told(one) for one in everybody] == [1, 2, 3, 2]
    for found in Announcement.objects.all():
        reached = {one.account_id for one in everybody if queries.concerns(one, found)}
        assert reached == set(queries.reader_ids(found, clock.now())) & {one.account_id for one in everybody}


def test_who_is_not_concerned_does_not_find_it(office, clerk, town):
    found = publish(office, roles=("town_clerk",))
    browser = browser_of(clerk)
    assert browser.get(f"/announcements/{found.pk}/").status_code == 404
    assert browser.post(f"/announcements/{found.pk}/acknowledge/").status_code == 404
    with pytest.raises(NotFound):
        take(office, found)  # who checks it sees it, but it is not hers to take note of
    assert Acknowledgement.objects.count() == 0


def test_its_time_begins_and_ends(zone, office, clerk):
    later = publish(office, starts_at=clock.now() + timedelta(days=1))
    assert (current(clerk), told(clerk)) == ([], 0)
    with pytest.raises(WrongMove):
        take(clerk, later)
    tomorrow = later.starts_at + timedelta(hours=1)
    assert [announcements.tell_readers(zone.pk, tomorrow) for _again in range(2)] == [1, 0]
    assert told(clerk) == 1
    assert take(clerk, later, now=tomorrow).account_id == clerk.account_id
    with pytest.raises(WrongMove):
        take(clerk, later, now=later.ends_at)


def test_taking_note_is_remembered_once_and_counted_by_name(zone, office, clerk, town):
    found = publish(office, roles=("sector_clerk", "town_clerk"), must_acknowledge=True)
    browser = browser_of(clerk)
    assert "核对名单" in browser.get("/").content.decode()
    for _again in range(2):
        assert browser.post(f"/announcements/{found.pk}/acknowledge/", {"next": "/"}).url == "/"
    first = Acknowledgement.objects.get()
    assert (first.account_id, first.by.split(" · ")[0]) == (clerk.account_id, clerk.name)
    readers = queries.readers_of(office, found, clock.now())
    assert (readers.open_count, readers.done_count) == (1, 1)
    assert readers.open == [town.name]
    page = browser_of(office).get(f"/announcements/{found.pk}/").content.decode()
    assert "未签收 1 人" in page
    assert f"/announcements/{found.pk}/readers/#open" in page
    assert town.name in browser_of(office).get(f"/announcements/{found.pk}/readers/").content.decode()
    assert browser.get(f"/announcements/{found.pk}/readers/").status_code == 403


def test_what_was_taken_note_of_is_never_rewritten_and_none_is_deleted(office, clerk):
    found = publish(office)
    take(clerk, found)
    for statement in ("update inbox_acknowledgement set by = 'x'", "delete from inbox_acknowledgement"):
        with pytest.raises(Exception, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_a_withdrawn_announcement_stays_with_its_reason_and_asks_for_nothing(office, clerk):
    found = publish(office, must_acknowledge=True)
    for actor, more, refusal in ((clerk, {}, Denied), (office, {"version": 7}, Conflict)):
        with pytest.raises(refusal):
            withdraw(actor, found, **more)
    assert current(clerk) == ["核对名单"]
    withdraw(office, found)
    found.refresh_from_db()
    assert current(clerk) == []
    with pytest.raises(WrongMove):
        withdraw(office, found)
    with pytest.raises(WrongMove):
        take(clerk, found)
    page = browser_of(clerk).get(f"/announcements/{found.pk}/").content.decode()
    assert "内容有误" in page
    assert f"/announcements/{found.pk}/acknowledge/" not in page


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"ends_at": "2022-01-01T00:00+08:00"}, Invalid),
        ({"roles": ["nobody"]}, Invalid),
        ({"area_path": "nowhere/"}, NotFound),
        ({"sector_id": 2**40}, NotFound),
    ],
)
def test_an_announcement_that_makes_no_sense_is_not_published(office, given, refusal):
    with pytest.raises(refusal):
        publish(office, **given)
    assert (Announcement.objects.count(), Message.objects.count()) == (0, 0)
    assert AuditLine.objects.get(command="inbox:announcement:publish").outcome == "refused"


def test_only_headquarters_office_publishes(clerk):
    with pytest.raises(Denied):
        publish(clerk)
    assert Announcement.objects.count() == 0


def test_the_office_publishes_by_the_page(office, clerk):
    browser = browser_of(office)
    given = {"title": "值班安排", "text": "见附表", "ends_at": f"{clock.now() + timedelta(days=2):%Y-%m-%dT%H:%M}"}
    assert browser.post("/announcements/publish/", {**given, "roles": ["sector_clerk"]}).status_code == 302
    assert browser.post("/announcements/publish/", {**given, "ends_at": ""}).status_code == 422
    assert current(clerk) == ["值班安排"]
