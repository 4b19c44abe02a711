"""From units to a published batch: what is allowed, what is refused, and that a refusal changes nothing."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from sibao.directory.models import Zone
from sibao.kernel import clock
from sibao.kernel.access import Actor
from sibao.kernel.models import IssuedDocument
from sibao.kernel.refusals import Conflict, Denied, Invalid, NotFound, WrongMove
from sibao.whitelist import queries, services
from sibao.whitelist.inputs import (
    ChangeListing,
    CreateBatch,
    DropUnit,
    FillBatch,
    WithdrawBatch,
)
from sibao.whitelist.models import BatchMember, Listing, ListingChange
from tests import world
from tests.listing import drafted, publicised, publish
from tests.seen import shown

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(zone: Zone) -> Actor:
    return world.person(zone, "clerk_industry")


@pytest.fixture
def office(zone: Zone) -> Actor:
    return world.person(zone, "hq_office_clerk")


def test_a_published_batch_numbers_its_units_and_issues_both_documents(zone, clerk, office):
    units = [world.unit(zone) for _ in range(3)]
    batch = publicised(office, drafted(clerk, *units), "济四保办〔2022〕11号")
    publish(office, batch, "济四保办〔2022〕12号")
    listed = Listing.objects.filter(batch=batch).order_by("number")
    assert [one.state for one in listed] == ["active"] * 3
    assert [one.number for one in listed] == [1, 2, 3]
    assert set(IssuedDocument.objects.values_list("kind", "number")) == {
        ("whitelist-publicity", "济四保办〔2022〕11号"),
        ("whitelist-notice", "济四保办〔2022〕12号"),
    }
    assert [change.to_state for change in ListingChange.objects.filter(unit=units[0]).order_by("id")] == [
        "pending",
        "active",
    ]


def test_a_city_lifeline_comes_first(zone, clerk, office):
    world.unit(zone)
    plain, lifeline = world.unit(zone), world.unit(zone, city_lifeline=True)
    publish(office, publicised(office, drafted(clerk, plain, lifeline)))
    assert Listing.objects.get(unit=lifeline).number < Listing.objects.get(unit=plain).number
    assert Listing.objects.get(unit=lifeline).priority == 1


def test_a_city_lifeline_comes_first_in_the_queue_of_candidates_in_the_batch_and_in_its_notice(zone, clerk, office):
    plain = world.unit(zone, value=900)
    small, unmeasured = world.unit(zone, value=1, city_lifeline=True), world.unit(zone, city_lifeline=True)
    queue = shown(clerk, reverse("whitelist:candidates") + "?applied=1")
    order = [int(key) for key in re.findall(r'href="/directory/units/(\d+)/"', queue)]
    assert order.index(plain.pk) > max(order.index(small.pk), order.index(unmeasured.pk))
    batch = drafted(clerk, plain, small, unmeasured)
    assert [member.unit for member in queries.members(clerk, batch.pk)] == [small, unmeasured, plain]
    assert queries.units_of_batch(batch.pk) == [small, unmeasured, plain]


def test_a_batch_cannot_be_published_before_its_objection_period_ends(zone, clerk, office):
    batch = publicised(office, drafted(clerk, world.unit(zone)))
    with pytest.raises(WrongMove, match="公示期未满"):
        publish(office, batch, later=timedelta(days=4))
    assert Listing.objects.get(batch=batch).state == "pending"


def test_a_draft_cannot_be_published_at_all(zone, clerk, office):
    batch = drafted(clerk, world.unit(zone))
    with pytest.raises(WrongMove):
        publish(office, batch)
    batch.refresh_from_db()
    assert batch.state == "draft"


def test_a_clerk_may_not_publish(zone, clerk, office):
    batch = publicised(office, drafted(clerk, world.unit(zone)))
    with pytest.raises(Denied):
        publish(clerk, batch)
    batch.refresh_from_db()
    assert batch.state == "publicised"


def test_who_reaches_only_a_part_of_a_batch_may_not_decide_on_all_of_it(zone, clerk):
    batch = drafted(world.cli(zone), world.unit(zone), world.unit(zone, sector="commerce"))
    with pytest.raises(WrongMove, match="指挥部办公室"):
        publicised(clerk, batch)


def test_a_form_filled_in_before_a_change_is_refused_with_both_versions(zone, clerk, office):
    batch = drafted(clerk, world.unit(zone))
    services.fill_batch(actor=clerk, given=FillBatch(batch_id=batch.id, unit_ids=[world.unit(zone).id]))
    with pytest.raises(Conflict) as stale:
        publicised(office, batch)
    assert (stale.value.yours, stale.value.current) == (batch.version, batch.version + 1)


def test_a_unit_is_in_one_batch_or_on_the_list_once(zone, clerk, office):
    listed, waiting, free = world.unit(zone), world.unit(zone), world.unit(zone)
    publish(office, publicised(office, drafted(clerk, listed)))
    drafted(clerk, waiting)
    batch = services.create_batch(actor=clerk, given=CreateBatch())
    wanted = [listed.id, waiting.id, free.id]
    filled = services.fill_batch(actor=clerk, given=FillBatch(batch_id=batch.id, unit_ids=wanted))
    assert filled.added == (free.id,)
    assert [(one.unit_id, one.why) for one in filled.refused] == [
        (listed.id, "已在名单中"),
        (waiting.id, "已在第二批中"),
    ]


def test_units_outside_the_clerks_sector_are_refused_by_name_and_the_rest_goes_in(zone, clerk):
    mine, other = world.unit(zone), world.unit(zone, sector="transport")
    batch = services.create_batch(actor=clerk, given=CreateBatch())
    filled = services.fill_batch(actor=clerk, given=FillBatch(batch_id=batch.id, unit_ids=[mine.id, other.id]))
    assert filled.added == (mine.id,)
    assert [one.unit_id for one in filled.refused] == [other.id]
    assert BatchMember.objects.filter(batch=batch).count() == 1


def test_an_objection_takes_one_unit_out_and_the_rest_is_published(zone, clerk, office):
    stays, goes = world.unit(zone), world.unit(zone)
    batch = publicised(office, drafted(clerk, stays, goes))
    services.drop_unit(actor=office, given=DropUnit(batch_id=batch.id, unit_id=goes.id, reason="异议成立"))
    publish(office, batch)
    assert Listing.objects.get(unit=stays).state == "active"
    gone = Listing.objects.get(unit=goes)
    assert (gone.state, gone.number, gone.state_reason) == ("removed", None, "异议成立")


def test_a_withdrawn_batch_frees_its_number_and_its_units(zone, clerk, office):
    unit = world.unit(zone)
    batch = publicised(office, drafted(clerk, unit))
    given = WithdrawBatch(batch_id=batch.id, version=batch.version, reason="材料不全")
    services.withdraw_batch(actor=office, given=given)
    again = drafted(clerk, unit)
    assert again.number == batch.number
    assert BatchMember.objects.filter(batch=again).count() == 1


def test_a_document_number_is_given_once(zone, clerk, office):
    publicised(office, drafted(clerk, world.unit(zone)), "济四保办〔2022〕11号")
    second = drafted(clerk, world.unit(zone))
    with pytest.raises((Conflict, Invalid)):
        publicised(office, second, "济四保办〔2022〕11号")
    second.refresh_from_db()
    assert (second.state, Listing.objects.filter(batch=second).count()) == ("draft", 0)


def test_a_removed_listing_keeps_its_number_for_ever(zone, clerk, office):
    first, second = world.unit(zone), world.unit(zone)
    publish(office, publicised(office, drafted(clerk, first)))
    listing = Listing.objects.get(unit=first)
    given = ChangeListing(listing_id=listing.id, version=listing.version, reason="已停业")
    services.remove_listing(actor=office, given=given)
    publish(office, publicised(office, drafted(clerk, second)))
    assert Listing.objects.get(unit=second).number == 2


def test_a_listing_outside_the_scope_does_not_exist(zone, clerk, office):
    unit = world.unit(zone, sector="commerce")
    publish(office, publicised(office, drafted(world.cli(zone), unit)))
    listing = Listing.objects.get(unit=unit)
    head = world.person(zone, "head_industry")
    with pytest.raises(NotFound):
        services.suspend_listing(
            actor=head, given=ChangeListing(listing_id=listing.id, version=listing.version, reason="不属于本领域")
        )
    listing.refresh_from_db()
    assert listing.state == "active"


def test_the_list_as_it_stood_before_a_removal_still_holds_the_unit(zone, clerk, office):
    unit = world.unit(zone)
    publish(office, publicised(office, drafted(clerk, unit)))
    listing = Listing.objects.get(unit=unit)
    gone_at = clock.now() + timedelta(days=9)
    given = ChangeListing(listing_id=listing.id, version=listing.version, reason="已停业")
    services.remove_listing(actor=office, given=given, now=gone_at)
    assert not queries.on_the_list_at(queries.listings(office), gone_at).exists()
    assert queries.on_the_list_at(queries.listings(office), gone_at - timedelta(seconds=1)).get() == listing
