"""Two commands at once in two real connections: whatever the order, the cells are what the rows say."""

import itertools

import pytest

from sibao.directory.inputs import RecordMeasure
from sibao.directory.models import Sector
from sibao.directory.services import record_measure
from sibao.whitelist import services
from sibao.whitelist.inputs import DropUnit, RecordDenominator, WithdrawBatch
from sibao.whitelist.models import Batch, Denominator
from tests import world
from tests.listing import drafted, listed, publicised, publish
from tests.whitelist.counting import at_once, change, days_differ, kept, moved, recount

pytestmark = pytest.mark.django_db(transaction=True)
KEJING, ZHICHENG = "419001100", "419001102"


@pytest.fixture
def zone(transactional_db):
    return world.load_pack()


def measure(actor, unit, value):
    given = RecordMeasure(unit_id=unit.pk, measure_id=unit.sector.measure_id, year=2021, value=value, source="测试")
    record_measure(actor=actor, given=given)


def denominator(actor, sector, year=2021):
    given = RecordDenominator(sector_id=sector.pk, year=year, value=10**12, source="测试年报")
    services.record_denominator(actor=actor, given=given)


def drop(actor, batch, unit):
    services.drop_unit(actor=actor, given=DropUnit(batch_id=batch.pk, unit_id=unit.pk, reason="异议成立"))


def withdraw(actor, batch):
    version = Batch.objects.get(pk=batch.pk).version
    given = WithdrawBatch(batch_id=batch.pk, version=version, reason="材料不全")
    services.withdraw_batch(actor=actor, given=given)


def agree(zone):
    assert kept(zone) == recount(zone)
    assert days_differ(zone) == []


def test_a_unit_that_moves_while_its_listing_changes_is_counted_once_and_in_its_new_town(zone):
    actor = world.cli(zone)
    sector = Sector.objects.get(zone=zone, code="industry")
    denominator(actor, sector)

    def commands(unit):
        return {
            "move": lambda: moved(actor, unit, KEJING),
            "leave the sector": lambda: moved(actor, unit, KEJING, "commerce"),
            "suspend": lambda: change(actor, unit, services.suspend_listing),
            "remove": lambda: change(actor, unit, services.remove_listing),
            "measure": lambda: measure(actor, unit, 7_000),
            "denominator": lambda: denominator(actor, sector, 2020),
        }

    for one, other in itertools.permutations(commands(None), 2):
        if {one, other} in ({"suspend", "remove"}, {"move", "leave the sector"}):
            continue
        unit = world.unit(zone, town=ZHICHENG, value=5_000)
        listed(actor, unit)
        both = commands(unit)
        at_once(both[one], both[other])
        agree(zone)


@pytest.mark.parametrize("decision", ["publish", "withdraw", "drop"])
@pytest.mark.parametrize("first", [True, False])
def test_a_unit_that_moves_while_its_batch_is_decided_is_counted_where_it_is(zone, decision, first):
    actor = world.cli(zone)
    unit, other = world.unit(zone, town=ZHICHENG, value=5_000), world.unit(zone, town=ZHICHENG, value=6_000)
    batch = publicised(actor, drafted(actor, unit, other))
    decide = {
        "publish": lambda: publish(actor, batch),
        "withdraw": lambda: withdraw(actor, batch),
        "drop": lambda: drop(actor, batch, unit),
    }[decision]
    both = [lambda: moved(actor, unit, KEJING), decide]
    at_once(*(both if first else reversed(both)))
    agree(zone)


def test_a_unit_that_moves_while_its_batch_is_publicised_is_counted_where_it_is(zone):
    actor = world.cli(zone)
    unit = world.unit(zone, town=ZHICHENG)
    at_once(lambda: moved(actor, unit, KEJING), lambda: publicised(actor, drafted(actor, unit)))
    agree(zone)


def test_two_towns_of_one_sector_at_once_both_stand_in_the_day(zone):
    actor = world.cli(zone)
    here, there = world.unit(zone, town=ZHICHENG, value=5_000), world.unit(zone, town=KEJING, value=6_000)
    denominator(actor, here.sector)
    listed(actor, here, there)
    at_once(lambda: measure(actor, here, 1), lambda: measure(actor, there, 2))
    agree(zone)


def test_two_denominators_at_once_leave_one_in_force_and_both_on_record(zone):
    actor, sector = world.cli(zone), Sector.objects.get(zone=zone, code="industry")
    at_once(lambda: denominator(actor, sector, 2020), lambda: denominator(actor, sector, 2021))
    assert list(Denominator.objects.filter(superseded_at=None).values_list("year", flat=True)) == [2021]
    assert Denominator.objects.count() == 2
