"""A province has more towns than a page can show: they are told by the level above, and chosen through it."""

import re

import pytest
from django.urls import reverse

from sibao.directory import queries
from sibao.directory.models import Area
from sibao.directory.queries.filters import OFFERED
from tests import world
from tests.seen import browser, shown

pytestmark = pytest.mark.django_db
COUNTIES, TOWNS = 3, 100


@pytest.fixture
def wide(zone):
    """A zone of three counties with a hundred towns each, beside its own sixteen."""
    top = Area.objects.get(zone=zone, parent=None)
    for number in range(COUNTIES):
        county = _area(zone, top, f"49{number:04d}", Area.Kind.COUNTY)
        county.save()
        Area.objects.bulk_create(
            _area(zone, county, f"{county.code}{town:03d}", Area.Kind.TOWN) for town in range(TOWNS)
        )
    return zone


def _area(zone, above, code, kind):
    name = f"示例{code}"
    return Area(zone=zone, parent=above, code=code, kind=kind, name=name, short_name=name, path=f"{above.path}{code}/")


def test_few_areas_stand_for_themselves_and_many_for_the_county_they_are_in(wide):
    actor = world.person(wide, "hq_duty_officer")
    towns = set(
        Area.objects.filter(zone=wide, code__startswith="490001", kind=Area.Kind.TOWN).values_list("pk", flat=True)
    )
    few = queries.districts(actor, set(list(towns)[:9]), 9)
    assert len(few) == 9
    assert not any(district.whole for district in few)
    [many] = queries.districts(actor, towns, 60)
    assert (many.area.code, many.members, many.whole) == ("490001", towns, True)


def test_a_county_counts_what_stands_elsewhere_on_the_page_as_its_rows_do(wide):
    actor = world.person(wide, "hq_duty_officer")
    one, *others = Area.objects.filter(zone=wide, code__startswith="490001", kind=Area.Kind.TOWN).values_list(
        "pk", flat=True
    )
    assert others
    [county] = queries.districts(actor, {one, *others}, 60, apart={one})
    assert county.members == {one, *others}
    alone = queries.districts(actor, {one, others[0]}, 60, apart={one})
    assert [district.members for district in alone] == [{others[0]}]


def test_a_page_offers_the_counties_where_the_towns_are_too_many_and_a_town_is_still_found(wide):
    actor = world.person(wide, "hq_office_clerk")
    deep = Area.objects.get(zone=wide, code="490001007")
    inside = world.unit(wide, town=deep.code)
    world.unit(wide)
    assert Area.objects.filter(zone=wide).count() > OFFERED
    page = shown(actor, reverse("directory:units") + "?applied=1")
    offered = re.search(r'<select id="f-area".*?</select>', page, re.DOTALL)[0]
    assert offered.count("<option") == 1 + 1 + COUNTIES
    assert 'id="f-town"' not in page
    for asked in ("area=490001", f"town={deep.code}"):
        page = shown(actor, f"{reverse('directory:units')}?applied=1&{asked}")
        assert 'data-count="1"' in page
        assert inside.name in page
    assert re.findall(r'<option value="(\d+)" selected', page) == [deep.code]


def test_an_area_out_of_reach_is_no_choice(zone):
    clerk = world.person(zone, "clerk_kejing")
    for name in ("area", "town"):
        page = browser(clerk).get(f"{reverse('directory:units')}?{name}=419001102")
        assert page.status_code == 422
        assert "没有这个选项" in page.content.decode()
