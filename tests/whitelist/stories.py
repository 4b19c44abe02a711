"""Stories of commands for properties: each step picks its unit or batch by a number, and may be refused."""

from sibao.directory.inputs import RecordMeasure
from sibao.directory.services import record_measure
from sibao.whitelist import services
from sibao.whitelist.inputs import DropUnit, RecordDenominator, WithdrawBatch
from sibao.whitelist.models import Batch
from tests import world
from tests.listing import drafted, listed, publicised, publish
from tests.whitelist.counting import change, moved

TOWNS = ("419001100", "419001102", "419001101")


def denominator(actor, sector, value, year=2021):
    given = RecordDenominator(sector_id=sector.pk, year=year, value=value, source="测试年报")
    return services.record_denominator(actor=actor, given=given)


def registered(zone, actor, units, batches, pick):
    units.append(world.unit(zone, town=TOWNS[pick % 3], value=pick * 7 if pick % 2 else None))


def put_on_the_list(zone, actor, units, batches, pick):
    listed(actor, units[pick % len(units)])


def put_out_for_objections(zone, actor, units, batches, pick):
    batches.append(publicised(actor, drafted(actor, *{units[pick % len(units)], units[pick // 2 % len(units)]})))


def published(zone, actor, units, batches, pick):
    publish(actor, batches[pick % len(batches)])


def withdrawn(zone, actor, units, batches, pick):
    batch = Batch.objects.get(pk=batches[pick % len(batches)].pk)
    given = WithdrawBatch(batch_id=batch.pk, version=batch.version, reason="材料不全")
    services.withdraw_batch(actor=actor, given=given)


def objected(zone, actor, units, batches, pick):
    given = DropUnit(batch_id=batches[pick % len(batches)].pk, unit_id=units[pick % len(units)].pk, reason="异议成立")
    services.drop_unit(actor=actor, given=given)


def suspended(zone, actor, units, batches, pick):
    change(actor, units[pick % len(units)], services.suspend_listing)


def resumed(zone, actor, units, batches, pick):
    change(actor, units[pick % len(units)], services.resume_listing)


def removed(zone, actor, units, batches, pick):
    change(actor, units[pick % len(units)], services.remove_listing)


def measured(zone, actor, units, batches, pick):
    unit = units[pick % len(units)]
    given = RecordMeasure(
        unit_id=unit.pk, measure_id=unit.sector.measure_id, year=2020 + pick % 3, value=pick, source="测试"
    )
    record_measure(actor=actor, given=given)


def moved_away(zone, actor, units, batches, pick):
    moved(actor, units[pick % len(units)], TOWNS[pick % 3], ("industry", "commerce", "")[pick % 3])


def held_against(zone, actor, units, batches, pick):
    denominator(actor, units[pick % len(units)].sector, pick + 1, 2020 + pick % 3)


STEPS = (
    registered,
    put_on_the_list,
    put_out_for_objections,
    published,
    withdrawn,
    objected,
    suspended,
    resumed,
    removed,
    measured,
    moved_away,
    held_against,
)
