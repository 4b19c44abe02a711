"""What is missing, wrong or old is counted, and each number is the rows that it opens."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from sibao.accounts.models import Account
from sibao.directory import queries, rules, services
from sibao.directory.inputs import EditLink, RecordMeasure
from sibao.directory.models import Area, Gate, Site, Team, Unit, Zone
from sibao.directory.queries.zones import TOWNS
from sibao.directory.rules import USCC_ALPHABET
from sibao.directory.web.lists import UNITS
from sibao.kernel import clock, quality
from sibao.kernel.access import acting
from sibao.kernel.lists.asked import strictly
from sibao.kernel.lists.filters import Look
from tests import grounds, world
from tests.accounts.people import signed_in
from tests.directory.merging import contact
from tests.listing import listed

pytestmark = pytest.mark.django_db


@pytest.fixture
def sound(zone):
    """A unit with nothing wrong."""
    unit = world.unit(zone, industry_code="3212", staff_count=10, revenue_fen=10**10, address="轵城镇一路1号")
    measure = {"unit_id": unit.pk, "measure_id": unit.sector.measure_id, "year": clock.today().year - 1}
    services.record_measure(
        actor=world.cli(zone), given=RecordMeasure.model_validate(measure | {"value": 1, "source": "年报"})
    )
    grounds.furnish(unit)
    contact(unit)
    return unit


def wrong(actor):
    """The checks that are true of something → how often."""
    with acting(actor):
        found = queries.quality_of_units(actor)["checks"]
    return {line["check"].key: line["count"] for line in found if line["count"]}


def test_a_sound_unit_is_in_no_check_and_each_flaw_in_its_own(zone, sound):
    actor = world.person(zone, "hq_office_clerk")
    assert wrong(actor) == {}
    other = world.unit(zone, sector="commerce")
    services.edit_link(
        actor=world.cli(zone),
        given=EditLink(supplier_id=other.pk, customer_id=sound.pk, material="铅锭", share_bp=1, source="调查"),
    )
    Unit.objects.filter(pk=other.pk).update(ceased_on=clock.today())
    assert wrong(actor) == {"supplier": 1}, "a unit that has ceased is not looked at itself"
    whole = Area.objects.filter(zone=zone).exclude(kind__in=TOWNS).first()
    Unit.objects.filter(pk=sound.pk).update(industry_code="", size_class="unknown", address="", area=whole)
    flaws = {"supplier": 1, "industry": 1, "size": 1, "address": 1, "townless": 1}
    assert wrong(actor) == flaws
    Gate.objects.all().delete()
    listed(world.cli(zone), sound)
    assert wrong(actor) == flaws | {"gateless": 1, "listed-gateless": 1, "forceless": 1}
    Unit.objects.filter(pk=sound.pk).update(code="91419001MA00000010")
    assert "digit" in wrong(actor)


def test_a_bare_unit_and_a_phone_of_two_are_found(zone, sound):
    actor = world.person(zone, "hq_office_clerk")
    bare = world.unit(zone)
    assert {"contactless", "siteless", "figure", "industry"} <= set(wrong(actor))
    contact(bare)
    assert wrong(actor)["phone"] == 2
    Unit.objects.filter(pk=bare.pk).update(merged_into=sound)
    assert "phone" not in wrong(actor), "what was merged shares nothing any more"
    Unit.objects.filter(pk=bare.pk).update(merged_into=None)
    world.unit(zone, sector="projects")
    assert wrong(actor)["ownerless"] == 1


@pytest.mark.parametrize("position", ["hq_office_clerk", "clerk_industry", "clerk_zhicheng", "clerk_kejing"])
def test_each_number_is_the_rows_that_it_opens(zone, sound, position):
    for town in ("419001102", "419001100"):
        for sector in ("industry", "commerce"):
            world.unit(zone, town=town, sector=sector)
    actor = world.person(zone, position)
    counted = wrong(actor)
    assert counted
    with acting(actor):
        for one in quality.checks(actor, "directory:units"):
            asked = strictly(Look(actor), UNITS, {"quality": [one.key]})
            assert asked.rows().count() == counted.get(one.key, 0), one.key
    browser = signed_in(Client(), Account.objects.get(pk=actor.account_id))
    page = browser.get(reverse("directory:quality")).content.decode()
    assert "quality=contactless" in page
    shown = browser.get(reverse("directory:units"), {"applied": "1", "quality": "contactless"})
    assert shown.context["count"] == counted["contactless"]
    assert browser.get(reverse("directory:units"), {"applied": "1", "quality": "nothing"}).status_code == 422


@given(st.lists(st.text(alphabet=USCC_ALPHABET + "IOZSV", min_size=17, max_size=18), min_size=40, max_size=40))
def test_the_database_judges_codes_as_the_rules_do(django_db_blocker, codes):
    codes += [world.uscc(number) for number in range(5)]
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("select code, sibao_uscc_right(code) from unnest(%s::text[]) as c (code)", [codes])
        assert [(code, rules.uscc_problem(code) is None) for code in codes] == cursor.fetchall()


def test_sites_without_a_gate_and_teams_without_a_size_or_too_large_a_one_are_named(zone, sound):
    clerk, place = world.person(zone, "clerk_industry"), Site.objects.get(unit=sound)
    Zone.objects.filter(pk=zone.pk).update(largest_team=1)
    assert wrong(clerk) == {}
    gang = Team.objects.get(site=place)
    grounds.employed(place, team=gang)
    grounds.employed(place, team=gang, ended_on=clock.today() - timedelta(days=1))
    assert wrong(clerk) == {"oversized": 1}
    grounds.part(place, "team", name="空班组")
    grounds.part(grounds.site(sound, "北院"), "venue", places=None)
    assert wrong(clerk) == {"oversized": 1, "unmeasured": 1, "undivided": 1, "gateless": 1}
    with acting(clerk):
        first, second = queries.insides(clerk, sound.pk)
    assert [(one.name, one.people, one.over) for one in first.teams] == [("一号", 2, True), ("空班组", 0, False)]
    assert (first.gates, first.unmeasured, second.gates, second.teams, second.unmeasured) == (1, 0, 0, (), 1)
    browser = signed_in(Client(), Account.objects.get(pk=clerk.account_id))
    page = browser.get(f"/guidance/units/{sound.pk}/").content.decode()
    assert all(words in page for words in ("没有门岗", "超过上限", "没有划分班组", "1 处没有核定人数", "一号 2 人"))
    for key in ("oversized", "unmeasured", "undivided", "gateless"):
        assert sound.name in browser.get(f"/directory/units/?applied=1&quality={key}").content.decode(), key
    Zone.objects.filter(pk=zone.pk).update(largest_team=None)
    assert "oversized" not in wrong(clerk), "a zone that sets no limit has no team too large"
    assert set(wrong(world.person(zone, "clerk_commerce"))) == set()
