"""From a day to a day: teams on shifts and at sittings, people in rooms, vehicles with units; never two at once."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import given as example
from hypothesis import strategies as st
from pydantic import ValidationError

from sibao.accounts.models import Account
from sibao.directory import queries, rules, services
from sibao.directory.inputs import EditVehicle, EndStay, PlanStay, PlanTurn
from sibao.directory.models import Room, RoomStay, ShiftTurn, Vehicle, VehicleUse
from sibao.kernel.access import acting
from sibao.kernel.models import PersonalLook
from sibao.kernel.refusals import Conflict, Invalid, NotFound
from sibao.kernel.secrets import mask_name
from tests import grounds, world
from tests.accounts.people import signed_in

JUNE = date(2022, 6, 1)
DAYS = st.dates(date(2022, 1, 1), date(2022, 3, 1))
PERIODS = st.lists(st.tuples(DAYS, st.one_of(st.none(), DAYS)).map(lambda p: (p[0], p[1] and max(p))), max_size=12)


@pytest.fixture
def place(zone):
    return grounds.site(world.unit(zone))


@pytest.fixture
def boss(zone):
    return world.cli(zone)


def stays(actor):
    with acting(actor):
        return list(RoomStay.objects.order_by("started_on").values_list("room__name", "ended_on"))


def numbered(actor, someone):
    with acting(actor):
        return queries.number_of(someone)


@example(periods=PERIODS, start=DAYS, length=st.integers(0, 80))
def test_the_fullest_day_is_found_as_by_looking_at_every_day(periods, start, length):
    days = [start + timedelta(day) for day in range(length + 1)]
    fullest = max(sum(a <= day and (b is None or day <= b) for a, b in periods) for day in days)
    assert rules.most_at_once(periods, days[0], days[-1]) == fullest


@pytest.mark.django_db
def test_a_new_shift_ends_the_one_before_the_day_before(place, boss):
    team, early, night = (
        grounds.part(place, kind, name) for kind, name in (("team", "甲班"), ("shift", "早"), ("shift", "夜"))
    )
    for shift, day in ((early, JUNE), (night, date(2022, 6, 11))):
        turn = PlanTurn(team_id=team.pk, kind="shift", target_id=shift.pk, started_on=day)
        services.plan_turn(actor=boss, given=turn)
    rows = ShiftTurn.objects.filter(team=team).order_by("started_on")
    assert list(rows.values_list("shift__name", "ended_on")) == [("早", date(2022, 6, 10)), ("夜", None)]


@pytest.mark.django_db
def test_a_shift_of_another_site_or_of_days_already_planned_is_refused(place, boss):
    team, shift = grounds.part(place, "team"), grounds.part(place, "shift")
    other = grounds.part(grounds.site(place.unit, "东厂区"), "shift")
    with pytest.raises(Invalid) as refused:
        services.plan_turn(
            actor=boss, given=PlanTurn(team_id=team.pk, kind="shift", target_id=other.pk, started_on=JUNE)
        )
    assert "target_id" in refused.value.fields
    first = PlanTurn(team_id=team.pk, kind="shift", target_id=shift.pk, started_on=JUNE, ended_on=date(2022, 6, 30))
    services.plan_turn(actor=boss, given=first)
    with pytest.raises(Invalid) as refused:
        services.plan_turn(actor=boss, given=first.model_copy(update={"started_on": date(2022, 6, 30)}))
    assert "started_on" in refused.value.fields
    assert ShiftTurn.objects.count() == 1


@pytest.mark.django_db
def test_a_full_room_takes_nobody_more_until_someone_leaves(place, boss):
    room = grounds.part(place, "room", places=1)
    first, second = grounds.employed(place), grounds.employed(place)
    stay = grounds.sleeps(first, room)
    wanted = PlanStay(room_id=room.pk, employment_id=second.pk, started_on=JUNE)
    with pytest.raises(Invalid) as refused:
        services.plan_stay(actor=boss, given=wanted)
    assert "住满" in str(refused.value.fields["room_id"])
    assert stays(boss) == [("一号", None)]
    services.end_stay(actor=boss, given=EndStay(stay_id=stay.pk, ended_on=date(2022, 5, 31)))
    services.plan_stay(actor=boss, given=wanted)
    with acting(boss):
        assert RoomStay.objects.get(ended_on=None).person == second.person


@pytest.mark.django_db
def test_moving_to_another_room_leaves_the_old_one_the_day_before(place, boss):
    someone = grounds.employed(place)
    rooms = [grounds.part(place, "room", name) for name in ("101", "102")]
    grounds.sleeps(someone, rooms[0])
    grounds.sleeps(someone, rooms[1], JUNE)
    assert stays(boss) == [("101", date(2022, 5, 31)), ("102", None)]


@pytest.mark.django_db
def test_a_stay_of_someone_who_works_elsewhere_or_that_ends_before_it_starts_is_refused(zone, place, boss):
    stranger = grounds.employed(grounds.site(world.unit(zone)))
    room = grounds.part(place, "room")
    with pytest.raises(Invalid) as refused:
        services.plan_stay(actor=boss, given=PlanStay(room_id=room.pk, employment_id=stranger.pk, started_on=JUNE))
    assert "employment_id" in refused.value.fields
    assert stays(boss) == []
    stay = grounds.sleeps(grounds.employed(place), room, JUNE)
    with pytest.raises(Invalid):
        services.end_stay(actor=boss, given=EndStay(stay_id=stay.pk, ended_on=date(2022, 5, 1)))
    assert stays(boss) == [("一号", None)]


@pytest.mark.django_db
def test_the_database_itself_refuses_two_rooms_or_two_employments_at_once(zone, place, boss):
    someone = grounds.employed(place)
    room = grounds.part(place, "room")
    stay: dict[str, Any] = {
        "zone": zone,
        "unit": place.unit,
        "person": someone.person,
        "room": room,
        "started_on": JUNE,
    }
    with acting(boss):
        RoomStay.objects.create(**stay)
    with acting(boss), pytest.raises(IntegrityError, match="one_room_at_a_time"), transaction.atomic():
        RoomStay.objects.create(**stay | {"started_on": date(2023, 1, 1)})
    with acting(boss), pytest.raises(IntegrityError, match="one_employment_at_a_time"), transaction.atomic():
        place.unit.employments.create(zone=zone, person=someone.person, site=place, started_on=JUNE)


def vehicle(unit, plate="豫U12345", **more):
    given = {"unit_id": unit.pk, "plate": plate, "colour": "yellow", "kind": "lorry", "started_on": JUNE, **more}
    return services.edit_vehicle(actor=world.cli(unit.zone), given=EditVehicle.model_validate(given))


@pytest.mark.django_db
def test_a_vehicle_serves_many_units_by_contract_but_is_one_units_own(zone):
    owner, first, second = (world.unit(zone) for _ in range(3))
    vehicle(owner)
    for unit in (first, second):
        vehicle(unit, "豫u12345", tenure="contracted")
    with pytest.raises(Invalid):
        vehicle(first, "豫U12345", started_on=date(2022, 7, 1))
    assert Vehicle.objects.count() == 1
    assert VehicleUse.objects.filter(tenure="own").get().unit == owner


@pytest.mark.django_db
def test_a_vehicle_of_another_kind_or_seen_in_an_old_version_is_refused(zone):
    unit = world.unit(zone)
    use = vehicle(unit)
    with pytest.raises(Invalid) as refused:
        vehicle(world.unit(zone), kind="bus", tenure="contracted")
    assert "货车" in str(refused.value.fields["kind"])
    with pytest.raises(Conflict):
        vehicle(unit, unit_id=None, use_id=use.pk, version=5)
    assert VehicleUse.objects.get().version == use.version


@pytest.mark.parametrize("plate", ["豫U1234", "U12345", "豫I12345", "豫U12O45", "<script>"])
def test_a_plate_that_cannot_be_is_refused(plate):
    with pytest.raises(ValidationError, match="车牌号写法不对"):
        EditVehicle.model_validate({"unit_id": 1, "plate": plate, "colour": "blue", "kind": "car", "started_on": JUNE})


@pytest.mark.parametrize("plate", ["豫U12345", "豫UD12345", "豫U1234挂", "豫 u·12345".replace("·", "")])
def test_a_plate_as_the_standard_writes_it_is_taken(plate):
    assert (
        rules.plate_problem(
            EditVehicle.model_validate(
                {"unit_id": 1, "plate": plate, "colour": "blue", "kind": "car", "started_on": JUNE}
            ).plate
        )
        is None
    )


@pytest.mark.django_db
def test_people_are_masked_until_someone_says_what_for_and_every_look_is_kept(zone, place, boss):
    someone = grounds.employed(place)
    officer = world.person(zone, "health_officer")
    browser = signed_in(Client(), Account.objects.get(pk=officer.account_id))
    number, page = numbered(boss, someone), reverse("directory:person", args=[someone.pk])
    for address in (reverse("directory:staff"), page):
        text = browser.get(address).content.decode()
        assert [word for word in (number, "张演示") if word in text] == []
        assert mask_name("张演示") in text
    assert browser.post(f"{page}reveal/", {"purpose": ""}).status_code == 422
    assert not PersonalLook.objects.exists()
    shown = browser.post(f"{page}reveal/", {"purpose": "核对上岗"}).content.decode()
    assert [word for word in (number, "张演示") if word not in shown] == []
    assert PersonalLook.objects.get().purpose == "核对上岗"


@pytest.mark.django_db
def test_someone_is_found_by_her_number_within_reach_alone(zone, place, boss):
    someone = grounds.employed(place)
    number = numbered(boss, someone)
    for unit, found in ((place.unit, someone), (world.unit(zone), None)):
        with acting(actor := world.person(zone, "unit_user", unit=unit)):
            assert queries.employed_as(actor, number) == found


@pytest.mark.django_db
def test_who_sleeps_in_a_room_out_of_reach_is_not_found(zone, boss):
    place = grounds.furnish(world.unit(zone))
    with acting(boss):
        stay = RoomStay.objects.get(room__site=place)
    stranger = world.person(zone, "unit_user", unit=world.unit(zone))
    browser = signed_in(Client(), Account.objects.get(pk=stranger.account_id))
    for name, row in (("room", Room.objects.get(site=place)), ("stay-end", stay)):
        assert browser.get(reverse(f"directory:{name}", args=[row.pk])).status_code == 404
    with pytest.raises(NotFound):
        services.end_stay(actor=stranger, given=EndStay(stay_id=stay.pk, ended_on=date(2030, 1, 1)))
    assert stays(boss) == [("一号", None)]
