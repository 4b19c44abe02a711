"""No yellow code for crews of listed units that were registered ahead and are in a loop, only while all of it holds (R88)."""

from datetime import timedelta

import pytest

from sibao.kernel import clock
from sibao.prevention import services as prevention
from sibao.prevention.inputs import PlaceInLoop
from sibao.whitelist import services as whitelist
from sibao.whitelist.inputs import ChangeListing
from sibao.whitelist.models import Listing
from tests import grounds, world
from tests.entry.coming import codes, receive, register, running
from tests.listing import listed
from tests.prevention.signals import Workplace

DAY = timedelta(days=1)


@pytest.fixture
def work(zone):
    work = Workplace(zone)
    listed(world.cli(zone), work.unit)
    return work


@pytest.fixture
def user(zone, work):
    return world.person(zone, "unit_user", unit=work.unit)


def place(work, inside):
    given = PlaceInLoop(person_ids=[work.people[0].person_id], inside=inside)
    prevention.place_in_loop(actor=work.sender, given=given)


def comes(user, work, *, ahead=4 * DAY, crew=True, number=""):
    now = clock.now()
    more = {"transport": "lorry", "plate": "豫U12345", "crew": crew, "identity": number or work.numbers[0]}
    return receive(user, register(user, work.unit, now=now - ahead, planned_at=now, **more))


def looked_at(code):
    return {one["key"]: one["holds"] for one in code.conditions}


def test_a_crew_of_which_all_of_it_holds_is_green_and_the_code_names_each_condition_with_its_source_and_time(
    work, user
):
    place(work, inside=True)
    code = running(comes(user, work))
    assert (code.colour, code.why, code.until_at) == ("green", "exempt", None)
    assert looked_at(code) == {"listed": True, "ahead": True, "in_loop": True}
    assert {one["source"] for one in code.conditions} == {"whitelist", "entry", "prevention"}
    assert all(one["at"] for one in code.conditions)


def test_whoever_leaves_the_loop_gets_the_code_of_her_class_in_the_same_moment(work, user):
    place(work, inside=True)
    row = comes(user, work)
    place(work, inside=False)
    before, after = codes(row)
    assert (before.released_how, before.released_at) == ("replaced", after.from_at)
    assert (after.colour, after.why, looked_at(after)["in_loop"]) == ("yellow", "not_exempt", False)
    assert after.until_at == row.arrived_at + 7 * DAY


def test_a_unit_that_comes_off_the_list_takes_the_exemption_with_it(zone, work, user):
    place(work, inside=True)
    row = comes(user, work)
    listing = Listing.objects.get(unit=work.unit)
    given = ChangeListing(listing_id=listing.pk, version=listing.version, reason="停业整改")
    whitelist.suspend_listing(actor=world.cli(zone), given=given)
    assert (running(row).colour, looked_at(running(row))["listed"]) == ("yellow", False)


def test_what_nobody_knows_exempts_nobody(work, user):
    code = running(comes(user, work, number=grounds.citizen_number(68_888)))
    assert (code.colour, code.why, looked_at(code)["in_loop"]) == ("yellow", "not_exempt", None)


@pytest.mark.parametrize(("ahead", "colour"), [(timedelta(hours=24), "green"), (timedelta(hours=23.9), "yellow")])
def test_registered_ahead_means_a_day_before_she_comes(work, user, ahead, colour):
    place(work, inside=True)
    assert running(comes(user, work, ahead=ahead)).colour == colour


def test_who_is_no_crew_is_not_exempt(work, user):
    place(work, inside=True)
    code = running(comes(user, work, crew=False))
    assert (code.colour, code.why, code.conditions) == ("yellow", "by_class", [])


def test_an_exemption_that_ends_long_after_the_days_of_the_class_leaves_no_yellow_code(work, user):
    place(work, inside=True)
    now = clock.now()
    more = {"transport": "lorry", "plate": "豫U12345", "crew": True, "identity": work.numbers[0]}
    row = register(user, work.unit, now=now - 12 * DAY, planned_at=now - 8 * DAY, **more)
    receive(user, row, now=now - 8 * DAY)
    place(work, inside=False)
    assert [(one.colour, one.released_how) for one in codes(row)] == [("green", "time")]
