"""Among many drawn stays a screening finds just those whom a plain join of stays with stays finds."""

import pytest

from bench.contacts import check, fill
from sibao.kernel import clock
from sibao.kernel.access import acting
from tests import world


@pytest.fixture
def stays(zone):
    with acting(world.cli(zone)):
        yield fill(zone.pk, 600, clock.now())


@pytest.mark.parametrize("cases", [1, 20], ids=["one case", "twenty cases"])
def test_whom_cases_met_is_what_a_plain_join_says(stays, cases):
    assert check(stays, stays.cases(cases)) > 0


def test_the_second_ring_holds_nobody_of_the_first(stays):
    cases = stays.cases(1)
    first = {one.person_id for one in stays.first(cases)}
    second = {one.person_id for one in stays.second(cases)}
    assert second
    assert not second & (first | set(cases))
