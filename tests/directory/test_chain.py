"""Who supplies whom, and for how many days the stock lasts."""

import pytest
from django.test import Client
from django.urls import reverse

from sibao.accounts.models import Account
from sibao.directory import queries, services
from sibao.directory.inputs import EditLink
from sibao.directory.models import SupplyLink
from sibao.kernel import clock
from sibao.kernel.refusals import Conflict, Invalid, NotFound
from tests import world
from tests.accounts.people import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(zone):
    return world.person(zone, "clerk_industry")


@pytest.fixture
def ends(zone):
    return world.unit(zone), world.unit(zone)


def linked(actor, ends, **more):
    given = {
        "supplier_id": ends[0].pk,
        "customer_id": ends[1].pk,
        "material": "铅锭",
        "share_bp": 4_000,
        "source": "调查",
    }
    return services.edit_link(actor=actor, given=EditLink.model_validate(given | more))


def test_a_link_stands_with_both_and_the_scarcest_stock_first(zone, clerk, ends):
    linked(clerk, ends, stock_days=12)
    linked(clerk, ends, material="石灰")
    linked(clerk, ends, material="焦炭", stock_days=3)
    found = queries.links_of(clerk, ends[1].pk, clock.today())["upstream"]
    assert [(row.material, row.stock_days) for row in found] == [("焦炭", 3), ("铅锭", 12), ("石灰", None)]
    assert len(queries.links_of(clerk, ends[0].pk, clock.today())["downstream"]) == 3


def test_unknown_stock_is_said_to_be_unknown(clerk, ends):
    linked(clerk, ends)
    browser = signed_in(Client(), Account.objects.get(pk=clerk.account_id))
    text = browser.get(reverse("directory:unit-chain", args=[ends[1].pk])).content.decode()
    assert "未知" in text
    assert "40%" in text.replace("40.0", "40")


def test_nobody_supplies_himself_or_the_same_thing_twice(clerk, ends):
    linked(clerk, ends)
    for pair in (ends, (ends[0], ends[0])):
        with pytest.raises(Invalid):
            linked(clerk, pair)
    assert SupplyLink.objects.count() == 1


def test_a_link_is_changed_in_the_version_that_was_seen_and_history_keeps_both(clerk, ends):
    made = linked(clerk, ends)
    linked(clerk, ends, link_id=made.pk, version=1, stock_days=5)
    with pytest.raises(Conflict):
        linked(clerk, ends, link_id=made.pk, version=1, stock_days=9)
    assert list(made.events.order_by("pgh_id").values_list("stock_days", flat=True)) == [None, 5]


def test_a_partner_out_of_reach_is_not_linked_and_its_link_not_found(zone, clerk, ends):
    far = world.unit(zone, sector="commerce")
    with pytest.raises(NotFound):
        linked(clerk, (ends[0], far))
    across = linked(world.cli(zone), (ends[0], far))
    with pytest.raises(NotFound):
        linked(clerk, ends, link_id=across.pk, version=1)
    assert list(queries.links(clerk)) == []


def test_the_form_finds_the_partner_by_code(zone, clerk, ends):
    browser = signed_in(Client(), Account.objects.get(pk=clerk.account_id))
    address = reverse("directory:link-new", args=[ends[1].pk])
    filled = {
        "direction": "upstream",
        "partner_code": "91419001MA0000000X",
        "material": "铅锭",
        "share": "37.5",
        "source": "调查",
    }
    assert browser.post(address, filled).status_code == 422
    assert not SupplyLink.objects.exists()
    assert browser.post(address, filled | {"partner_code": ends[0].code.lower()}).status_code == 302
    made = SupplyLink.objects.get()
    assert (made.supplier, made.share_bp, made.stock_days) == (ends[0], 3_750, None)


def test_a_link_that_has_ended_is_no_longer_upstream(clerk, ends):
    made = linked(clerk, ends)
    linked(clerk, ends, link_id=made.pk, version=1, ended_on="2022-01-31")
    found = queries.links_of(clerk, ends[1].pk, clock.today())
    assert (found["upstream"], len(found["ended"])) == ([], 1)
