"""If a unit stops, who stops on which day; and who must enter the list with whom (R33)."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bench.cascade import walk
from sibao.whitelist.rules import Companion, Link, Net, Reduced, Terms, must_enter, reduced_by, told

UNITS = st.integers(1, 7)
TERMS = Terms(days=12)


@st.composite
def nets(draw):
    """A few units with links of every kind: cycles, several suppliers of one material, unknown stock, no share."""
    ends = draw(st.lists(st.tuples(UNITS, UNITS, st.sampled_from("铅煤")), unique=True, max_size=16))
    return [
        Link(
            supplier,
            customer,
            material,
            draw(st.integers(0, 10_000)),
            draw(st.none() | st.integers(0, 6)),
        )
        for supplier, customer, material in ends
        if supplier != customer
    ]


def days(links, *stopped, terms=TERMS):
    return Net(links, terms).falls([stopped]).of(0)


def link(supplier, customer, stock_days=3, material="铅", share_bp=8_000):
    return Link(supplier, customer, material, share_bp, stock_days)


def test_who_lives_on_the_stock_stops_when_it_is_used_up_and_takes_others_along():
    assert days([link(1, 2, 3), link(2, 3, 4)], 1) == {2: 3, 3: 7}


def test_a_material_runs_out_with_its_last_supplier_only():
    two = [link(1, 2, 3, share_bp=4_000), link(5, 2, 6, share_bp=4_000)]
    assert days(two, 1) == {}
    assert days(two, 1, 5) == {2: 6}


def test_who_gets_most_from_elsewhere_does_not_stop_but_has_less():
    net = Net([link(1, 2, 3, share_bp=4_000)], TERMS)
    assert net.falls([[1]]).of(0) == {}
    assert reduced_by(net, [1], told(net, [1])) == [Reduced(unit=2, day=3, flow_bp=6_000)]


def test_unknown_stock_counts_as_none_and_all_that_follows_from_it_is_said_to_be_guessed():
    net = Net([link(1, 2, None), link(2, 3, 2), link(1, 4, 1)], TERMS)
    assert [(stop.unit, stop.day, stop.guessed) for stop in told(net, [1])] == [
        (2, 0, True),
        (4, 1, False),
        (3, 2, True),
    ]


def test_what_would_stop_after_the_last_day_looked_at_is_not_told():
    assert days([link(1, 2, 12), link(1, 3, 13)], 1) == {2: 12}


def test_a_circle_ends_where_it_began():
    circle = [link(1, 2, 0), link(2, 3, 0), link(3, 1, 0)]
    assert days(circle, 2) == {3: 0, 1: 0}
    assert must_enter(Net(circle, TERMS), 1, set()).companions == (
        Companion(3, 1, customer=1, material="铅"),
        Companion(2, 2, customer=3, material="铅"),
    )


def test_only_those_enter_without_whom_it_does_not_go_and_who_are_not_on_the_list():
    links = [link(2, 1), link(3, 1, material="煤", share_bp=4_000), link(4, 2), link(5, 4), link(6, 1, 13, "砂")]
    found = must_enter(Net(links, TERMS), 1, {2})
    assert [(one.unit, one.step) for one in found.companions] == [(4, 2), (5, 3)]
    assert not found.cut


def test_a_group_is_bounded_in_depth_and_size_and_says_so():
    chain = Net([link(unit + 1, unit) for unit in range(1, 20)], TERMS)
    assert must_enter(chain, 1, set(), steps=3).cut
    found = must_enter(chain, 1, set(), steps=19, most=4)
    assert ([one.unit for one in found.companions], found.cut) == ([2, 3, 4, 5], True)


@given(nets(), st.lists(st.frozensets(UNITS, max_size=3), max_size=4))
def test_all_at_once_events_and_a_walk_day_by_day_say_the_same(links, questions):
    net = Net(links, TERMS)
    falls = net.falls(questions)
    for place, stopped in enumerate(questions):
        assert falls.of(place) == walk(links, stopped, TERMS)
        assert falls.of(place) == {stop.unit: stop.day for stop in told(net, stopped)}


@given(nets(), UNITS, st.data())
def test_more_stock_makes_nobody_stop_earlier(links, stopped, data):
    more = [replace(one, stock_days=(one.stock_days or 0) + data.draw(st.integers(0, 4))) for one in links]
    before, after = days(links, stopped), days(more, stopped)
    assert all(before.get(unit, day + 1) <= day for unit, day in after.items())


@given(nets(), st.frozensets(UNITS, max_size=3), UNITS)
def test_one_more_that_stops_makes_nobody_stop_later(links, stopped, other):
    fewer, more = days(links, *stopped), days(links, *stopped, other)
    assert all(unit == other or more[unit] <= day for unit, day in fewer.items())


@given(nets(), UNITS, st.data())
def test_without_the_only_link_of_a_material_nobody_stops_earlier(links, stopped, data):
    sole = [one for one in links if sum((o.customer, o.material) == (one.customer, one.material) for o in links) == 1]
    gone = data.draw(st.sampled_from(sole)) if sole else None
    before, after = days(links, stopped), days([one for one in links if one != gone], stopped)
    assert all(before[unit] <= day for unit, day in after.items())


@given(nets(), UNITS, st.randoms(use_true_random=False))
def test_the_order_of_links_does_not_matter(links, stopped, random):
    shuffled = random.sample(links, len(links))
    assert days(links, stopped) == days(shuffled, stopped)


@given(nets(), UNITS)
def test_who_is_told_to_stop_has_run_out_of_what_is_told(links, stopped):
    found = {stop.unit: stop for stop in told(Net(links, TERMS), [stopped])}
    for stop in found.values():
        suppliers = [
            one for one in links if (one.customer, one.material) == (stop.unit, stop.material) and one.share_bp
        ]
        assert all(one.supplier == stopped or found[one.supplier].day <= stop.day for one in suppliers)
