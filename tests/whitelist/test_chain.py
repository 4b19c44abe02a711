"""Who stops with whom is kept ready and shown within reach; a key unit and those it depends on enter by one decision (R33)."""

from itertools import pairwise

import pytest
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from sibao.accounts.models import Account
from sibao.directory.inputs import EditLink
from sibao.directory.models import SupplyLink
from sibao.directory.services import edit_link
from sibao.kernel import clock
from sibao.kernel.refusals import Invalid, WrongMove
from sibao.whitelist import queries, services
from sibao.whitelist.inputs import AdmitGroup, CreateBatch
from sibao.whitelist.models import Batch, BatchMember, FallEvent, Listing, Reckoning
from sibao.whitelist.services.chain import reckon
from sibao.whitelist.tasks import RECKON
from tests import world
from tests.accounts.people import signed_in
from tests.listing import drafted, listed, publicised, publish

pytestmark = pytest.mark.django_db
FAR = "419001100"


@pytest.fixture
def office(zone):
    return world.person(zone, "hq_office_clerk")


def link(supplier, customer, *, stock=3, material="蒸汽", share=9_000, **more):
    given = {"supplier_id": supplier.pk, "customer_id": customer.pk, "material": material, "share_bp": share}
    given |= {"stock_days": stock, "source": "调查"} | more
    return edit_link(actor=world.cli(supplier.zone), given=EditLink.model_validate(given))


def reckoned(zone, actor):
    reckon(zone.pk, clock.now())
    return list(queries.single_points(actor).order_by("-precedence"))


def page(actor, route, *args):
    browser = signed_in(Client(), Account.objects.get(pk=actor.account_id))
    return browser.get(reverse(route, args=args), {"applied": "1"}).content.decode()


def group(batch, key, *units):
    return AdmitGroup(batch_id=batch.pk, unit_id=key.pk, unit_ids=[unit.pk for unit in units])


def test_points_are_ranked_by_what_falls_with_them_lifelines_first(zone, office):
    wide, vital, first, second, water = (
        world.unit(zone, staff_count=10, revenue_fen=10**9, city_lifeline=number == 4) for number in range(5)
    )
    link(wide, first)
    link(first, second, stock=2)
    link(vital, water, stock=7)
    found = [(row.unit, row.reached, row.lifelines, row.earliest) for row in reckoned(zone, office)]
    assert found == [(vital, 1, 1, 7), (wide, 2, 0, 3), (first, 1, 0, 2)]
    row = queries.single_points(office).get(unit=wide)
    assert (row.staff, row.revenue, row.outside, row.state) == (20, 2 * 10**9, 0, None)


def test_what_has_ended_or_ceased_or_has_another_source_brings_nobody_down(zone, office):
    supplier, other, ended, twice = (world.unit(zone) for _ in range(4))
    link(supplier, ended, ended_on="2021-12-31")
    link(supplier, twice, share=4_000)
    link(other, twice, share=4_000)
    assert reckoned(zone, office) == []


def test_a_link_that_changes_has_it_reckoned_anew_once(zone, office, django_capture_on_commit_callbacks):
    supplier, customer, further = (world.unit(zone) for _ in range(3))
    with django_capture_on_commit_callbacks(execute=True):
        link(supplier, customer)
        link(customer, further)
    assert ProcrastinateJob.objects.filter(task_name=RECKON, status="todo", args__zone_id=zone.pk).count() == 1
    assert {row.unit: row.reached for row in reckoned(zone, office)} == {supplier: 2, customer: 1}
    assert {row.unit: row.reached for row in reckoned(zone, office)} == {supplier: 2, customer: 1}
    assert (FallEvent.objects.count(), Reckoning.objects.count()) == (3, 2)  # what has not changed is not written
    SupplyLink.objects.filter(supplier=supplier).update(ended_on="2021-12-31")
    SupplyLink.objects.filter(supplier=customer).update(stock_days=9)
    assert {row.unit: (row.reached, row.earliest) for row in reckoned(zone, office)} == {customer: (1, 9)}
    assert FallEvent.objects.count() == 6  # two are gone, one is later


def test_a_town_counts_the_neighbour_beyond_its_reach_and_never_names_it(zone, office):
    supplier, near = world.unit(zone, name="近处供应（演示）"), world.unit(zone, name="近处客户（演示）")
    far = world.unit(zone, name="远处客户（演示）", town=FAR, staff_count=777, revenue_fen=77_700_000_000)
    link(supplier, near)
    link(near, far)
    link(far, supplier, material="铅")
    town = world.person(zone, "clerk_zhicheng")
    points = {row.unit: (row.reached, row.outside, row.staff, row.earliest) for row in reckoned(zone, town)}
    assert points == {supplier: (1, 1, None, 3), near: (1, 1, None, 6)}
    for text in (page(town, "whitelist:points"), page(town, "whitelist:unit-chain", supplier.pk)):
        assert "范围外 1 家" in text
        assert "近处" in text
        assert "远处" not in text
        assert "777" not in text
    assert "远处" in page(office, "whitelist:unit-chain", supplier.pk)


def test_a_group_that_goes_further_up_than_is_followed_enters_in_no_part(zone, office):
    line = [world.unit(zone) for _ in range(8)]
    for supplier, customer in pairwise(line):
        link(supplier, customer)
    key = line[-1]
    proposal = queries.proposal(office, key.pk)
    assert proposal.cut
    batch = services.create_batch(actor=office, given=CreateBatch())
    with pytest.raises(Invalid, match="不能整组办理"):
        services.admit_group(
            actor=office, given=AdmitGroup(batch_id=batch.pk, unit_id=key.pk, unit_ids=list(proposal.unit_ids))
        )
    assert not BatchMember.objects.filter(batch=batch).exists()
    text = page(office, "whitelist:admit", key.pk)
    assert "请逐家加入批次" in text
    assert "整组加入</button>" not in text


def test_who_is_fully_supplied_by_another_has_no_less(zone, office):
    supplier, other, customer = (world.unit(zone) for _ in range(3))
    link(supplier, customer, share=10_000)
    link(other, customer, share=10_000)
    assert queries.chain(office, supplier.pk).reduced == []


def test_the_tab_says_who_stops_when_through_what_and_who_has_less(zone, office):
    supplier, customer, further, less = (world.unit(zone, name=f"链{name}（演示）") for name in "甲乙丙丁")
    link(supplier, customer, stock=None)
    link(customer, further, stock=4, material="铅锭")
    link(supplier, less, share=3_000)
    chain = queries.chain(office, supplier.pk)
    assert [(one.unit, one.day, one.material, one.guessed) for one in chain.stops] == [
        (customer.pk, 0, "蒸汽", True),
        (further.pk, 4, "铅锭", True),
    ]
    assert [(one.unit, one.day, one.flow_bp) for one in chain.reduced] == [(less.pk, 3, 7_000)]
    text = page(office, "whitelist:unit-chain", supplier.pk)
    assert all(word in text for word in ("链乙", "链丙", "链丁", "铅锭", "70.0%", "最早", 'data-kind="graph"'))


def test_a_group_enters_by_one_decision_and_is_published_as_before(zone, office):
    key, supplier, root, vital = (world.unit(zone, city_lifeline=number == 3) for number in range(4))
    link(supplier, key)
    link(root, supplier)
    link(vital, key, material="水")
    listed(world.cli(zone), supplier)
    proposal = queries.proposal(office, key.pk)
    assert proposal.unit_ids == (key.pk, vital.pk, root.pk)
    batch = services.create_batch(actor=office, given=CreateBatch())
    browser = signed_in(Client(), Account.objects.get(pk=office.account_id))
    address = reverse("whitelist:admit", args=[key.pk])
    assert browser.post(address, {"batch_id": batch.pk, "unit_ids": ["x"]}).status_code == 422
    assert not BatchMember.objects.filter(batch=batch).exists()
    assert browser.post(address, {"batch_id": batch.pk, "unit_ids": list(proposal.unit_ids)}).status_code == 302
    assert set(BatchMember.objects.filter(batch=batch).values_list("unit", "with_unit")) == {
        (one.pk, key.pk) for one in (key, root, vital)
    }
    assert f"随 {key.name} 同步纳入" in page(office, "whitelist:batch", batch.pk)
    batch.refresh_from_db()
    publish(world.cli(zone), publicised(world.cli(zone), batch))
    assert Listing.objects.filter(batch=batch, state="active").count() == 3
    assert queries.proposal(office, key.pk).unit_ids == ()


def test_of_a_group_that_cannot_enter_whole_nobody_enters_and_each_hindrance_is_named(zone, office):
    key, supplier, far = (
        world.unit(zone),
        world.unit(zone, name="先走一步（演示）"),
        world.unit(zone, sector="commerce"),
    )
    link(supplier, key)
    batch = services.create_batch(actor=office, given=CreateBatch())
    drafted(world.cli(zone), supplier)
    before = BatchMember.objects.count()
    with pytest.raises(Invalid, match="先走一步（演示）已在第二批中"):
        services.admit_group(actor=office, given=group(batch, key, key, supplier))
    with pytest.raises(Invalid, match="已有变化"):
        services.admit_group(actor=office, given=group(batch, key, key, far))
    link(far, key, material="包装")
    clerk = world.person(zone, "clerk_industry")
    with pytest.raises(Invalid, match="范围外 1 家"):
        services.admit_group(actor=clerk, given=group(batch, key, key))
    with pytest.raises(Invalid, match="1 家不在您的范围内"):
        services.admit_group(actor=clerk, given=group(batch, key, key, far))
    publicised(world.cli(zone), drafted(world.cli(zone), world.unit(zone)))
    closed = Batch.objects.get(state="publicised")
    with pytest.raises(WrongMove):
        services.admit_group(actor=office, given=group(closed, key, key, far))
    assert BatchMember.objects.filter(batch=batch).count() == 0
    assert BatchMember.objects.count() == before + 1
