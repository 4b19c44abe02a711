"""Work groups and task forces: led by departments, confirmed by name, never without a lead (R119, R21)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from sibao.accounts.models import Account, Position
from sibao.config import packs
from sibao.directory.models import Organisation
from sibao.duty import queries, services
from sibao.duty.inputs import AppointMember, ConfirmLeads, ReleaseMember
from sibao.duty.models import GroupMember
from sibao.kernel import clock
from sibao.kernel.refusals import Denied, Invalid, NotFound, WrongMove
from tests import world
from tests.accounts.people import signed_in
from tests.inbox import steps

NOTICE = "济管办〔2022〕21号"


@pytest.fixture
def office(zone):
    return world.person(zone, "hq_office_clerk")


@pytest.fixture
def group(zone):
    return Organisation.objects.get(zone=zone, code="group_commerce")


def body(zone, code):
    return Organisation.objects.get(zone=zone, code=code).pk


def join(actor, group, role="member", **given):
    entry = {"group_id": group.pk, "role": role, "started_on": clock.today(), "reason": "会议定"}
    return services.appoint_member(actor=actor, given=AppointMember.model_validate(entry | given))


def release(actor, row, day=None):
    given = ReleaseMember(member_id=row.pk, ended_on=day or clock.today(), reason="职能调整")
    return services.release_member(actor=actor, given=given)


def test_six_groups_and_a_task_force_for_each_sector_come_with_leads_that_are_to_be_confirmed(zone, office):
    found = list(queries.groups(office))
    assert len([one for one in found if one.kind == "work_group"]) == 6
    assert len({one.sector_id for one in found if one.kind == "task_force"}) == 5
    assert all(one.leads and one.unconfirmed and one.document.number == NOTICE for one in found)
    leads = GroupMember.objects.filter(role="lead").select_related("organisation")
    assert {row.organisation.kind for row in leads} == {"department"}


def test_a_lead_is_confirmed_by_name_and_basis_and_the_pack_changes_nothing_of_it(zone, office, group, client):
    before = clock.now()
    confirm = ConfirmLeads(group_id=group.pk, basis="济管办函〔2022〕3号")
    for nobody in (world.person(zone, "clerk_industry"), world.person(zone, "hq_duty_officer")):
        with pytest.raises(Denied):
            services.confirm_leads(actor=nobody, given=confirm)
    with pytest.raises(WrongMove, match="具名"):
        services.confirm_leads(actor=world.cli(zone), given=confirm)
    assert queries.group(office, group.pk).unconfirmed
    assert services.confirm_leads(actor=office, given=confirm) == 1
    row = GroupMember.objects.get(group=group)
    assert (row.to_be_confirmed, row.confirmed_by_id, row.basis) == (False, office.account_id, "济管办函〔2022〕3号")
    assert row.confirmed_at >= before
    with pytest.raises(WrongMove, match="没有待核实"):
        services.confirm_leads(actor=office, given=confirm)
    page = signed_in(client, Account.objects.get(pk=office.account_id)).get(f"/duty/groups/{group.pk}/")
    assert "济管办函〔2022〕3号" in page.content.decode()
    new = join(office, group, "lead", organisation_id=body(zone, "finance"))
    release(office, row)
    packs.load(world.PACK)
    assert [one.pk for one in queries.leads_on(group.pk, clock.today() + timedelta(days=1))] == [new.pk]
    assert queries.group(office, group.pk).unconfirmed, "a new lead is to be confirmed, too"


def test_the_last_lead_stays(zone, office, group):
    row = GroupMember.objects.get(group=group)
    with pytest.raises(WrongMove, match="最后一个牵头部门"):
        release(office, row)
    other = join(office, group, "lead", organisation_id=body(zone, "finance"), ended_on=clock.today())
    with pytest.raises(WrongMove, match="最后一个牵头部门"):
        release(office, row)
    for change in ({"ended_on": clock.today()}, {"role": "member"}):
        with pytest.raises(IntegrityError, match="never without a lead"), transaction.atomic():
            GroupMember.objects.filter(pk=row.pk).update(**change)
    with pytest.raises(IntegrityError, match="never without a lead"), transaction.atomic():
        GroupMember.objects.filter(pk=row.pk).delete()
    row.refresh_from_db()
    assert (row.ended_on, row.role, other.to_be_confirmed) == (None, "lead", True)


def test_departments_positions_and_units_belong_for_a_term_each_once_at_a_time(zone, office, group):
    unit, seat = world.unit(zone), Position.objects.get(zone=zone, code="clerk_commerce")
    join(office, group, organisation_id=body(zone, "finance"), ended_on=clock.today() + timedelta(days=30))
    join(office, group, position_id=seat.pk)
    member = join(office, group, unit_id=unit.pk)
    assert queries.group(office, group.pk).members == 3
    wrong = [
        {"organisation_id": body(zone, "finance")},
        {"organisation_id": group.pk},
        {"position_id": Position.objects.get(zone=zone, code="unit_user").pk},
        {"organisation_id": body(zone, "health"), "ended_on": clock.today() - timedelta(days=1)},
        {"role": "lead", "unit_id": unit.pk},
    ]
    for entry in wrong:
        with pytest.raises(Invalid):
            join(office, group, **entry)
    with pytest.raises(ValueError, match="只选一个"):
        join(office, group)
    with pytest.raises(NotFound):
        join(office, group, unit_id=2**40)
    assert GroupMember.objects.filter(group=group).count() == 4
    release(office, member)
    assert queries.member(office, member.pk).ended_on == clock.today()
    far = world.person(zone, "clerk_kejing")
    assert member.pk not in {one.pk for one in queries.members_of(far, group.pk)}, "a unit out of scope is not named"


def test_a_group_shows_the_open_tasks_that_lie_with_its_bodies_in_its_sector(zone, office, group):
    industry = Organisation.objects.get(zone=zone, code="group_industry")
    join(office, industry, position_id=Position.objects.get(zone=zone, code="clerk_industry").pk)
    task = steps.assign(world.cli(zone), "clerk_industry")
    assert [one.pk for one in queries.open_tasks(office, queries.group(office, industry.pk))] == [task.pk]
    assert not queries.open_tasks(office, queries.group(office, group.pk)).exists()


def test_the_pages_list_change_and_confirm(zone, office, group, client):
    browser = signed_in(client, Account.objects.get(pk=office.account_id))
    assert "牵头待核实" in browser.get("/duty/groups/?applied=1").content.decode()
    here = f"/duty/groups/{group.pk}/"
    entry = {
        "role": "member",
        "organisation_id": body(zone, "finance"),
        "started_on": str(clock.today()),
        "reason": "会议定",
    }
    assert browser.post(f"{here}appoint/", entry | {"organisation_id": ""}).status_code == 422
    assert browser.post(f"{here}appoint/", entry | {"unit_code": "没有的"}).status_code == 422
    assert GroupMember.objects.filter(group=group).count() == 1
    assert browser.post(f"{here}appoint/", entry).status_code == 302
    assert browser.post(f"{here}confirm/", {"basis": ""}).status_code == 422
    assert browser.post(f"{here}confirm/", {"basis": "主任办公会"}).status_code == 302
    row = GroupMember.objects.get(group=group, role="member")
    assert browser.post(f"/duty/groups/members/{row.pk}/release/", {"reason": "调整"}).status_code == 422
    gone = {"ended_on": str(clock.today()), "reason": "职能调整"}
    lead = GroupMember.objects.get(group=group, role="lead")
    assert browser.post(f"/duty/groups/members/{lead.pk}/release/", gone).status_code == 409
    assert browser.post(f"/duty/groups/members/{row.pk}/release/", gone).status_code == 302
