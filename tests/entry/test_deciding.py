"""The decision table of codes: class and conditions in, colour, reason and end out; what is unknown is never green."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from sibao.entry.rules import deciding
from sibao.entry.rules.deciding import ClassOfOrigin, Condition, best_match, decide, ended, exempted

NOW = datetime(2022, 6, 3, 8, tzinfo=UTC)
DAY = timedelta(days=1)
TABLE = {
    "class_1": ClassOfOrigin("class_1", "red", days=14),
    "class_2": ClassOfOrigin("class_2", "yellow", days=7),
    "class_3": ClassOfOrigin("class_3", "yellow", days=7, tests=2, within=3, exempts=True),
    "class_4": ClassOfOrigin("class_4", "green"),
    "class_7": ClassOfOrigin("class_7", None),
}


def conditions(**held):
    return [Condition(key, holds, "试", NOW) for key, holds in held.items()]


ALL = conditions(listed=True, ahead=True, in_loop=True)


@pytest.mark.parametrize(
    ("key", "colour", "days"), [("class_1", "red", 14), ("class_2", "yellow", 7), ("class_3", "yellow", 7)]
)
def test_each_class_has_its_colour_for_its_days(key, colour, days):
    decision = decide(TABLE, key, (), crew=False, since=NOW)
    assert (decision.colour, decision.until, decision.why) == (colour, NOW + days * DAY, "by_class")


def test_a_green_class_has_no_end_and_one_without_a_colour_waits_for_a_person():
    assert decide(TABLE, "class_4", (), crew=False, since=NOW) == deciding.Decision(
        "green", "by_class", "class_4", None
    )
    assert decide(TABLE, "class_7", (), crew=False, since=NOW).colour == "unknown"


@pytest.mark.parametrize("key", [None, "", "class_9"])
def test_an_origin_that_nobody_graded_is_unknown_and_never_green(key):
    assert decide(TABLE, key, ALL, crew=True, since=NOW).colour == "unknown"


def test_the_narrowest_graded_area_counts():
    graded = {"31": "class_2", "3101": "class_3", "310115": "class_1", "13": "class_3"}
    assert [best_match(code, graded) for code in ("310115", "310101", "319900", "130100")] == [
        *("class_1", "class_3", "class_2", "class_3")
    ]
    assert best_match("810000", graded) is None


answers = some.sampled_from([True, False, None])
looked = some.fixed_dictionaries({}, optional=dict.fromkeys(deciding.NEEDED, answers))


@given(held=looked, key=some.sampled_from([*TABLE, None]), crew=some.booleans())
def test_a_crew_gets_no_yellow_code_while_all_conditions_are_known_to_hold_and_the_classs_as_soon_as_one_is_not(
    held, key, crew
):
    decision = decide(TABLE, key, conditions(**held), crew=crew, since=NOW)
    holds = crew and all(held.get(name) is True for name in deciding.NEEDED)
    plain = decide(TABLE, key, (), crew=False, since=NOW)
    if holds and key == "class_3":
        assert (decision.colour, decision.why) == ("green", "exempt")
    else:
        assert (decision.colour, decision.until) == (plain.colour, plain.until)
        assert decision.why != "exempt"


@given(story=some.lists(looked, min_size=1, max_size=12))
def test_through_any_story_the_exemption_stands_exactly_while_its_conditions_do(story):
    for held in story:
        decision = decide(TABLE, "class_3", conditions(**held), crew=True, since=NOW)
        assert (decision.why == "exempt") is exempted(conditions(**held))
        assert decision.why != "exempt" or decision.colour == "green"


def over(days, *, until=None, negatives=(), positive=False, key="class_3"):
    moments = [NOW + at * DAY for at in negatives]
    row = TABLE.get(key)
    return ended(row, since=NOW, until=until, negatives=moments, positive=positive, now=NOW + days * DAY)


def test_a_code_ends_by_time_to_the_moment():
    until = NOW + 7 * DAY
    assert over(6.999, until=until) == ""
    assert over(7, until=until) == "time"
    assert over(100) == ""


def test_two_negatives_on_two_days_within_three_end_it_before():
    assert over(4, negatives=(0.1,)) == ""
    assert over(4, negatives=(0.1, 0.2)) == ""
    assert over(4, negatives=(0.1, 3)) == "tests"
    assert over(6, negatives=(0.1, 4)) == ""
    assert over(6, negatives=(-1, 0.1)) == ""
    assert over(6, negatives=(0.1, 3), key="class_2") == ""


def test_who_was_found_positive_keeps_her_code_until_somebody_decides():
    assert over(100, until=NOW + 7 * DAY, negatives=(0.1, 3), positive=True) == ""
