"""The tree of organisations (R02) and the one id of a site (R20)."""

from collections import Counter

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ForeignKey
from django.urls import reverse

from sibao.directory import queries
from sibao.directory.models import Gate, Organisation, Site
from tests import world
from tests.dashboard.test_screen import shown

pytestmark = pytest.mark.django_db


def test_the_tree_holds_area_offices_towns_subdistricts_and_departments_below_the_zone(zone):
    rows = {row.id: row for row in queries.organisations(world.cli(zone))}
    kinds = Counter(row.kind for row in rows.values())
    assert min(kinds[kind] for kind in ("area_office", "town", "subdistrict", "department")) > 0
    assert kinds["town"] + kinds["subdistrict"] == 16
    for row in rows.values():
        assert row.parent is None or row.path.startswith(row.parent.path)


def test_the_page_shows_every_organisation_once(zone):
    page = shown(world.person(zone, "hq_office_clerk"), reverse("directory:organisations"))
    for row in Organisation.objects.filter(zone=zone, kind__in=["town", "subdistrict", "area_office"]):
        assert row.name in page


@pytest.mark.parametrize("position", ["clerk_zhicheng", "clerk_kejing"])
def test_people_of_a_town_reach_the_units_of_their_town_alone(zone, position):
    ours, theirs = world.unit(zone, town="419001102"), world.unit(zone, town="419001100")
    seen = set(queries.units(world.person(zone, position)))
    assert len(seen & {ours, theirs}) == 1


def test_a_department_reaches_its_sector_in_every_town(zone):
    units = {world.unit(zone, town="419001102"), world.unit(zone, town="419001100")}
    other = world.unit(zone, sector="commerce")
    seen = set(queries.units(world.person(zone, "clerk_industry")))
    assert units <= seen
    assert other not in seen


def test_what_prevention_and_operation_know_of_a_place_joins_on_one_site_id(zone):
    unit = world.unit(zone)
    site = Site.objects.create(zone=zone, unit=unit, number=1, name="主厂区", area=unit.area, area_path=unit.area.path)
    field = Gate._meta.get_field("site")
    assert isinstance(field, ForeignKey)
    assert field.related_model is Site
    with pytest.raises(IntegrityError), transaction.atomic():
        Site.objects.create(zone=zone, unit=unit, number=1, name="又一个", area=unit.area, area_path=unit.area.path)
    assert [found.pk for found in queries.sites(world.person(zone, "clerk_industry")).filter(unit=unit)] == [site.pk]
