"""What the notice asks for by which day, and how far it is reached (R124, R125)."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from sibao.directory.models import Sector
from sibao.kernel.access import acting
from sibao.whitelist import queries, services
from sibao.whitelist.inputs import RecordDenominator
from sibao.whitelist.models import Batch, Target
from sibao.whitelist.web.standing import standing
from tests import world
from tests.listing import drafted, publicised, publish
from tests.seen import browser, shown

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(zone):
    return world.person(zone, "hq_office_clerk")


def denominator(zone, sector, value):
    sector_id = Sector.objects.get(zone=zone, code=sector).id
    given = RecordDenominator(sector_id=sector_id, year=2021, value=value, source="测试年报")
    services.record_denominator(actor=world.cli(zone), given=given)


def standings(actor, zone):
    with acting(actor):
        rows = queries.coverage(actor)
        total, first = queries.total_coverage(rows), queries.first_published(zone.id)
        return {one.code: standing(one, first, rows, total) for one in queries.targets(zone.id)}


def test_the_first_batch_is_due_by_the_end_of_may_and_the_coverage_by_the_end_of_june(zone):
    due = {one.code: (one.due_on, one.threshold_bp, one.strict) for one in Target.objects.filter(zone=zone)}
    assert due == {
        "first_batch": (date(2022, 5, 31), None, False),
        "coverage_sector": (date(2022, 6, 30), 7000, True),
        "coverage_total": (date(2022, 6, 30), 7000, False),
    }


@pytest.mark.parametrize(
    ("day", "tone", "words"),
    [
        (datetime(2022, 5, 31, 15, 59, tzinfo=UTC), "ok", "2022-05-31 公布"),
        (datetime(2022, 5, 31, 16, 0, tzinfo=UTC), "warn", "2022-06-01 公布，晚 1 天"),
    ],
)
def test_the_first_batch_is_in_time_until_its_day_ends_in_shanghai(zone, office, day, tone, words):
    batch = publish(office, publicised(office, drafted(world.cli(zone), world.unit(zone))))
    Batch.objects.filter(pk=batch.pk).update(published_at=day)
    assert standings(office, zone)["first_batch"] == (tone, words)


def test_nothing_published_yet_is_unknown(zone, office):
    assert standings(office, zone)["first_batch"] == ("unknown", "还没有公布过")


@pytest.mark.parametrize(
    ("value", "sector", "total"), [(7_000, "danger", "ok"), (7_001, "ok", "ok"), (6_999, "danger", "danger")]
)
def test_above_seventy_percent_leaves_seventy_out_and_at_least_takes_it_in(zone, office, value, sector, total):
    denominator(zone, "industry", 10_000)
    publish(office, publicised(office, drafted(world.cli(zone), world.unit(zone, value=value))))
    found = standings(office, zone)
    assert found["coverage_sector"][1].startswith("1 个达标" if sector == "ok" else "0 个达标，1 个未达标")
    assert found["coverage_total"][0] == total


def test_a_sector_without_denominator_is_unknown_and_never_reached(zone, office):
    publish(office, publicised(office, drafted(world.cli(zone), world.unit(zone, value=1))))
    assert standings(office, zone)["coverage_sector"] == ("unknown", "0 个达标，0 个未达标，5 个未知")


def test_a_part_of_the_zone_is_held_against_no_target(zone, office):
    found = standings(world.person(zone, "clerk_zhicheng"), zone)
    assert found["coverage_sector"] == found["coverage_total"] == ("unknown", "按全示范区计算")


def test_the_page_of_coverage_shows_each_target_with_its_day_its_standing_and_its_source(zone, office):
    page = shown(office, reverse("whitelist:coverage"))
    assert "2022-05-31" in page
    assert "2022-06-30" in page
    assert "还没有公布过" in page
    assert page.count("济管办〔2022〕21号") >= 3


def test_the_public_list_says_which_batch_was_published_when(zone, office):
    batch = publish(office, publicised(office, drafted(world.cli(zone), world.unit(zone))))
    page = browser(office).get(reverse("portal:home", args=["zh"])).content.decode()
    assert "第一批" in page
    assert f"{batch.published_at:%Y-%m}" in page
