"""Departments name who provides for the listed ones; who can no longer shows as missing (R34)."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from sibao.accounts.models import Account
from sibao.kernel import clock
from sibao.kernel.refusals import Invalid, NotFound, WrongMove
from sibao.whitelist import queries, services
from sibao.whitelist.inputs import ChangeListing, DesignateProvider, EndProvider
from sibao.whitelist.models import Listing, Provider
from tests import world
from tests.accounts.people import signed_in
from tests.listing import listed

pytestmark = pytest.mark.django_db


def named(actor, provider, customer, **more):
    given = {"provider_id": provider.pk, "customer_id": customer.pk, "need": "配餐", "source": "指定函"}
    given |= {"started_on": date(2022, 1, 1)} | more
    return services.designate_provider(actor=actor, given=DesignateProvider.model_validate(given))


def provided(actor, unit):
    found, outside = queries.providers_for(actor, unit, clock.today())
    return [(one.provider.unit, one.provider.need, one.missing) for one in found], outside


def test_a_provider_of_a_unit_or_its_sector_stands_on_the_tab_and_shows_as_missing_when_it_left_the_list(zone):
    office = world.person(zone, "hq_office_clerk")
    meals, haulier, unit, other = (world.unit(zone) for _ in range(4))
    listed(world.cli(zone), meals)
    browser = signed_in(Client(), Account.objects.get(pk=office.account_id))
    filled = {"provider_id": meals.code, "need": "配餐", "started_on": "2022-01-01", "source": "指定函"}
    address = reverse("whitelist:provider-designate", args=[unit.pk])
    assert 'data-picker="/pickers/directory:units/"' in browser.get(address).content.decode()
    for typed, said in (("91419001MA0000000X", "没有找到"), (meals.code[:10], "不止一个，请写全")):
        answer = browser.post(address, filled | {"provider_id": typed})
        assert (answer.status_code, said in answer.content.decode()) == (422, True)
    assert not Provider.objects.exists()
    assert browser.post(address, filled | {"provider_id": f"{meals.name} {meals.code}"}).status_code == 302
    assert '<option value="配餐"></option>' in browser.get(address).content.decode()
    made = named(office, haulier, unit, need="货运", whole_sector=True)
    assert provided(office, unit) == ([(haulier, "货运", False), (meals, "配餐", False)], 0)
    assert provided(office, other) == ([(haulier, "货运", False)], 0)
    entry = Listing.objects.get(unit=meals)
    given = ChangeListing(listing_id=entry.pk, version=entry.version, reason="停产")
    services.suspend_listing(actor=world.cli(zone), given=given)
    assert provided(office, unit)[0][0] == (meals, "配餐", True)
    text = browser.get(reverse("whitelist:unit-chain", args=[unit.pk])).content.decode()
    assert all(word in text for word in ("缺位", "可用", "货运", "配餐"))
    services.end_provider(actor=office, given=EndProvider(provider_id=made.pk, ended_on=date(2022, 1, 2)))
    assert provided(office, other) == ([], 0)
    with pytest.raises(WrongMove):
        services.end_provider(actor=office, given=EndProvider(provider_id=made.pk, ended_on=date(2022, 1, 3)))
    made.refresh_from_db()
    assert made.ended_on == date(2022, 1, 2)
    of_unit = Provider.objects.get(unit=meals)
    back = browser.post(reverse("whitelist:provider-end", args=[of_unit.pk]), {"ended_on": "2022-02-01"})
    assert back["Location"] == reverse("whitelist:unit-chain", args=[unit.pk])


def test_nobody_provides_itself_or_twice_or_backwards_or_out_of_reach(zone):
    office, clerk = world.person(zone, "hq_office_clerk"), world.person(zone, "clerk_industry")
    unit, meals, far = world.unit(zone), world.unit(zone), world.unit(zone, sector="commerce", name="远处食堂（演示）")
    named(office, meals, unit)
    for provider, more in ((unit, {}), (meals, {}), (meals, {"need": "货运", "ended_on": date(2021, 1, 1)})):
        with pytest.raises(Invalid):
            named(office, provider, unit, **more)
    with pytest.raises(NotFound):
        named(clerk, far, unit)
    beyond = named(office, far, unit)
    assert provided(clerk, unit) == ([(meals, "配餐", False)], 1)
    with pytest.raises(NotFound):
        services.end_provider(actor=clerk, given=EndProvider(provider_id=beyond.pk, ended_on=date(2022, 2, 1)))
    assert Provider.objects.filter(ended_on=None).count() == 2
