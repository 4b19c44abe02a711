"""What keepers of accounts do, and what is refused."""

from datetime import timedelta

import pytest

from sibao.accounts import queries, services
from sibao.accounts.inputs import Appoint, CreateAccount, EndAppointment, OneAccount, WithReason
from sibao.accounts.models import Account, Appointment, Position
from sibao.kernel import clock
from sibao.kernel.access import may
from sibao.kernel.refusals import Denied, Invalid, NotFound
from tests import consulted, world

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper(zone):
    return world.person(zone, "system_administrator")


def made(keeper, username="zhang.san", name="张三"):
    return services.create_account(actor=keeper, given=CreateAccount(username=username, name=name))


def seat(zone, code):
    return Position.objects.get(zone=zone, code=code)


def appointed(keeper, account, position, **more):
    given = Appoint(account_id=account.pk, position_id=position.pk, **more)
    return consulted.appointed(keeper, given)


def test_a_new_account_has_a_first_password_and_no_right(keeper):
    first = made(keeper)
    assert first.account.check_password(first.password)
    assert first.account.must_change_password
    assert not queries.running_appointments(first.account.pk, clock.now())


def test_a_sign_in_name_is_given_once(keeper):
    made(keeper)
    with pytest.raises(Invalid) as refused:
        made(keeper)
    assert "username" in refused.value.fields


@pytest.mark.parametrize("position", ["security_administrator", "audit_administrator", "hq_commander"])
def test_who_does_not_keep_accounts_makes_none(zone, position):
    with pytest.raises(Denied):
        made(world.person(zone, position))
    assert not Account.objects.filter(username="zhang.san").exists()


def test_an_appointment_brings_the_rights_and_scope_of_its_position(keeper, zone):
    account = made(keeper).account
    held = appointed(keeper, account, seat(zone, "clerk_industry"))
    actor = queries.actor_by_appointment(held.pk)
    assert may(actor, "whitelist:batch:create")
    assert actor.scope.sector_id == seat(zone, "clerk_industry").sector_id


def test_an_appointment_ends_with_its_reason_and_so_do_its_rights(keeper, zone, recorded):
    held = appointed(keeper, made(keeper).account, seat(zone, "clerk_industry"))
    services.end_appointment(actor=keeper, given=EndAppointment(appointment_id=held.pk, reason="轮岗"))
    assert queries.actor_by_appointment(held.pk) is None
    assert recorded[-1].details["reason"] == "轮岗"


def test_an_appointment_with_a_term_may_end_before_it(keeper, zone):
    until = clock.now() + timedelta(days=90)
    held = appointed(keeper, made(keeper).account, seat(zone, "clerk_industry"), ended_at=until)
    services.end_appointment(actor=keeper, given=EndAppointment(appointment_id=held.pk, reason="轮岗"))
    held.refresh_from_db()
    assert held.ended_at < until


def test_an_appointment_ends_once(keeper, zone):
    held = appointed(keeper, made(keeper).account, seat(zone, "clerk_industry"))
    given = EndAppointment(appointment_id=held.pk, reason="轮岗")
    services.end_appointment(actor=keeper, given=given)
    with pytest.raises(NotFound):
        services.end_appointment(actor=keeper, given=given)


def test_no_seat_is_taken_twice(keeper, zone):
    commander = seat(zone, "hq_commander")
    appointed(keeper, made(keeper).account, commander)
    with pytest.raises(Invalid, match=r"^$|没有空缺|更正") as refused:
        appointed(keeper, made(keeper, "li.si", "李四").account, commander)
    assert "没有空缺" in str(refused.value.fields["position_id"])


def test_a_position_without_a_number_of_seats_takes_everyone(keeper, zone):
    unit = world.unit(zone)
    for number in range(3):
        account = made(keeper, f"user-{number}", "联络员").account
        appointed(keeper, account, seat(zone, "unit_user"), unit_id=unit.pk)
    assert len(queries.holders(keeper, seat(zone, "unit_user").pk)) >= 3


@pytest.mark.parametrize(("unit_id", "words"), [(None, "须指明"), (10**12, "没有这个单位")])
def test_a_position_bound_to_a_unit_needs_one_that_exists(keeper, zone, unit_id, words):
    with pytest.raises(Invalid) as refused:
        appointed(keeper, made(keeper).account, seat(zone, "unit_user"), unit_id=unit_id)
    assert words in str(refused.value.fields["unit_id"])


def test_a_term_does_not_end_before_it_starts(keeper, zone):
    now = clock.now()
    with pytest.raises(Invalid, match="任期起止有误"):
        appointed(keeper, made(keeper).account, seat(zone, "clerk_industry"), started_at=now, ended_at=now)


def test_nobody_is_appointed_twice_to_one_position(keeper, zone):
    account = made(keeper).account
    appointed(keeper, account, seat(zone, "clerk_industry"))
    with pytest.raises(Invalid, match="已在这个岗位"):
        appointed(keeper, account, seat(zone, "clerk_industry"))


def test_a_liaison_officer_may_look_after_several_units_each_once(keeper, zone):
    officer, position = made(keeper).account, seat(zone, "liaison_unit")
    units = [world.unit(zone), world.unit(zone)]
    for unit in units:
        appointed(keeper, officer, position, unit_id=unit.pk)
    with pytest.raises(Invalid, match="已在这个岗位上"):
        appointed(keeper, officer, position, unit_id=units[0].pk)
    held = queries.running_appointments(officer.pk, clock.now())
    assert {queries.actor_of(one).scope.unit_id for one in held} == {unit.pk for unit in units}


def test_a_closed_account_loses_its_positions_and_gets_none(keeper, zone):
    account = made(keeper).account
    held = appointed(keeper, account, seat(zone, "clerk_industry"))
    services.close_account(actor=keeper, given=WithReason(account_id=account.pk, reason="调离"))
    held.refresh_from_db()
    assert held.ended_at is not None
    with pytest.raises(Invalid, match="已停用"):
        appointed(keeper, account, seat(zone, "clerk_commerce"))


def test_nobody_closes_her_own_account(keeper):
    with pytest.raises(Invalid, match="自己的账号"):
        services.close_account(actor=keeper, given=WithReason(account_id=keeper.account_id, reason="试试"))


@pytest.mark.parametrize("command", [services.reset_password, services.close_account], ids=["reset", "close"])
def test_an_account_that_is_not_there_is_not_found(keeper, command):
    with pytest.raises(NotFound):
        command(actor=keeper, given=WithReason(account_id=10**12, reason="没有"))
    with pytest.raises(NotFound):
        services.unlock_account(actor=keeper, given=OneAccount(account_id=10**12))


def test_permissions_follow_the_position_when_the_person_changes(keeper, zone):
    """R118: the headquarters is composed of positions; its rights survive a change of person."""
    commander = seat(zone, "hq_commander")
    first = appointed(keeper, made(keeper).account, commander)
    before = queries.actor_by_appointment(first.pk)
    services.end_appointment(actor=keeper, given=EndAppointment(appointment_id=first.pk, reason="换届"))
    second = appointed(keeper, made(keeper, "li.si", "李四").account, commander)
    after = queries.actor_by_appointment(second.pk)
    assert (after.permissions, after.scope, after.position) == (before.permissions, before.scope, before.position)
    assert Appointment.objects.filter(position=commander).count() == 2


def test_the_headquarters_are_the_same_for_every_scope(zone):
    whole, town = (world.person(zone, code) for code in ("hq_office_clerk", "clerk_zhicheng"))
    assert queries.headquarters(whole, clock.now()) == queries.headquarters(town, clock.now())


def test_the_economic_headquarters_is_one_and_one_and_six_and_thirteen(keeper, zone):
    """R118: one commander, one first deputy, six deputies, thirteen members, by position."""
    reader = world.person(zone, "hq_commander")
    body = queries.headquarters(reader, clock.now())[0]
    assert [(rank.title, rank.count) for rank in body.ranks] == [
        ("指挥长", 1),
        ("第一副指挥长", 1),
        ("副指挥长", 6),
        ("成员", 13),
    ]
    assert (body.count, body.vacant) == (21, 20)
    assert [holder.name for seat in body.ranks[0].seats for holder in seat.holders] == [reader.name]
