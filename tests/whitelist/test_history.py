"""What held when: the list of any past moment, and that no history is ever changed."""

import contextlib
from datetime import date, datetime, timedelta

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sibao.kernel import clock
from sibao.kernel.database.grants import append_only_tables
from sibao.kernel.lists.asked import strictly
from sibao.kernel.lists.filters import Look
from sibao.kernel.lists.registry import lists
from sibao.kernel.refusals import Conflict, Refusal, WrongMove
from sibao.whitelist import queries, services
from sibao.whitelist.inputs import ChangeListing
from sibao.whitelist.models import Listing, ListingChange
from tests import consulted, world
from tests.listing import listed
from tests.whitelist.counting import kept, recount
from tests.whitelist.stories import STEPS, TOWNS

pytestmark = pytest.mark.django_db
ListingEvent = apps.get_model("whitelist", "ListingEvent")
REUSED = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@REUSED
@given(story=st.lists(st.sampled_from(["suspend", "resume", "remove"]), max_size=6), gaps=st.integers(1, 40))
def test_the_list_of_any_past_moment_is_what_held_then(zone, story, gaps):
    actor = world.cli(zone)
    with transaction.atomic():
        unit = world.unit(zone)
        listed(actor, unit)
        listing, held = Listing.objects.get(unit=unit), {}
        at = listing.listed_at
        held[at] = "active"
        for action in story:
            at += timedelta(hours=gaps)
            listing.refresh_from_db()
            given = ChangeListing(listing_id=listing.pk, version=listing.version, reason="核查后决定")
            with contextlib.suppress(WrongMove):
                getattr(services, f"{action}_listing")(actor=actor, given=given, now=at)
            held[at] = Listing.objects.get(unit=unit).state
        for moment, state in held.items():
            found = queries.on_the_list_at(queries.listings(actor), moment).filter(unit=unit).first()
            assert (found.state_then if found else "removed") == state
            before = queries.on_the_list_at(queries.listings(actor), min(held) - timedelta(microseconds=1))
            assert not before.filter(unit=unit).exists()
        transaction.set_rollback(True)


@pytest.mark.parametrize("day", [date(2023, 12, 31), date(2024, 2, 29)])
def test_a_day_ends_at_midnight_in_shanghai_also_on_a_leap_day_and_at_a_years_end(zone, standing, day):
    standing.on(day.year, day.month, day.day - 7)
    actor, unit = world.cli(zone), world.unit(zone)
    listed(actor, unit)
    listing = Listing.objects.get(unit=unit)
    midnight = datetime(day.year, day.month, day.day, tzinfo=clock.SHANGHAI) + timedelta(days=1)
    given = ChangeListing(listing_id=listing.pk, version=listing.version, reason="核查后决定")
    services.remove_listing(actor=actor, given=given, now=midnight)
    assert on(actor, day).get() == listing
    assert not on(actor, day + timedelta(days=1)).exists()
    assert not on(actor, day - timedelta(days=7)).exists()


def on(actor, day):
    """The list as it held on a day, by the list's own filter."""
    return strictly(Look(actor), lists.get("whitelist:listings"), {"on": [day.isoformat()]}).rows()


@REUSED
@given(story=st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 50)), min_size=3, max_size=14))
def test_every_change_of_state_has_its_actor_its_time_and_its_reason(zone, story):
    actor, batches = consulted.colleague(zone, "hq_office_clerk", "asks"), []
    with transaction.atomic():
        units = [world.unit(zone), world.unit(zone, town=TOWNS[0])]
        for step, pick in story:
            with contextlib.suppress(Refusal, Listing.DoesNotExist, ZeroDivisionError):
                step(zone, actor, units, batches, pick)
        for listing in Listing.objects.filter(zone=zone):
            changes = list(ListingChange.objects.filter(listing=listing).order_by("id"))
            states = [change.to_state for change in changes]
            assert [change.from_state for change in changes] == ["", *states[:-1]]
            assert states[-1] == listing.state
            assert all(change.reason and change.at and change.account_id == actor.account_id for change in changes)
            versions = ListingEvent.objects.filter(pgh_obj=listing).order_by("pgh_id")
            assert [version.state for version in versions if version.pgh_context][-1] == listing.state
        transaction.set_rollback(True)


def test_no_history_can_be_changed_or_deleted_by_the_application(zone):
    actor, unit = world.cli(zone), world.unit(zone, value=1)
    listed(actor, unit)
    tables = append_only_tables()
    assert {"whitelist_listingchange", "whitelist_listingevent", "directory_unitevent", "audit_auditline"} <= set(
        tables
    )
    for table in tables:
        key = "pgh_id" if table.endswith("event") else "id"
        for statement in (f"delete from {table}", f"update {table} set {key} = {key}"):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)
    assert ListingChange.objects.filter(unit=unit).count() == 2


def test_a_refused_change_of_the_list_adds_no_history(zone):
    actor, unit = world.cli(zone), world.unit(zone)
    listed(actor, unit)
    listing = Listing.objects.get(unit=unit)
    stale = ChangeListing(listing_id=listing.pk, version=listing.version - 1, reason="核查后决定")
    with pytest.raises(Conflict) as refused:
        services.suspend_listing(actor=actor, given=stale)
    assert (refused.value.yours, refused.value.current) == (listing.version - 1, listing.version)
    fresh = ChangeListing(listing_id=listing.pk, version=listing.version, reason="核查后决定")
    with pytest.raises(WrongMove):
        services.resume_listing(actor=actor, given=fresh)
    assert ListingChange.objects.filter(listing=listing).count() == 2
    assert kept(zone) == recount(zone)
