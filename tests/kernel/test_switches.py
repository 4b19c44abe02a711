"""Feature switches: what is off is not there, for anybody, at any door; who turned it and why stays."""

import pytest
from django.test import Client
from django.urls import reverse

from sibao.accounts import queries as accounts
from sibao.accounts.models import Account, Appointment
from sibao.audit.models import AuditLine
from sibao.kernel import slots
from sibao.kernel.models import FeatureSwitch, Revision
from sibao.kernel.refusals import Conflict, Denied, Invalid, NotFound, WrongMove
from sibao.kernel.revising import services as revising
from sibao.kernel.revising import working
from sibao.kernel.revising.inputs import StartRevision
from sibao.kernel.zoned import services, switches
from sibao.kernel.zoned.inputs import TurnSwitch, ZonedPack
from tests import world
from tests.accounts.people import signed_in

pytestmark = pytest.mark.django_db
UNITS = "directory:units"


@pytest.fixture
def keeper(zone):
    return world.person(zone, "system_administrator")


@pytest.fixture
def clerk(zone):
    return world.person(zone, "clerk_industry")


def turn(actor, key, *, on, version=0, reason="疫情期间不用"):
    given = TurnSwitch(key=key, on=on, version=version, reason=reason)
    return services.turn_switch(actor=actor, given=given)


def again(actor):
    """The same person at her next request."""
    return world.actor_in(Appointment.objects.get(pk=actor.appointment_id))


def browser_of(actor):
    return signed_in(Client(), Account.objects.get(pk=actor.account_id))


def test_what_is_off_is_in_no_menu_and_at_no_address_and_what_was_begun_stops(zone, keeper, clerk):
    unit = world.unit(zone, town="419001102")
    begun = revising.start_revision(actor=clerk, given=StartRevision(list_key=UNITS, ids=[unit.pk]))
    turn(keeper, "bulk_edit", on=False)
    clerk, browser = again(clerk), browser_of(clerk)
    assert "revisions" not in {entry.key for entry in slots.menu.open_to(clerk)}
    assert browser.get(reverse("kernel:revisions")).status_code == 404
    assert browser.get(reverse("kernel:revision", args=[begun.pk])).status_code == 404
    assert "revision-start" not in browser.get(reverse("directory:units"), {"applied": 1}).content.decode()
    with pytest.raises(NotFound):
        revising.start_revision(actor=clerk, given=StartRevision(list_key=UNITS, ids=[unit.pk]))
    Revision.objects.filter(pk=begun.pk).update(state="applying", field="city_lifeline", value="1")
    working.write_revision(begun.pk)
    begun.refresh_from_db()
    unit.refresh_from_db()
    assert (begun.state, unit.city_lifeline) == ("refused", False)
    turn(keeper, "bulk_edit", on=True, version=1, reason="恢复使用")
    assert browser.get(reverse("kernel:revisions")).status_code == 200


def test_a_switch_holds_in_its_own_zone_only(zone, keeper):
    turn(keeper, "portal_search", on=False)
    assert not switches.is_on(zone.id, "portal_search")
    assert switches.is_on(zone.id + 1, "portal_search")


def test_turning_keeps_who_when_and_why_and_shows_them(zone, keeper):
    turn(keeper, "portal_search", on=False, reason="名单核对期间")
    turn(keeper, "portal_search", on=True, version=1, reason="核对完毕")
    said = [(row.on, row.reason) for row in switches.history(keeper)]
    assert said[:2] == [(True, "核对完毕"), (False, "名单核对期间")]
    page = browser_of(keeper).get(reverse("kernel:switches")).content.decode()
    assert {text for text in ("名单核对期间", "核对完毕", keeper.name) if text not in page} == set()
    line = AuditLine.objects.filter(command="kernel:switch:turn").latest("id")
    assert line.details["reason"] == "核对完毕"


def test_a_stale_repeated_unknown_or_unpermitted_turn_changes_nothing(zone, keeper, clerk):
    turn(keeper, "portal_search", on=False)
    with pytest.raises(Conflict):
        turn(keeper, "portal_search", on=True, version=0)
    with pytest.raises(WrongMove):
        turn(keeper, "portal_search", on=False, version=1)
    with pytest.raises(NotFound):
        turn(keeper, "no_such_feature", on=False)
    with pytest.raises(Denied):
        turn(clerk, "portal_search", on=True, version=1)
    assert [(row.key, row.on, row.version) for row in FeatureSwitch.objects.all()] == [("portal_search", False, 1)]


def test_the_page_turns_a_switch_with_its_reason(zone, keeper):
    browser, there = browser_of(keeper), reverse("kernel:switch-turn", args=["portal_search"])
    assert browser.post(there, {"version": "0", "reason": " "}).status_code == 422
    assert switches.is_on(zone.id, "portal_search")
    assert browser.post(there, {"version": "0", "reason": "名单核对期间"}).status_code == 302
    assert not switches.is_on(zone.id, "portal_search")
    assert browser.get(reverse("kernel:switch-turn", args=["nothing"])).status_code == 404


def test_the_public_list_without_search_is_still_the_list(zone, keeper):
    turn(keeper, "portal_search", on=False)
    assert Client().get("/zh/list/", {"q": "测试"}).status_code == 404
    for path in ("/zh/", "/zh/list/"):
        answer = Client().get(path)
        assert answer.status_code == 200
        assert 'name="q"' not in answer.content.decode()


def test_a_pack_sets_what_the_zone_has_not(zone, keeper):
    row = {"key": "portal_search", "on": False, "reason": "本区暂不开放"}
    pack = ZonedPack.model_validate({"switches": [row]})
    services.load_pack(actor=world.cli(zone), given=pack)
    assert not switches.is_on(zone.id, "portal_search")
    turn(keeper, "portal_search", on=True)
    services.load_pack(actor=world.cli(zone), given=pack)
    assert switches.is_on(zone.id, "portal_search")
    with pytest.raises(Invalid):
        services.load_pack(actor=world.cli(zone), given=ZonedPack.model_validate({"switches": [row | {"key": "no"}]}))


def test_no_switch_closes_its_own_page_and_each_closes_what_there_is(zone):
    closes = set().union(*(switch.closes for switch in switches.SWITCHES.values()))
    assert closes & {"kernel:switch:read", "kernel:switch:turn"} == set()
    assert accounts.MACHINES in switches.SWITCHES
    assert closes <= world.cli(zone).permissions
