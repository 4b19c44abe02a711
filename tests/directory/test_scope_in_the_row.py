"""Where a unit stands is kept in its employments' own rows by the database, so that nobody sees them longer than she may."""

from dataclasses import replace

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from sibao.directory import queries
from sibao.directory.models import Area, Employment, Sector, Unit, reach_of
from sibao.kernel import clock
from sibao.kernel.access import Scope, acting
from tests import grounds, world
from tests.directory.merging import merged, undone

pytestmark = pytest.mark.django_db
READERS = ("health_officer", "clerk_zhicheng", "clerk_kejing", "clerk_industry", "clerk_transport")


@pytest.fixture
def readers(zone):
    return {position: world.person(zone, position) for position in READERS}


@pytest.fixture
def unit(zone):
    """A unit of Zhicheng and of the industrial sector at which two people work."""
    made = world.unit(zone)
    place = grounds.site(made)
    for _one in range(2):
        grounds.employed(place)
    return made


def seen(readers):
    """Who sees how many employments: by row-level security alone, which must be what her scope says."""
    found = {}
    for position, actor in readers.items():
        with acting(actor):
            found[position] = Employment.objects.count()
            assert queries.people.within_reach(actor, Employment.objects.all()).count() == found[position]
            assert len({row.person.pk for row in Employment.objects.select_related("person")}) == found[position]
    return {position: number for position, number in found.items() if number}


def events():
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from directory_employmentevent")
        return cursor.fetchone()[0]


def moved(unit, *, town="", sector=""):
    if town:
        unit.area = Area.objects.get(zone=unit.zone, code=town)
        unit.area_path = unit.area.path
    unit.sector = Sector.objects.get(zone=unit.zone, code=sector) if sector else unit.sector
    unit.save()


def test_who_sees_employments_changes_with_the_unit_at_once_and_history_is_not_told_twice(zone, readers, unit):
    with acting(readers["health_officer"]):
        written = events()
    assert seen(readers) == {"health_officer": 2, "clerk_zhicheng": 2, "clerk_industry": 2}
    moved(unit, town="419001100")
    assert seen(readers) == {"health_officer": 2, "clerk_kejing": 2, "clerk_industry": 2}
    moved(unit, sector="transport")
    assert seen(readers) == {"health_officer": 2, "clerk_kejing": 2, "clerk_transport": 2}
    with acting(readers["health_officer"]):
        assert events() == written


def test_employments_that_follow_a_merge_are_seen_where_the_other_unit_stands_and_come_back(zone, readers, unit):
    kept = world.unit(zone, town="419001100")
    clerk = world.person(zone, "clerk_industry")
    merge = merged(clerk, kept, unit)
    assert seen(readers) == {"health_officer": 2, "clerk_kejing": 2, "clerk_industry": 2}
    kept.refresh_from_db()
    moved(kept, town="419001102")
    undone(clerk, merge)
    assert seen(readers) == {"health_officer": 2, "clerk_zhicheng": 2, "clerk_industry": 2}
    with acting(world.cli(zone)):
        assert set(Employment.objects.values_list("unit_id", flat=True)) == {unit.pk}


def test_a_units_own_user_sees_her_unit_alone_and_only_where_her_scope_says_it_is(zone, unit):
    user = world.person(zone, "unit_user", unit=unit)
    neighbour = grounds.site(world.unit(zone))
    grounds.employed(neighbour)
    assert seen({"her": user}) == {"her": 2}
    elsewhere = Area.objects.get(zone=zone, code="419001100").path
    for scope in (
        Scope(zone.pk, area_path=elsewhere, unit_id=unit.pk),
        Scope(zone.pk, sector_id=unit.sector_id + 1),
        Scope(zone.pk * 10),
    ):
        with acting(replace(user, scope=scope)):
            assert Employment.objects.count() == 0
    assert Employment.objects.count() == 0, "nobody asks"


def test_nobody_writes_where_a_unit_stands_but_the_unit(zone, unit):
    right = {(unit.sector_id, reach_of(zone.pk, unit.area_path, unit.pk))}
    other = Sector.objects.exclude(pk=unit.sector_id).first()
    with acting(world.cli(zone)):
        Employment.objects.update(sector=other, reach="2/")
        row = Employment.objects.first()
        row.reach, row.sector = "", other
        row.save()
        assert set(Employment.objects.values_list("sector_id", "reach")) == right
        with pytest.raises(IntegrityError, match="area_path_names_no_unit"), transaction.atomic():
            Unit.objects.update(area_path="41/#1/")
    town = world.person(zone, "clerk_kejing")
    with acting(town), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        Employment.objects.create(
            zone=zone,
            unit=unit,
            person_id=row.person_id,
            site_id=row.site_id,
            started_on=clock.today(),
            reach=f"{zone.pk}/",
        )
