"""From a registration to the end of a code: ahead or late, received with a code by the table, released, appealed against."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from sibao.entry import queries, services
from sibao.entry.inputs import (
    AssignCode,
    DecideAppeal,
    GradeArea,
    LodgeAppeal,
    ReasonedArrival,
    ReceiveArrival,
    ReleaseCode,
)
from sibao.entry.models import ArrivalRegistration, CodeAppeal, CodeAssignment, OriginArea, OriginClass
from sibao.entry.services import renewing
from sibao.kernel import clock
from sibao.kernel.access import acting
from sibao.kernel.refusals import Conflict, Denied, Invalid, NotFound, WrongMove
from tests import grounds, world
from tests.entry.coming import HEBEI, NOWHERE, SHANGHAI, ZHENGZHOU, all_of, codes, receive, register, running
from tests.prevention.signals import Workplace, deliver

DAY = timedelta(days=1)


@pytest.fixture
def unit(zone):
    return world.unit(zone)


@pytest.fixture
def user(zone, unit):
    return world.person(zone, "unit_user", unit=unit)


@pytest.fixture
def health(zone):
    return world.person(zone, "health_officer")


@pytest.fixture
def work(zone):
    return Workplace(zone)


def came(actor, unit, origin=HEBEI, **more):
    """Somebody who was registered four days ago and has just arrived."""
    before = clock.now() - 4 * DAY
    return receive(actor, register(actor, unit, now=before, planned_at=clock.now(), origin_code=origin, **more))


def renew(zone, now):
    with acting(world.cli(zone)):
        return renewing.renew(zone.pk, now)


def test_a_unit_registers_who_comes_three_days_ahead_and_whoever_later_is_taken_and_said_to_be_late(user, unit):
    now = clock.now()
    assert not register(user, unit, planned_at=now + 3 * DAY, now=now).late
    assert register(user, unit, planned_at=now + 2.9 * DAY, now=now).late


def test_who_she_is_lies_sealed_and_is_shown_masked(user, unit):
    row = register(user, unit)
    assert "王来宾".encode() not in bytes(row.name_sealed)
    assert queries.name_of(row, masked=True).startswith("王")
    assert "来宾" not in queries.name_of(row, masked=True)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"identity": "11010519491231002Y"}, "identity"),
        ({"transport": "lorry"}, "plate"),
        ({"planned_at": "2020-01-01T08:00:00+08:00"}, "planned_at"),
        ({"arrived": True, "planned_at": "2100-01-01T08:00:00+08:00"}, "planned_at"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field_and_nothing_is_kept(user, unit, wrong, field):
    with pytest.raises((Invalid, ValueError)) as refused:
        register(user, unit, **wrong)
    assert field in str(getattr(refused.value, "fields", "")) + str(refused.value)
    assert all_of(ArrivalRegistration, unit.zone) == []


def test_nobody_is_registered_twice_at_once_nor_for_another_unit(zone, user, unit):
    row = register(user, unit, identity=grounds.citizen_number(69_999))
    with pytest.raises(Invalid):
        register(user, unit, identity=grounds.citizen_number(69_999))
    with pytest.raises(NotFound):
        register(user, world.unit(zone))
    with pytest.raises(NotFound):
        receive(world.person(zone, "unit_user", unit=world.unit(zone)), row)
    assert [one.state for one in all_of(ArrivalRegistration, zone)] == ["registered"]


@pytest.mark.parametrize(
    ("origin", "colour", "why"),
    [
        (HEBEI, "yellow", "by_class"),
        (SHANGHAI, "yellow", "by_class"),
        (ZHENGZHOU, "green", "by_class"),
        (NOWHERE, "unknown", "no_class"),
    ],
)
def test_whoever_arrives_gets_the_code_of_her_origin_with_its_reason_its_end_and_the_version_of_the_rules(
    user, unit, origin, colour, why
):
    row = came(user, unit, origin)
    code = running(row)
    assert (code.colour, code.why, code.pack, code.issued_by) == (colour, why, "2022.06.1", 0)
    assert (code.until_at is not None) is (colour == "yellow")
    with pytest.raises(DatabaseError), acting(world.cli(unit.zone)), transaction.atomic():
        CodeAssignment.objects.filter(pk=code.pk).update(colour="blue")


def test_whoever_arrives_unregistered_is_warned_of_until_she_is_registered_ahead(zone, work):
    user = world.person(zone, "unit_user", unit=work.unit)
    number = work.numbers[0]
    row = register(user, work.unit, identity=number, arrived=True, planned_at=clock.now())
    assert (row.state, row.unregistered, running(row).colour) == ("arrived", True, "yellow")
    assert work.open("unregistered_arrival") == 1


def test_codes_of_people_who_are_followed_are_known_to_monitoring_at_once(zone, work, health):
    user = world.person(zone, "unit_user", unit=work.unit)
    row = came(user, work.unit, identity=work.numbers[0])
    assert row.person_id == work.people[0].person_id
    given = AssignCode(
        arrival_id=row.pk, version=row.version, colour="red", reason="流调认定", until_at=clock.now() + DAY
    )
    red = services.assign_code(actor=health, given=given)
    assert work.open("red_code") == 1
    assert [one.released_how for one in codes(row)] == ["replaced", ""]
    services.release_code(actor=health, given=ReleaseCode(code_id=red.pk, version=red.version, reason="排除"))
    assert work.open("red_code") == 0


def test_a_code_ends_by_itself_when_its_days_are_over(zone, user, unit):
    row = came(user, unit)
    until = running(row).until_at
    assert renew(zone, until - timedelta(seconds=1)) == ()
    assert renew(zone, until) == (unit.pk,)
    (code,) = codes(row)
    assert (code.released_how, code.released_at) == ("time", until)


def test_a_code_ends_by_itself_when_two_tests_on_two_days_were_negative(zone, work):
    user, now = world.person(zone, "unit_user", unit=work.unit), clock.now()
    row = register(user, work.unit, identity=work.numbers[0], now=now - 9 * DAY, planned_at=now - 3 * DAY)
    receive(user, row, now=now - 3 * DAY)
    deliver(work, work.says("result", "negative", at=now - 2.9 * DAY))
    assert renew(zone, now) == ()
    deliver(work, work.says("result", "negative", at=now))
    assert renew(zone, now) == (work.unit.pk,)
    assert [one.released_how for one in codes(row)] == ["tests"]


def test_who_was_found_positive_keeps_her_code_when_its_days_are_over(zone, work):
    user = world.person(zone, "unit_user", unit=work.unit)
    row = came(user, work.unit, identity=work.numbers[0])
    deliver(work, work.says("result", "positive", at=clock.now()))
    assert renew(zone, running(row).until_at + DAY) == ()
    assert running(row).colour == "yellow"


def test_an_arrival_is_closed_when_nothing_is_left_to_watch(zone, user, unit, health):
    row = came(user, unit)
    close = ReasonedArrival(arrival_id=row.pk, version=row.version, reason="已离济")
    with pytest.raises(WrongMove):
        services.close_arrival(actor=user, given=close)
    assert [one.state for one in all_of(ArrivalRegistration, zone)] == ["arrived"]
    renew(zone, running(row).until_at)
    assert services.close_arrival(actor=user, given=close).state == "closed"
    with pytest.raises(WrongMove):
        services.cancel_arrival(actor=user, given=close.model_copy(update={"version": 3}))


def test_a_registration_is_cancelled_and_a_stale_page_changes_nothing(user, unit):
    row = register(user, unit)
    given = ReasonedArrival(arrival_id=row.pk, version=row.version, reason="不来了")
    assert services.cancel_arrival(actor=user, given=given).state == "cancelled"
    with pytest.raises(Conflict):
        services.receive_arrival(actor=user, given=ReceiveArrival(arrival_id=row.pk, version=row.version))
    assert codes(row) == []


def lodge(user, row):
    return services.lodge_appeal(actor=user, given=LodgeAppeal(code_id=running(row).pk, text="行程里没有停留，请核实"))


def decide(actor, appeal, outcome="uphold"):
    given = DecideAppeal(appeal_id=appeal.pk, version=appeal.version, outcome=outcome, reason="经核实属实")
    return services.decide_appeal(actor=actor, given=given)


def test_an_appeal_that_is_upheld_releases_the_code_and_one_that_is_not_leaves_it(user, unit, health):
    kept, freed = came(user, unit), came(user, unit)
    decide(health, lodge(user, kept), "reject")
    assert running(kept).colour == "yellow"
    decide(health, lodge(user, freed))
    assert [(one.released_how, one.release_reason) for one in codes(freed)] == [("appeal", "经核实属实")]


def test_who_issued_a_code_or_appealed_does_not_decide_about_it(zone, user, unit, health):
    row = came(user, unit, NOWHERE)
    given = AssignCode(
        arrival_id=row.pk, version=row.version, colour="yellow", reason="待核实", until_at=clock.now() + DAY
    )
    services.assign_code(actor=health, given=given)
    appeal = lodge(user, row)
    with pytest.raises(Denied):
        decide(health, appeal)
    with pytest.raises(Denied):
        decide(user, appeal)
    with pytest.raises(WrongMove):
        lodge(user, row)
    values = {"state": "upheld", "decided_at": clock.now(), "reason": "属实"}
    with pytest.raises(IntegrityError), acting(world.cli(zone)), transaction.atomic():
        CodeAppeal.objects.filter(pk=appeal.pk).update(decided_by=health.account_id, **values)
    assert running(row).colour == "yellow"
    assert [one.state for one in all_of(CodeAppeal, zone)] == ["lodged"]
    assert decide(world.person(zone, "health_officer"), appeal).state == "upheld"


def test_the_health_department_grades_an_area_and_codes_that_waited_for_it_are_decided(zone, user, unit, health):
    row = came(user, unit, NOWHERE)
    today = clock.today()
    given = GradeArea(code="81", name="香港", class_key="class_2", started_on=today, basis="试办通报")
    services.grade_area(actor=health, given=given)
    assert [(one.colour, one.why) for one in codes(row)] == [("unknown", "no_class"), ("yellow", "by_class")]
    with pytest.raises(Invalid):
        services.grade_area(actor=health, given=given)
    services.grade_area(actor=health, given=given.model_copy(update={"started_on": today + DAY}))
    periods = OriginArea.objects.filter(zone=zone, code="81").order_by("started_on")
    assert [one.ended_on for one in periods] == [today, None]
    with pytest.raises(Denied):
        services.grade_area(actor=user, given=given)


def test_a_pack_loaded_again_changes_nothing(zone):
    before = list(OriginClass.objects.filter(zone=zone).order_by("order").values())
    assert [row["key"] for row in before] == [f"class_{number}" for number in range(1, 8)]
    assert all(row["follows"] or row["document_id"] for row in before)
