"""The tree of organisations (R02) and the one id of a site (R20)."""

from collections import Counter

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import ForeignKey
from django.urls import reverse

from sibao.directory import queries
from sibao.directory.models import Employment, Gate, Organisation, Site, Team
from tests import world
from tests.seen import shown

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


def works(zone, unit, number, name="主厂区"):
    return Site.objects.create(zone=zone, unit=unit, number=number, name=name, area=unit.area, area_path=unit.area.path)


def test_a_place_has_one_site_id_and_everything_that_is_known_of_it_points_there(zone):
    unit = world.unit(zone)
    works(zone, unit, 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        works(zone, unit, 1, "又一个")
    pointing = [field for model in apps.get_models() for field in model._meta.get_fields() if field.name == "site"]
    kept = [field for field in pointing if not field.model._meta.model_name.endswith("event")]
    assert {field.model for field in kept} >= {Gate, Team, Employment}
    assert all(isinstance(field, ForeignKey) and field.related_model is Site for field in kept)


def test_what_prevention_and_operation_know_of_a_place_joins_on_one_site_id(zone):
    """Whom a gate lets in and who works behind it meet on the site; no row of either side is left over."""
    clerk, unit = world.person(zone, "clerk_industry"), world.unit(zone, value=100)
    first, second = works(zone, unit, 1), works(zone, unit, 2, "东厂区")
    for site in (first, second, second):
        Gate.objects.create(zone=zone, site=site, name=f"{site.gates.count() + 1}号门")
        Team.objects.create(zone=zone, site=site, name=f"{site.teams.count() + 1}班")
    found = queries.sites(clerk).filter(unit=unit).order_by("number")
    assert [(site.pk, site.gate_count, site.team_count) for site in found] == [(first.pk, 1, 1), (second.pk, 2, 2)]
    joined = Gate.objects.filter(site__teams__isnull=False, site__unit__measures__value=100).distinct()
    assert joined.count() == Gate.objects.count() == 3
