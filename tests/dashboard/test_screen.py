"""The one screen and the workbench: three lines always, numbers that open their rows, nothing personal on the wall."""

import re
from dataclasses import replace
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from sibao.dashboard.web.shown import LINES
from sibao.directory.models import Sector
from sibao.kernel import slots
from sibao.kernel.lists import definition
from sibao.whitelist import services
from sibao.whitelist.inputs import ChangeListing, RecordDenominator
from sibao.whitelist.models import Listing
from tests import world
from tests.listing import drafted, publicised, publish
from tests.seen import browser, shown

pytestmark = pytest.mark.django_db


@pytest.fixture
def listed(zone):
    """Two industry units listed in two towns, one in commerce, with a denominator for industry only."""
    office = world.person(zone, "hq_office_clerk")
    units = [
        world.unit(zone, town="419001102", value=600_000_000),
        world.unit(zone, town="419001100", value=150_000_000),
        world.unit(zone, town="419001102", sector="commerce", value=100_000_000),
    ]
    world.unit(zone, town="419001101", value=90_000_000, name="济源待列铸造有限公司（演示）")
    sector = Sector.objects.get(zone=zone, code="industry").id
    given = RecordDenominator(sector_id=sector, year=2021, value=1_000_000_000, source="测试年报")
    services.record_denominator(actor=world.cli(zone), given=given)
    publish(office, publicised(office, drafted(world.cli(zone), *units)))
    return units


def test_three_lines_stand_side_by_side_and_one_without_a_source_is_unknown(zone, listed):
    page = shown(world.person(zone, "hq_duty_officer"), reverse("dashboard:screen"))
    assert [title for title in ("疫情", "经济", "安全") if f"<h2>{title}</h2>" in page] == ["疫情", "经济", "安全"]
    assert "尚无数据来源" in page


def tiles(page: str) -> dict[str, tuple[str, str]]:
    """Every tile of a page by its title: its classes and what stands in it."""
    found = re.findall(r'<section class="(sb-tile [^"]*)".*?<h2>([^<]*)</h2>(.*?)</section>', page, re.DOTALL)
    return {title: (classes, inside) for classes, title, inside in found}


@pytest.mark.parametrize("route", ["dashboard:screen", "dashboard:big"])
def test_a_line_without_a_source_and_a_tile_without_data_are_hatched_and_never_green(zone, listed, monkeypatch, route):
    actor = world.person(zone, "hq_duty_officer")
    sourced = {tile.line for tile in slots.tiles.all()}
    unknown = [title for code, title, _icon in LINES if code not in sourced]
    assert unknown
    without = replace(slots.tiles.get("coverage"), data=lambda actor, now: {"as_of": None, "tone": "ok"}, lazy=False)
    monkeypatch.setitem(slots.tiles._filled, without.key, without)
    page = shown(actor, reverse(route))
    for title in (*unknown, without.title):
        classes, inside = tiles(page)[str(title)]
        assert "is-unknown" in classes.split()
        assert "is-ok" not in classes + inside
        assert "sb-hatch" in inside


def test_every_number_of_coverage_opens_exactly_its_rows(zone, listed):
    actor = world.person(zone, "hq_duty_officer")
    page = shown(actor, reverse("dashboard:screen"))
    for url, count in re.findall(r'href="(/whitelist/\?[^"]+)" class="sb-cov-row">.*?在册 (\d+) 家', page, re.DOTALL):
        rows = shown(actor, url.replace("&amp;", "&"))
        assert re.search(r'data-count="(\d+)"', rows).group(1) == count


def test_coverage_says_by_how_much_and_unknown_where_a_denominator_is_missing(zone, listed):
    page = shown(world.person(zone, "hq_duty_officer"), reverse("dashboard:screen"))
    assert "达标 高 5.0 点" in page
    assert page.count("未知 缺分母") == 4


def test_a_town_clerk_sees_only_her_towns_contribution(zone, listed):
    page = shown(world.person(zone, "clerk_zhicheng"), reverse("dashboard:screen"))
    assert "范围内贡献" in page
    assert "克井" not in page


def test_the_wall_shows_no_personal_data_and_no_name_of_a_person(zone, listed):
    actor = world.person(zone, "hq_duty_officer")
    page = shown(actor, reverse("dashboard:big"))
    assert "不含个人信息" in page
    assert actor.name not in page


def links(page: str) -> set[str]:
    return {unescape(url) for url in re.findall(r'href="(/[^"#]*)"', page)}


def test_every_listed_unit_is_two_clicks_from_the_screen(zone, listed):
    office = world.cli(zone)
    many = [world.unit(zone) for _ in range(definition.SIZES[1] + 5)]
    publish(office, publicised(office, drafted(office, *many)))
    suspended = Listing.objects.get(unit=listed[0])
    given = ChangeListing(listing_id=suspended.pk, version=suspended.version, reason="核查")
    services.suspend_listing(actor=office, given=given)
    officer = world.person(zone, "hq_duty_officer")
    first = links(shown(officer, reverse("dashboard:screen")))
    second = {url for one in first if one.startswith("/whitelist/?") for url in links(shown(officer, one))}
    units = {reverse("directory:unit", args=[unit.pk]) for unit in (*listed, *many)}
    assert units <= second


def test_each_number_of_a_sector_in_a_town_opens_exactly_its_rows(zone, listed):
    officer = world.person(zone, "hq_duty_officer")
    page = shown(officer, reverse("dashboard:screen"))
    cells = re.findall(r'<td class="num"><a class="sb-hit" href="([^"]+)"[^>]*>(\d+)</a>', page)
    assert sum(int(count) for _url, count in cells) == len(listed)
    for url, count in cells:
        assert re.search(r'data-count="(\d+)"', shown(officer, unescape(url))).group(1) == count


def test_the_screen_needs_few_queries_whatever_the_number_of_units(zone, listed, django_assert_max_num_queries):
    client = browser(world.person(zone, "hq_duty_officer"))
    client.get(reverse("dashboard:screen"))
    with django_assert_max_num_queries(60):
        client.get(reverse("dashboard:screen"))


def test_the_workbench_shows_what_the_position_has_and_nothing_else(zone, listed):
    assert "我的导入" in shown(world.person(zone, "clerk_industry"), "/")
    assert "我的导入" not in shown(world.person(zone, "hq_commander"), "/")


def test_who_is_not_signed_in_is_led_to_the_public_pages():
    assert Client().get("/").headers["Location"] == "/zh/"


@pytest.mark.parametrize(
    "route",
    [
        "directory:units",
        "directory:organisations",
        "directory:sources",
        "whitelist:listings",
        "whitelist:candidates",
        "whitelist:batches",
        "whitelist:batch-create",
        "whitelist:coverage",
        "whitelist:denominator",
        "kernel:imports",
        "kernel:exports",
        "audit:lines",
        "accounts:rights",
    ],
)
def test_every_page_of_the_menu_opens(zone, listed, route):
    office = world.person(zone, "hq_office_clerk")
    if browser(office).get(reverse(route)).status_code == 403:
        office = world.person(zone, "head_industry")
        if browser(office).get(reverse(route)).status_code == 403:
            office = world.person(zone, "clerk_industry")
    assert shown(office, reverse(route))


def test_a_units_page_and_forms_open(zone, listed):
    clerk = world.person(zone, "clerk_industry")
    unit = listed[0]
    for route in ("unit", "unit-edit", "measure", "contacts"):
        assert unit.name in shown(clerk, reverse(f"directory:{route}", args=[unit.id])) or route == "measure"


def test_the_map_shows_the_16_towns_and_parks_stand_apart_from_it(zone, listed):
    page = shown(world.person(zone, "hq_duty_officer"), reverse("dashboard:screen"))
    tiles = re.findall(r'<a class="sb-town [^>]*><b>([^<]+)</b><span>(\d+)</span>', page)
    parks = re.findall(r'<a class="sb-park" href="([^"]+)">.*?</i> (\S+) (\d+)</a>', page)
    assert len(tiles) == 16
    assert dict(tiles) | {"轵城": "2", "克井": "1"} == dict(tiles)
    assert [(name, count) for _url, name, count in parks] == [("虎岭", "0"), ("玉川", "0")]
    assert not {"虎岭", "玉川"} & dict(tiles).keys()
    assert sum(int(count) for _name, count in tiles) == 3
