"""Coverage: cells are what the rows say after whatever was done, and nobody is told more than is known."""

import contextlib

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sibao.directory.models import Sector, Unit
from sibao.kernel.refusals import Invalid, Refusal
from sibao.whitelist import queries, tasks
from sibao.whitelist.models import CoverageCell, CoverageDay, Denominator, Listing
from tests import world
from tests.listing import listed
from tests.whitelist.counting import kept, recount
from tests.whitelist.stories import STEPS, TOWNS, denominator, measured

pytestmark = pytest.mark.django_db
REUSED = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def of_sector(actor, code="industry"):
    [row] = [row for row in queries.coverage(actor) if row.sector.code == code]
    return row


def test_the_marginal_list_brings_the_sector_over_and_one_fewer_does_not(zone):
    actor = world.cli(zone)
    inside = world.unit(zone, value=500)
    outside = [world.unit(zone, value=value) for value in (90, 120, 60, 30)]
    world.unit(zone), world.unit(zone, sector="commerce", value=10**6)
    denominator(actor, inside.sector, 1_000)
    listed(actor, inside)
    chosen = queries.marginal(actor, of_sector(actor))
    assert [row.value for row in chosen] == [120, 90]
    assert {row.unit_id for row in chosen} == {outside[1].pk, outside[0].pk}
    listed(actor, *Unit.objects.filter(pk__in=[row.unit_id for row in chosen]))
    after = of_sector(actor)
    assert (after.value, after.coverage_bp, after.reach.above) == (710, 7_100, True)
    assert queries.marginal(actor, after) == []


def test_a_marginal_list_that_cannot_be_is_unknown_and_never_empty(zone):
    actor = world.cli(zone)
    unit = world.unit(zone, value=10)
    assert queries.marginal(actor, of_sector(actor)) is None
    denominator(actor, unit.sector, 1_000)
    assert queries.marginal(actor, of_sector(actor)) is None


def test_who_sees_a_part_is_never_told_that_the_threshold_is_reached(zone):
    actor, unit = world.cli(zone), world.unit(zone, value=900)
    denominator(actor, unit.sector, 1_000)
    listed(actor, unit)
    row = of_sector(world.person(zone, "clerk_zhicheng"))
    assert (row.partial, row.value, row.coverage_bp, row.reach) == (True, 900, 9_000, None)


def test_a_listed_unit_without_value_is_counted_as_unknown_and_not_as_nothing(zone):
    actor, unit = world.cli(zone), world.unit(zone)
    denominator(actor, unit.sector, 1_000)
    listed(actor, unit)
    row = of_sector(actor)
    assert (row.listed, row.value, row.unknown) == (1, 0, 1)


@REUSED
@given(story=st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 50)), min_size=3, max_size=14))
def test_after_whatever_was_done_the_cells_are_what_the_rows_say(zone, story):
    actor, batches = world.cli(zone), []
    with transaction.atomic():
        units = [world.unit(zone, town=TOWNS[0], value=5), world.unit(zone, town=TOWNS[1])]
        for step, pick in story:
            with contextlib.suppress(Refusal, Listing.DoesNotExist, ZeroDivisionError):
                step(zone, actor, units, batches, pick)
            assert kept(zone) == recount(zone), step.__name__
        shown = {row.sector.code: (row.units, row.listed, row.value) for row in queries.coverage(actor)}
        cells = CoverageCell.objects.filter(zone=zone).select_related("sector")
        for code, figures in shown.items():
            mine = [cell for cell in cells if cell.sector.code == code]
            assert figures == tuple(sum(getattr(c, n) for c in mine) for n in ("units", "listed", "listed_value"))
        transaction.set_rollback(True)


def test_a_denominator_of_another_sector_is_not_the_clerks_to_record(zone):
    with pytest.raises(Invalid):
        denominator(world.person(zone, "clerk_industry"), Sector.objects.get(zone=zone, code="commerce"), 5)
    assert not Denominator.objects.exists()


def test_at_a_years_end_the_cells_follow_the_year_that_counts(zone, standing):
    standing.on(2023, 12, 31, hour=23)
    actor, unit = world.cli(zone), world.unit(zone)
    measured(zone, actor, [unit], [], 2)
    listed(actor, unit)
    assert (of_sector(actor).value, of_sector(actor).unknown) == (2, 0)
    standing.on(2024, 1, 1, hour=1)
    tasks.recount_cells(0)
    assert kept(zone) == recount(zone)
    assert (of_sector(actor).value, of_sector(actor).unknown) == (0, 1)


def test_every_day_is_kept_also_when_nothing_happened_on_it(zone, standing):
    standing.on(2024, 2, 28, hour=12)
    actor, unit = world.cli(zone), world.unit(zone, value=7)
    denominator(actor, unit.sector, 10)
    listed(actor, unit)
    standing.on(2024, 2, 29, hour=23)
    tasks.recount_cells(0)
    days = CoverageDay.objects.filter(sector=unit.sector).order_by("day")
    assert [(day.day.isoformat(), day.listed, day.listed_value, day.denominator) for day in days] == [
        ("2024-02-28", 1, 7, 10),
        ("2024-02-29", 1, 7, 10),
    ]
