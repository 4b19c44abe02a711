"""Every listed unit has a liaison officer: one at a time, handed over to the day, distributed as it was shown (R120)."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, settings
from hypothesis import given as drawn
from hypothesis import strategies as st

from sibao.accounts.models import Account
from sibao.directory.models import Area, Unit
from sibao.duty import queries, rules, services
from sibao.duty.inputs import AssignLiaison, DistributeLiaisons, EditOfficer
from sibao.duty.models import Liaison, Officer
from sibao.duty.rules import Bearer, Place, distribute
from sibao.duty.web import tiles
from sibao.duty.web.forms import OfficerForm
from sibao.kernel import clock
from sibao.kernel.access import acting
from sibao.kernel.refusals import Conflict, Denied, Invalid, NotFound, WrongMove
from tests import world
from tests.accounts.people import signed_in
from tests.listing import drafted, listed

ZHICHENG, KEJING = "419001102", "419001100"


@pytest.fixture
def office(zone):
    return world.person(zone, "hq_office_clerk")


def officer(actor, name="周知行", town=ZHICHENG, most=5, **given):
    area = Area.objects.get(zone_id=actor.zone_id, code=town)
    entry = {"name": name, "post": "镇政府副主任", "area_id": area.pk, "most": most, **given}
    return services.edit_officer(actor=actor, given=EditOfficer.model_validate(entry))


def assign(actor, unit, officer, day=None, **given):
    entry = {"unit_id": unit.pk, "officer_id": officer.pk, "started_on": day or clock.today(), "reason": "按名单包保"}
    return services.assign_liaison(actor=actor, given=AssignLiaison.model_validate(entry | given))


def days(unit):
    rows = Liaison.objects.filter(unit=unit, role="lead").order_by("started_on")
    return [(row.officer.name, row.started_on, row.ended_on) for row in rows]


def applied(actor):
    sign = rules.fingerprint(queries.proposal(actor))
    return services.distribute_liaisons(actor=actor, given=DistributeLiaisons(fingerprint=sign))


def test_listed_units_without_an_officer_are_counted_until_the_proposal_is_applied(zone, office):
    units = [world.unit(zone, town=town) for town in (ZHICHENG, ZHICHENG, ZHICHENG, KEJING)]
    listed(world.cli(zone), *units)
    drafted(world.cli(zone), world.unit(zone))
    assert (tiles.covered(office, clock.now())["total"], tiles.covered(office, clock.now())["missing"]) == (4, 4)

    first, second = officer(office, "甲干部", most=1), officer(office, "乙干部", most=5)
    proposal = queries.proposal(office)
    assert sorted(map(str, proposal.values())) == sorted(map(str, [first.pk, second.pk, second.pk, None]))
    stale = rules.fingerprint(proposal)
    officer(office, "丙干部", town=KEJING)
    with pytest.raises(WrongMove, match="什么都没有改"):
        services.distribute_liaisons(actor=office, given=DistributeLiaisons(fingerprint=stale))
    assert Liaison.objects.count() == 0

    assert applied(office) == 4
    shown = tiles.covered(office, clock.now())
    assert (shown["missing"], shown["tone"]) == (0, "ok")
    assert {row.officer_name for row in queries.charges(office)} == {"甲干部", "乙干部", "丙干部"}
    with pytest.raises(WrongMove, match="没有可以分配的单位"):
        applied(office)
    assert Liaison.objects.count() == 4


def test_a_hand_over_leaves_no_day_with_two_officers_and_none_without(zone, office):
    unit = world.unit(zone)
    first, second, today = officer(office, "甲干部"), officer(office, "乙干部"), clock.today()
    assign(office, unit, first)
    with pytest.raises(Invalid) as refused:
        assign(office, unit, second, today)
    assert "须晚于上一任的开始日期" in str(refused.value.fields["started_on"])
    later = today + timedelta(days=10)
    assign(office, unit, second, later)
    assert days(unit) == [("甲干部", today, later - timedelta(days=1)), ("乙干部", later, None)]
    with pytest.raises(Invalid) as refused:
        assign(office, unit, second, later + timedelta(days=1))
    assert "已在包保这家单位" in str(refused.value.fields["officer_id"])
    assign(office, unit, first, later, role="deputy")
    with pytest.raises(IntegrityError), transaction.atomic():
        Liaison.objects.create(zone=zone, unit=unit, officer=first, started_on=today, reason="两人同时")
    assert len(days(unit)) == 2


def test_who_leaves_or_is_full_takes_no_further_unit(zone, office):
    one, two = world.unit(zone), world.unit(zone)
    listed(world.cli(zone), one, two)
    only = officer(office, most=1)
    assign(office, one, only)
    with pytest.raises(Invalid) as refused:
        assign(office, two, only)
    assert "到了上限" in str(refused.value.fields["officer_id"])
    today = clock.today()
    entry = {"officer_id": only.pk, "name": only.name, "post": only.post, "area_id": only.area_id, "most": 9}
    stale = EditOfficer.model_validate(entry | {"version": only.version + 1})
    with pytest.raises(Conflict):
        services.edit_officer(actor=office, given=stale)
    gone = EditOfficer.model_validate(entry | {"version": only.version, "stopped_on": today - timedelta(days=1)})
    services.edit_officer(actor=office, given=gone)
    assert days(one) == []
    assert tiles.covered(office, clock.now())["missing"] == 2
    with pytest.raises(Invalid) as refused:
        assign(office, two, only)
    assert "已不在名册上" in str(refused.value.fields["officer_id"])


def test_a_unit_that_awaits_its_officer_is_left_out_of_the_proposal(zone, office):
    waits, lacks = world.unit(zone), world.unit(zone)
    listed(world.cli(zone), waits, lacks)
    assign(office, waits, officer(office, "甲干部"), clock.today() + timedelta(days=3))
    assert tiles.covered(office, clock.now())["missing"] == 2
    assert applied(office) == 1
    assert [row.unit for row in Liaison.objects.filter(started_on=clock.today())] == [lacks]


def test_who_leaves_on_a_known_day_looks_after_units_until_then(zone, office):
    one, two = world.unit(zone), world.unit(zone)
    listed(world.cli(zone), one, two)
    last = clock.today() + timedelta(days=5)
    leaving = officer(office, "甲干部", stopped_on=last)
    assign(office, one, leaving)
    assert applied(office) == 1
    assert {row.ended_on for row in Liaison.objects.all()} == {last}
    follower = officer(office, "乙干部")
    assign(office, one, follower, last)
    assert days(one) == [("甲干部", clock.today(), last - timedelta(days=1)), ("乙干部", last, None)]


def test_a_deputy_alone_is_no_officer_and_the_page_says_so(zone, office, client):
    unit = world.unit(zone)
    listed(world.cli(zone), unit)
    assign(office, unit, officer(office), role="deputy")
    page = signed_in(client, Account.objects.get(pk=office.account_id)).get(f"/duty/units/{unit.pk}/")
    assert "这家单位现在没有包保干部" in page.content.decode()
    assert tiles.covered(office, clock.now())["missing"] == 1


def test_a_unit_that_was_merged_or_has_ceased_burdens_nobody(zone, office):
    kept, double, gone = (world.unit(zone) for _ in range(3))
    actor = world.person(zone, "liaison_unit", unit=kept)
    only = officer(office, most=3, account_id=actor.account_id)
    for unit in (kept, double, gone):
        assign(office, unit, only)
    Unit.objects.filter(pk=double.pk).update(merged_into=kept)
    Unit.objects.filter(pk=gone.pk).update(ceased_on=clock.today())
    assert queries.officers(office).get(pk=only.pk).units == 1
    assert [row.unit for row in queries.own_units(actor)] == [kept]
    assign(office, world.unit(zone), only)


def test_a_town_assigns_within_its_scope_and_nobody_else_beyond_it(zone, office):
    near, far = world.unit(zone, town=ZHICHENG), world.unit(zone, town=KEJING)
    chosen = officer(office)
    town, reader = world.person(zone, "clerk_zhicheng"), world.person(zone, "hq_duty_officer")
    with acting(town):
        assign(town, near, chosen)
        with pytest.raises(NotFound):
            assign(town, far, chosen)
    for refused in (reader, world.person(zone, "unit_user", unit=near)):
        with pytest.raises(Denied):
            assign(refused, far, chosen)
    with pytest.raises(Denied):
        applied(town)
    assert Liaison.objects.count() == 1


def test_an_officer_sees_her_own_units_on_her_page(zone, office, client):
    mine, other = world.unit(zone, name="本人包保一号（演示）"), world.unit(zone, name="他人包保二号（演示）")
    actor = world.person(zone, "liaison_unit", unit=mine)
    own = officer(office, account_id=actor.account_id)
    with pytest.raises(Invalid) as refused:
        officer(office, "重名", account_id=actor.account_id)
    assert "已在名册上" in str(refused.value.fields["account_id"])
    assign(office, mine, own)
    assign(office, other, officer(office, "乙干部"))
    page = signed_in(client, Account.objects.get(pk=actor.account_id)).get("/duty/mine/").content.decode()
    assert mine.name in page
    assert other.name not in page


def test_the_pages_preview_apply_and_hand_over(zone, office, client):
    unit = world.unit(zone)
    listed(world.cli(zone), unit)
    browser = signed_in(client, Account.objects.get(pk=office.account_id))
    area = Area.objects.get(zone=zone, code=ZHICHENG)
    entry = {"name": "周知行", "post": "镇政府副主任", "area_id": area.pk, "most": 3}
    assert browser.post("/duty/officers/new/", entry | {"most": 0}).status_code == 422
    assert browser.post("/duty/officers/new/", entry).status_code == 302
    shown = browser.get("/duty/distribute/")
    assert "周知行" in shown.content.decode()
    assert browser.post("/duty/distribute/", {"fingerprint": "x"}).status_code == 422
    assert Liaison.objects.count() == 0
    assert browser.post("/duty/distribute/", {"fingerprint": shown.context["fingerprint"]}).status_code == 302
    assert days(unit) == [("周知行", clock.today(), None)]
    again = {"role": "lead", "officer_id": Officer.objects.get().pk, "started_on": str(clock.today()), "reason": "再来"}
    page = browser.post(f"/duty/units/{unit.pk}/", again)
    assert page.status_code == 422
    assert "已在包保这家单位" in page.content.decode()


def test_an_officer_belongs_to_an_area_within_reach_which_a_large_zone_finds_by_name_or_code(zone, office):
    entry = {"name": "周知行", "post": "镇政府副主任", "most": "3", "started_on": ""}
    town, far = (Area.objects.get(zone=zone, code=code) for code in (ZHICHENG, KEJING))
    reach = replace(office, scope=replace(office.scope, area_path=town.path))
    assert OfficerForm(reach, entry | {"area_id": str(town.pk)}).is_valid()
    assert not OfficerForm(reach, entry | {"area_id": str(far.pk)}).is_valid()
    with pytest.raises(Invalid):
        officer(reach, town=KEJING)
    more = {"zone": zone, "kind": "town", "parent": town.parent}
    made = [
        {"code": f"x{one}", "name": f"某{one}镇", "short_name": f"某{one}", "path": f"{town.parent.path}x{one}/"}
        for one in range(300)
    ]
    Area.objects.bulk_create([Area(**more, **one) for one in made])
    for said in ("某7镇", "某7", "x7"):
        form = OfficerForm(office, entry | {"area_id": said})
        assert form.is_valid(), form.errors
        assert form.cleaned_data["area_id"] == Area.objects.get(code="x7").pk
    assert "有几个" in str(OfficerForm(office, entry | {"area_id": "镇"}).errors["area_id"])
    assert "没有这个区域" in str(OfficerForm(office, entry | {"area_id": "没有的"}).errors["area_id"])
    assert Officer.objects.count() == 0


places = st.lists(st.sampled_from(["/a/", "/a/b/", "/c/"]), max_size=30)
bearers = st.lists(st.tuples(st.sampled_from(["/", "/a/", "/c/"]), st.integers(0, 5), st.integers(1, 8)), max_size=6)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@drawn(places, bearers)
def test_nobody_gets_more_than_she_may_or_what_lies_elsewhere_and_none_is_left_while_somebody_is_free(paths, entries):
    officers = [Bearer(number, *entry) for number, entry in enumerate(entries, start=1)]
    units = [Place(number, path) for number, path in enumerate(paths, start=1)]
    given = distribute(units, officers)
    load = {one.officer_id: one.has for one in officers}
    for unit in units:
        if given[unit.unit_id] is not None:
            load[given[unit.unit_id]] += 1
    by_id = {one.officer_id: one for one in officers}
    for unit in units:
        chosen = given[unit.unit_id]
        if chosen is not None:
            assert unit.area_path.startswith(by_id[chosen].area_path)
            assert load[chosen] <= max(by_id[chosen].most, by_id[chosen].has)
        else:
            near = [one for one in officers if unit.area_path.startswith(one.area_path)]
            assert all(load[one.officer_id] >= one.most for one in near)
    assert distribute(units, officers) == given
