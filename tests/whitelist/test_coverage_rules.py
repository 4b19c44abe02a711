"""Arithmetic of coverage: exact, both readings of the threshold, the unknown stays unknown."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from sibao.whitelist import rules

SUMS = st.integers(0, 10**17)
WHOLE = st.integers(1, 10**17)


@given(value=SUMS, whole=WHOLE, bar=st.integers(1, 10_000))
def test_both_readings_of_the_threshold_are_exact(value, whole, bar):
    reach = rules.reach(value, whole, bar)
    assert reach == rules.Reach(at_least=10_000 * value >= bar * whole, above=10_000 * value > bar * whole)
    assert reach.above <= reach.at_least


def test_exactly_seventy_percent_is_at_least_and_not_above():
    assert rules.reach(70, 100, 7_000) == rules.Reach(at_least=True, above=False)
    assert rules.reach(10**17 * 7 // 10 + 1, 10**17, 7_000) == rules.Reach(at_least=True, above=True)
    assert rules.reach(10**17 * 7 // 10 - 1, 10**17, 7_000) == rules.Reach(at_least=False, above=False)


@given(value=SUMS, whole=WHOLE, bar=st.integers(1, 10_000), strict=st.booleans())
def test_the_gap_is_the_least_that_reaches_the_threshold(value, whole, bar, strict):
    gap = rules.gap_value(value, whole, bar, strict=strict)

    def reached(more):
        reach = rules.reach(value + more, whole, bar)
        return reach.above if strict else reach.at_least

    assert reached(gap)
    assert gap == 0 or not reached(gap - 1)


@given(value=SUMS, bar=st.integers(1, 10_000), unknown=st.sampled_from([None, 0]))
def test_without_a_denominator_nothing_is_known(value, bar, unknown):
    assert rules.coverage_bp(value, unknown) is None
    assert rules.reach(value, unknown, bar) is None


@given(value=SUMS, whole=WHOLE)
def test_a_coverage_is_rounded_down_and_so_never_shows_more_than_there_is(value, whole):
    shown = rules.coverage_bp(value, whole)
    assert shown * whole <= value * 10_000 < (shown + 1) * whole


SECTOR = st.builds(
    rules.SectorSum,
    name=st.sampled_from(["工业", "商贸", "交通物流", "文旅", "项目"]),
    value=SUMS,
    denominator=st.none() | WHOLE,
    in_money=st.booleans(),
)


@given(sectors=st.lists(SECTOR, max_size=6, unique_by=lambda one: one.name))
def test_the_total_adds_money_only_and_names_all_that_it_leaves_out(sectors):
    total = rules.total(sectors)
    added = [one for one in sectors if one.in_money and one.denominator is not None]
    assert total.value == sum(one.value for one in added)
    assert total.denominator == sum(one.denominator for one in added)
    assert set(total.left_out) == {one.name for one in sectors} - {one.name for one in added}
    assert (total.coverage_bp is None) == (not added)


@given(gap=st.integers(-5, 60), values=st.lists(st.integers(1, 20), max_size=8))
def test_no_smaller_set_of_units_fills_the_gap(gap, values):
    candidates = dict(enumerate(values, start=1))
    chosen = rules.fewest_over(gap, candidates.items())
    sets = (some for size in range(len(values) + 1) for some in itertools.combinations(candidates, size))
    fewest = next((some for some in sets if sum(candidates[unit] for unit in some) >= gap), None)
    assert (chosen is None) == (fewest is None)
    if chosen is not None:
        assert len(chosen) == len(fewest)
        assert sum(candidates[unit] for unit in chosen) >= gap
