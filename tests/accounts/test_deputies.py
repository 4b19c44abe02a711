"""Standing in for someone, acting deputies, terms that end, and administrators kept apart."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from sibao.accounts import queries, services
from sibao.accounts.inputs import Appoint, EndAppointment, EndDelegation, GrantDelegation, WithReason
from sibao.accounts.models import Account, Appointment, Position, Role
from sibao.audit.models import AuditLine
from sibao.directory.models import Unit
from sibao.kernel import clock
from sibao.kernel.refusals import Denied, Invalid, NotFound
from sibao.whitelist import services as whitelist
from sibao.whitelist.inputs import CreateBatch
from tests import consulted, world
from tests.accounts.people import signed_in

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def head(zone):
    return world.person(zone, "head_industry")


@pytest.fixture
def deputy(zone):
    return world.person(zone, "clerk_zhicheng")


def granted(giver, deputy, *, days=3, **more):
    given = GrantDelegation(deputy_id=deputy.account_id, ended_at=clock.now() + days * DAY, reason="出差", **more)
    return services.grant_delegation(actor=giver, given=given)


def acting_for(delegation):
    return queries.actor_by_appointment(delegation.pk)


def seat(zone, code):
    return Position.objects.get(zone=zone, code=code)


def test_a_deputy_has_the_givers_rows_and_rights_but_cannot_pass_them_on(zone, deputy):
    giver = world.person(zone, "clerk_industry")
    stands_in = acting_for(granted(giver, deputy))
    assert stands_in.scope == giver.scope
    assert stands_in.permissions == giver.permissions - {"accounts:delegation:grant"}
    assert stands_in.account_id == deputy.account_id
    with pytest.raises(Denied):
        granted(stands_in, world.person(zone, "clerk_commerce"))


def test_the_record_says_who_acted_for_whom(zone, deputy):
    giver = world.person(zone, "clerk_industry")
    stands_in = acting_for(granted(giver, deputy))
    whitelist.create_batch(actor=stands_in, given=CreateBatch())
    line = AuditLine.objects.latest("pk")
    assert (line.actor_name, line.account_id) == (deputy.name, deputy.account_id)
    assert line.position.endswith(f"（代 {giver.name}）")


def test_a_delegation_is_on_record_with_its_reason(head, deputy):
    made = granted(head, deputy)
    line = AuditLine.objects.latest("pk")
    assert (line.command, line.account_id, line.subject_id) == (
        "accounts:delegation:grant",
        head.account_id,
        deputy.account_id,
    )
    assert line.details == {"appointment": made.pk, "on_behalf_of": head.appointment_id, "reason": "出差"}


def test_a_delegation_begins_and_ends_by_its_term(head, deputy):
    now = clock.now()
    made = granted(head, deputy, started_at=now + DAY)
    running = [
        made in queries.running_appointments(deputy.account_id, now + passed) for passed in (0 * DAY, 2 * DAY, 4 * DAY)
    ]
    assert running == [False, True, False]


def test_when_the_givers_term_ends_the_deputy_has_nothing_more(zone, head, deputy):
    made = granted(head, deputy)
    keeper = world.person(zone, "system_administrator")
    services.end_appointment(actor=keeper, given=EndAppointment(appointment_id=head.appointment_id, reason="轮岗"))
    assert acting_for(made) is None


def test_when_the_givers_account_is_closed_the_deputy_has_nothing_more(zone, head, deputy):
    made = granted(head, deputy)
    keeper = world.person(zone, "system_administrator")
    services.close_account(actor=keeper, given=WithReason(account_id=head.account_id, reason="调离"))
    assert acting_for(made) is None


def test_the_actor_knows_when_her_term_ends_whoever_set_the_end(head, deputy):
    soon = clock.now() + DAY
    Appointment.objects.filter(pk=head.appointment_id).update(ended_at=soon)
    assert acting_for(granted(head, deputy)).until == soon


@pytest.mark.parametrize("who", ["giver", "deputy"])
def test_giver_and_deputy_may_each_end_it(head, deputy, who):
    made = granted(head, deputy)
    account = Account.objects.get(pk={"giver": head, "deputy": deputy}[who].account_id)
    services.end_delegation(actor=queries.own_actor(account), given=EndDelegation(appointment_id=made.pk))
    assert acting_for(made) is None


def test_nobody_else_ends_it_and_nothing_else_is_ended_that_way(zone, head, deputy):
    made = granted(head, deputy)
    stranger = queries.own_actor(Account.objects.get(pk=world.person(zone, "clerk_commerce").account_id))
    own = queries.own_actor(Account.objects.get(pk=deputy.account_id))
    for actor, appointment_id in ((stranger, made.pk), (own, deputy.appointment_id)):
        with pytest.raises(NotFound):
            services.end_delegation(actor=actor, given=EndDelegation(appointment_id=appointment_id))
    assert acting_for(made) is not None
    assert acting_for(Appointment.objects.get(pk=deputy.appointment_id)) is not None


@pytest.mark.parametrize("days", [0, -1, 31])
def test_a_term_that_is_upside_down_or_too_long_is_refused(head, deputy, days):
    with pytest.raises(Invalid) as refused:
        granted(head, deputy, days=days)
    assert set(refused.value.fields) == {"ended_at"}
    assert not Appointment.objects.filter(kind="delegated").exists()


def test_oneself_and_a_closed_account_cannot_stand_in(head, deputy):
    Account.objects.filter(pk=deputy.account_id).update(is_active=False)
    for actor in (head, deputy):
        with pytest.raises(Invalid):
            granted(head, actor)


def test_an_administrator_has_no_deputy(zone, deputy):
    keeper = world.person(zone, "system_administrator")
    with pytest.raises(Denied):
        granted(keeper, deputy)


def test_the_database_itself_refuses_a_chain_more_than_one_has_and_an_administrators_deputy(zone, head, deputy):
    first = granted(head, deputy)
    other = Account.objects.get(pk=world.person(zone, "clerk_commerce").account_id)
    keeper = Appointment.objects.get(pk=world.person(zone, "system_administrator").appointment_id)
    source = Appointment.objects.get(pk=head.appointment_id)
    term = {"started_at": clock.now(), "ended_at": clock.now() + DAY, "kind": "delegated", "reason": "试"}
    tries = [
        {"on_behalf_of": first, "position": first.position},
        {"on_behalf_of": source, "position": seat(zone, "hq_commander")},
        {"on_behalf_of": keeper, "position": keeper.position},
    ]
    for one in tries:
        with pytest.raises(IntegrityError), transaction.atomic():
            Appointment.objects.create(zone=zone, account=other, **one, **term)


def test_a_deputy_fills_no_seat(zone, deputy):
    giver = world.person(zone, "hq_commander")
    made = granted(giver, deputy)
    [sitting] = queries.seats([made.position], clock.now())
    assert [holder.name for holder in sitting.holders] == [giver.name]


def test_an_acting_deputy_needs_an_end_and_a_reason_and_fills_the_seat(zone, deputy):
    keeper = world.person(zone, "system_administrator")
    position = seat(zone, "hq_commander")
    wanted = {"account_id": deputy.account_id, "position_id": position.pk, "kind": "acting"}
    for more in ({}, {"ended_at": clock.now() + DAY}, {"ended_at": clock.now() + 181 * DAY, "reason": "空缺"}):
        with pytest.raises(Invalid):
            consulted.appointed(keeper, Appoint(**wanted, **more))
    made = consulted.appointed(keeper, Appoint(**wanted, ended_at=clock.now() + DAY, reason="岗位空缺"))
    assert acting_for(made).position.endswith("（代理）")
    assert queries.seats([position], clock.now())[0].holders[0].acting


@pytest.mark.parametrize("second", ["security_administrator", "audit_administrator"])
def test_no_account_holds_two_administrators_duties(zone, second):
    keeper = world.person(zone, "system_administrator")
    other = world.person(zone, "system_administrator")
    with pytest.raises(Invalid, match="三类管理员须分设"):
        consulted.appointed(keeper, Appoint(account_id=other.account_id, position_id=seat(zone, second).pk))
    assert Appointment.objects.filter(account_id=other.account_id).count() == 1


def test_the_database_itself_keeps_the_three_duties_apart_however_they_would_come_together(zone):
    plain = Role.objects.get(zone=zone, code="sector_clerk")
    keeper = world.person(zone, "system_administrator")
    auditing, desk = seat(zone, "audit_administrator"), seat(zone, "clerk_industry")
    held = {"zone": zone, "account_id": keeper.account_id, "started_at": world.START}
    Appointment.objects.create(position=desk, **held)
    other = Appointment.objects.create(
        zone=zone, account_id=world.person(zone, "clerk_commerce").account_id, position=auditing, started_at=world.START
    )
    deputy = granted(world.person(zone, "clerk_industry"), world.person(zone, "clerk_zhicheng"))
    tries = {
        "a second appointment": lambda: Appointment.objects.create(position=auditing, **held),
        "an appointment handed on": lambda: Appointment.objects.filter(pk=other.pk).update(
            account_id=keeper.account_id
        ),
        "an appointment moved": lambda: Appointment.objects.filter(position=desk, account_id=keeper.account_id).update(
            position=auditing
        ),
        "a role that becomes a duty": lambda: Role.objects.filter(pk=plain.pk).update(duty="audit"),
        "a seat that gets such a role": lambda: Position.objects.filter(pk=desk.pk).update(role=auditing.role),
    }
    before = rows()
    for way, attempt in tries.items():
        with pytest.raises(IntegrityError, match="duties of administrators are kept apart"), transaction.atomic():
            attempt()
        assert rows() == before, way
    Appointment.objects.filter(position=desk, account_id=keeper.account_id).delete()
    with pytest.raises(IntegrityError, match="kept apart"), transaction.atomic():
        Role.objects.filter(pk=plain.pk).update(duty="system")
    assert deputy.position == desk, "a duty has no deputy: one had been given"


def rows():
    """Appointments, seats and roles as they stand."""
    kinds = (Appointment, Position, Role)
    return [list(kind.objects.order_by("pk").values()) for kind in kinds]


def test_one_duty_may_follow_another_but_not_overlap_it(zone):
    keeper, other = world.person(zone, "system_administrator"), world.person(zone, "security_administrator")
    Appointment.objects.filter(pk=other.appointment_id).update(ended_at=clock.now() + DAY)
    wanted = {"account_id": other.account_id, "position_id": seat(zone, "audit_administrator").pk}
    with pytest.raises(Invalid):
        consulted.appointed(keeper, Appoint(**wanted, started_at=clock.now()))
    assert consulted.appointed(keeper, Appoint(**wanted, started_at=clock.now() + 2 * DAY)).pk


def test_nobody_appoints_herself(zone):
    keeper = world.person(zone, "system_administrator")
    with pytest.raises(Invalid, match="不能任命自己"):
        consulted.appointed(keeper, Appoint(account_id=keeper.account_id, position_id=seat(zone, "hq_commander").pk))


def test_a_clerk_finds_her_deputy_by_page_and_the_deputy_switches_to_the_position(client, zone):
    giver = world.person(zone, "clerk_industry")
    colleague = world.person(zone, "head_industry")
    desk = signed_in(client, Account.objects.get(pk=giver.account_id))
    assert colleague.name in desk.get("/accounts/delegations/new/").content.decode()
    until = (clock.now() + DAY).strftime("%Y-%m-%dT%H:%M")
    form = {"deputy_id": colleague.account_id, "ended_at": until, "reason": "请假"}
    assert desk.post("/accounts/delegations/new/", form).status_code == 302
    made = Appointment.objects.get(kind="delegated")
    other = signed_in(Client(), Account.objects.get(pk=colleague.account_id))
    assert "退回" in other.get("/accounts/delegations/").content.decode()
    assert other.post("/accounts/acting/", {"appointment": made.pk}).status_code == 302
    assert f"（代 {giver.name}）" in other.get("/accounts/rights/").content.decode()
    assert desk.post(f"/accounts/delegations/{made.pk}/end/").status_code == 302
    assert f"（代 {giver.name}）" not in other.get("/accounts/rights/").content.decode()


def test_the_deputy_of_a_units_user_stays_within_that_unit(zone):
    unit: Unit = world.unit(zone)
    giver = world.person(zone, "liaison_unit", unit=unit)
    stands_in = acting_for(granted(giver, world.person(zone, "clerk_zhicheng")))
    assert stands_in.scope.unit_id == unit.pk
