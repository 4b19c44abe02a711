"""The decision at a gate: two codes and a certificate in, one colour with its reasons out; without a database."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from sibao.entry.rules import gating
from sibao.entry.rules.gating import WORSE, Limits, Person, Told, judge

NOW = datetime(2022, 6, 3, 8, tzinfo=UTC)
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)
NORMAL, EMERGENCY = Limits(24 * HOUR, 48 * HOUR), Limits(24 * HOUR, 24 * HOUR)


def known(code="green", travel="clear", result="negative", *, age=HOUR, **more):
    """Somebody of whom everything was told so long ago."""
    at = NOW - age
    told = {"health_code": Told(code, at), "travel_code": Told(travel, at), "result": Told(result, at)}
    return Person(**{**told, **more})


def why(person, limits=NORMAL, now=NOW):
    """The colour, and the worst reason for it."""
    answer = judge(person, limits, now)
    return answer.colour, answer.reasons[0].item, answer.reasons[0].why


def test_two_good_codes_and_a_young_certificate_are_green_until_the_first_of_them_is_over():
    answer = judge(known(result="negative", sampled=NOW - HOUR), NORMAL, NOW)
    assert (answer.colour, answer.against, answer.until) == ("green", (), NOW + 23 * HOUR)
    assert [one.item for one in answer.reasons] == [*gating.ITEMS]


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        (known(code="red"), ("red", "health_code", "red_code")),
        (known(code="yellow"), ("yellow", "health_code", "yellow_code")),
        (known(travel="visited"), ("yellow", "travel_code", "visited")),
        (known(result="positive"), ("red", "certificate", "positive")),
        (known(code="waiting"), ("unknown", "health_code", "waits")),
        (known(health_code=None), ("unknown", "health_code", "not_told")),
        (known(travel_code=None), ("unknown", "travel_code", "not_told")),
        (known(result="void"), ("unknown", "certificate", "waits")),
        (Person(), ("unknown", "health_code", "not_told")),
    ],
)
def test_one_of_the_three_that_is_bad_or_not_known_is_enough_and_is_named_first(person, expected):
    assert why(person) == expected


@pytest.mark.parametrize(("limits", "hours"), [(NORMAL, 48), (EMERGENCY, 24)])
def test_a_certificate_counts_to_the_last_second_of_the_interval_of_the_level_in_force(limits, hours):
    tested = known(result="negative")
    tested = Person(tested.health_code, tested.travel_code, Told("negative", NOW - hours * HOUR + SECOND))
    assert judge(tested, limits, NOW).colour == "green"
    assert why(tested, limits, NOW + SECOND) == ("yellow", "certificate", "expired")


def test_a_green_code_counts_to_the_last_second_and_is_unknown_afterwards_while_a_bad_one_stays():
    assert judge(known(age=24 * HOUR - SECOND), NORMAL, NOW).colour == "green"
    assert why(known(age=24 * HOUR)) == ("unknown", "health_code", "too_old")
    assert [judge(known(code=bad, age=900 * HOUR), NORMAL, NOW).colour for bad in ("yellow", "red")] == [
        "yellow",
        "red",
    ]


def test_who_was_sampled_waits_for_the_result_and_a_crew_does_not():
    fresh, expired = NOW - HOUR, Told("negative", NOW - 60 * HOUR)
    waiting = Person(known().health_code, known().travel_code, None, fresh)
    assert why(waiting) == ("unknown", "certificate", "pending")
    again = Person(waiting.health_code, waiting.travel_code, expired, fresh)
    assert why(again) == ("yellow", "certificate", "pending")
    crew = Person(waiting.health_code, waiting.travel_code, expired, fresh, crew=True)
    assert judge(crew, NORMAL, NOW).colour == "green"
    assert {one.item: one.why for one in judge(crew, NORMAL, NOW).reasons}["certificate"] == "pending_crew"
    found = Person(waiting.health_code, waiting.travel_code, Told("positive", NOW), fresh, crew=True)
    assert why(found) == ("red", "certificate", "positive")


moments = some.integers(0, 200 * 60).map(lambda minutes: NOW - timedelta(minutes=minutes))


def told(*values):
    return some.none() | some.builds(Told, some.sampled_from(values), moments)


people = some.builds(
    Person,
    told("green", "yellow", "red", "waiting"),
    told("clear", "visited", ""),
    told("negative", "positive", "void"),
    some.none() | moments,
    some.booleans(),
)
limits = some.builds(Limits, *[some.integers(1, 72).map(lambda hours: hours * HOUR)] * 2)


@given(person=people, limits=limits, later=some.lists(some.integers(0, 300 * 60), min_size=2, max_size=6))
def test_nobody_gets_any_better_by_waiting(person, limits, later):
    answers = [judge(person, limits, NOW + timedelta(minutes=one)) for one in sorted(later)]
    ranks = [WORSE.index(one.colour) for one in answers]
    assert ranks == sorted(ranks)


@given(person=people, limits=limits, later=some.integers(0, 300 * 60))
def test_a_green_answer_is_green_until_the_moment_that_it_names_and_never_after(person, limits, later):
    answer, then = judge(person, limits, NOW), NOW + timedelta(minutes=later)
    if answer.colour != "green":
        assert answer.until is None
        assert answer.against
        return
    assert (judge(person, limits, then).colour == "green") is (then < answer.until)


@given(person=people, limits=limits)
def test_green_is_only_who_is_known_in_all_three_and_young_enough(person, limits):
    answer = judge(person, limits, NOW)
    codes = [person.health_code, person.travel_code]
    good = all(one and one.value in ("green", "clear") and one.at + limits.code > NOW for one in codes)
    samples = [person.result.at] if person.result and person.result.value == "negative" else []
    if person.crew and person.sampled and (person.result is None or samples):
        samples.append(person.sampled)
    assert (answer.colour == "green") is (good and any(at + limits.certificate > NOW for at in samples))


@given(person=people, limits=limits)
def test_a_shorter_interval_never_lets_anybody_in_whom_a_longer_one_keeps_out(person, limits):
    shorter = Limits(limits.code, limits.certificate / 2)
    ranks = [WORSE.index(judge(person, one, NOW).colour) for one in (limits, shorter)]
    assert ranks[0] <= ranks[1]
