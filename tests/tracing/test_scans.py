"""A scan of a venue's code is a stay, in the transaction of its delivery, once however often it is told."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from sibao.kernel import clock
from sibao.kernel.access import acting
from sibao.kernel.refusals import Conflict
from sibao.prevention import queries as prevention
from sibao.prevention.models import Signal
from sibao.prevention.services.retaining import forget
from sibao.tracing import queries, sql
from sibao.tracing.models import Stay
from tests import grounds, world
from tests.prevention.signals import Workplace, deliver, hours


@pytest.fixture
def work(zone):
    found = Workplace(zone, people=2)
    found.canteen = grounds.part(found.site, "venue", "食堂")
    return found


def stays(work):
    with acting(world.cli(work.zone)):
        rows = Stay.objects.filter(zone_id=work.zone.pk).order_by("since", "person_id")
        return [(row.person_id, row.place_id, row.until - row.since) for row in rows]


def scan(work, who=0, at=None, venue=None):
    return work.says("venue_scan", who=who, at=at or clock.now() - hours(2), venue=venue or str(work.canteen.pk))


def test_a_scan_is_a_stay_as_long_as_the_pack_says_once_however_often_it_comes(work):
    said = scan(work)
    assert deliver(work, said, said, source="venue_scans").taken == 1
    assert deliver(work, said, source="venue_scans").repeated == 1
    minutes = queries.latest_definition(work.zone.pk).scan_minutes
    assert stays(work) == [(work.people[0].person_id, work.canteen.pk, hours(minutes / 60))]


def test_a_venue_that_is_not_there_is_no_stay_but_stays_in_the_log(work):
    receipt = deliver(work, scan(work, venue="999999999"), scan(work, who=1, venue="大门"), source="venue_scans")
    assert receipt.taken == 2
    assert stays(work) == []


def test_what_is_undone_with_the_delivery_leaves_no_stay(work):
    deliver(work, scan(work), source="venue_scans", key="once")
    before = stays(work)
    with pytest.raises(Conflict):
        deliver(work, scan(work, who=1), source="venue_scans", key="once")
    assert stays(work) == before
    with acting(world.cli(work.zone)):
        assert Signal.objects.filter(zone_id=work.zone.pk).count() == 1


def test_who_does_not_reach_the_whole_zone_sees_no_stay(work):
    deliver(work, scan(work), source="venue_scans")
    with acting(world.person(work.zone, "clerk_zhicheng")):
        assert not Stay.objects.exists()


def test_stays_of_a_day_lie_in_its_own_partition_and_strays_in_theirs(work):
    with acting(world.cli(work.zone)):
        sql.open_days(clock.today())
        deliver(work, scan(work), source="venue_scans")
        sql.open_days(clock.today())
    assert len(stays(work)) == 1


def test_a_stay_goes_with_the_scan_it_was_made_of_and_the_certificate_counts_both(work):
    now = clock.now() - timedelta(days=40)
    deliver(work, scan(work, at=now), source="venue_scans", now=now)
    deliver(work, scan(work, who=1), source="venue_scans")
    with acting(work.sender):
        assert forget(work.sender, now + timedelta(days=29)) is None
        made = forget(work.sender, now + timedelta(days=31))
        lines = prevention.lines_of(made)
        assert [(one.what, one.kind, one.rows, one.since) for one in lines] == [
            ("signals", "venue_scan", 1, now),
            ("stays", "venue_scan", 1, now),
        ]
    assert [person for person, _place, _long in stays(work)] == [work.people[1].person_id]


def test_no_stay_goes_by_a_clock_that_is_ahead(work):
    deliver(work, scan(work), source="venue_scans")
    with acting(work.sender), pytest.raises(DatabaseError, match="nothing is deleted"), transaction.atomic():
        sql.forget_stays(work.zone.pk, clock.now() + timedelta(days=60))
    assert len(stays(work)) == 1
