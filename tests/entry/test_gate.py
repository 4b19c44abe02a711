"""At a gate: what monitoring knows of somebody becomes one answer with its reasons (R18)."""

import pytest

from sibao.entry import queries
from sibao.kernel import clock
from tests import world
from tests.entry.coming import NOWHERE, receive, register
from tests.prevention.signals import Workplace, deliver, hours


@pytest.fixture
def work(zone):
    return Workplace(zone, people=2)


@pytest.fixture
def user(zone, work):
    return world.person(zone, "unit_user", unit=work.unit)


def known(work, *, result="negative", ago=1.0, travel="clear", who=0):
    """The platform and the laboratory speak of somebody."""
    at = clock.now() - hours(ago)
    codes = [work.says("code_status", "green", who=who, at=at), work.says("travel_code", travel, who=who, at=at)]
    deliver(work, *codes, source="code_platform")
    deliver(work, work.says("result", result, who=who, at=at))


def answer(work, *, level="normal", now=None, who=0):
    person_id = work.people[who].person_id
    return queries.at_gate(work.zone.pk, [person_id], level, now or clock.now())[person_id]


def test_who_has_both_codes_and_a_certificate_is_let_in_until_the_first_is_over(work):
    known(work)
    assert answer(work).colour == "green"
    assert answer(work, now=clock.now() + hours(24)).colour == "unknown"
    assert answer(work, who=1).colour == "unknown", "nobody has said anything of the other"


def test_a_certificate_counts_48_hours_and_24_in_an_emergency(work):
    deliver(work, work.says("result", "negative", who=1, at=clock.now() - hours(30)))
    codes = [work.says(kind, value, who=1) for kind, value in (("code_status", "green"), ("travel_code", "clear"))]
    deliver(work, *codes, source="code_platform")
    assert [answer(work, level=one, who=1).colour for one in ("normal", "emergency")] == ["green", "yellow"]
    assert answer(work, level="emergency", who=1).reasons[0].why == "expired"


@pytest.mark.parametrize(("more", "colour"), [({"result": "positive"}, "red"), ({"travel": "visited"}, "yellow")])
def test_a_positive_and_a_journey_from_where_there_is_risk_keep_somebody_out(work, more, colour):
    known(work, **more)
    assert answer(work).colour == colour


def test_a_code_that_waits_to_be_decided_is_not_green_whatever_the_platform_says(work, user):
    known(work)
    now = clock.now()
    before = register(user, work.unit, now=now - hours(80), identity=work.numbers[0], origin_code=NOWHERE, planned_at=now)  # fmt: skip
    receive(user, before)
    assert (answer(work).colour, answer(work).reasons[0].why) == ("unknown", "waits")


def test_a_crew_is_not_held_while_a_result_is_pending_and_anybody_else_is(work, user):
    for who in (0, 1):
        known(work, ago=60, who=who)
        codes = [
            work.says(kind, value, who=who) for kind, value in (("code_status", "green"), ("travel_code", "clear"))
        ]
        deliver(work, *codes, source="code_platform")
        deliver(work, work.says("crew_test", "sampled", who=who, at=clock.now() - hours(1)))
    now = clock.now()
    came = register(user, work.unit, now=now - hours(80), identity=work.numbers[0], planned_at=now, crew=True, transport="lorry", plate="豫U12345", origin_code="410105")  # fmt: skip
    receive(user, came)
    assert [(answer(work, who=who).colour, answer(work, who=who).reasons[0].why) for who in (0, 1)] == [
        *(("green", "valid"), ("yellow", "pending"))
    ]


def test_a_crew_that_was_sampled_and_let_go_is_warned_of_at_once_when_the_result_is_positive(work, user):
    known(work)
    deliver(work, work.says("crew_test", "sampled", at=clock.now() - hours(0.5)))
    assert (answer(work).colour, work.open("positive")) == ("green", 0)
    deliver(work, work.says("crew_test", "positive", at=clock.now() - hours(0.5), place="试办出口"))
    assert (answer(work).colour, answer(work).reasons[0].why) == ("red", "positive")
    assert work.open("positive") == 1


def test_the_evidence_for_a_passage_is_read_for_the_moment_of_the_passage(work):
    known(work, ago=20)
    certificates = [
        next(one.why for one in answer(work, now=clock.now() + hours(ahead)).reasons if one.item == "certificate")
        for ahead in (0, 27.9, 28.1)
    ]
    assert certificates == ["valid", "valid", "expired"]
