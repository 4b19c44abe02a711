"""Outside one's scope: nothing at all, or with the pseudonymised view its broad features under a pseudonym."""

import pytest
from django.test import Client

from sibao.accounts.models import Account, Role
from sibao.directory import queries
from sibao.directory.models import SupplyLink
from tests import world
from tests.accounts.people import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(zone):
    return world.person(zone, "clerk_industry")


@pytest.fixture
def theirs(zone):
    """A unit of commerce, outside the industry clerk's scope."""
    return world.unit(zone, sector="commerce", address="沁园路 1 号", staff_count=60)


def page(actor, unit, name="outline/"):
    return signed_in(Client(), Account.objects.get(pk=actor.account_id)).get(f"/directory/units/{unit.pk}/{name}")


def test_with_the_view_it_shows_broad_features_and_names_nothing(clerk, theirs):
    text = page(clerk, theirs).content.decode()
    assert [word for word in (theirs.name, theirs.code, theirs.address) if word in text] == []
    assert "商贸" in text
    assert "50–299" in text
    assert page(clerk, theirs, "").status_code == 404


def test_the_pseudonym_is_always_the_same_and_another_for_another_unit(zone, clerk, theirs):
    other = world.unit(zone, sector="commerce")
    assert queries.outline(clerk, theirs.pk) == queries.outline(clerk, theirs.pk)
    assert queries.outline(clerk, theirs.pk).pseudonym != queries.outline(clerk, other.pk).pseudonym


def test_without_the_view_a_unit_outside_is_not_found_nor_is_its_outline(zone, theirs):
    Role.objects.filter(zone=zone, code="sector_clerk").update(permissions=["directory:unit:read"])
    clerk = world.person(zone, "clerk_industry")
    assert page(clerk, theirs, "").status_code == 404
    assert page(clerk, theirs).status_code == 404


def test_a_unit_of_ones_own_leads_to_its_page_and_one_that_is_not_there_is_not_found(zone, clerk):
    own = world.unit(zone)
    assert page(clerk, own).headers["Location"] == f"/directory/units/{own.pk}/"
    own.pk += 1_000
    assert page(clerk, own).status_code == 404


def test_a_partner_outside_stands_on_the_page_of_ones_own_unit_under_its_pseudonym_alone(zone, clerk, theirs):
    own = world.unit(zone)
    SupplyLink.objects.create(zone=zone, supplier=theirs, customer=own, material="铅锭", share_bp=5_000)
    text = page(clerk, own, "chain/").content.decode()
    assert queries.outline(clerk, theirs.pk).pseudonym in text
    assert [word for word in (theirs.name, theirs.code) if word in text] == []
