"""Sites and what is inside them: registered, changed, taken out of use, and seen by those in reach alone."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from pydantic import ValidationError

from sibao.accounts.models import Account
from sibao.directory import queries, services
from sibao.directory.inputs import PARTS, EditRoom, EditShift, EditSite, EditSitting, EditTeam
from sibao.directory.models import Room, Site
from sibao.kernel import clock
from sibao.kernel.refusals import Conflict, Invalid, NotFound
from tests import grounds, world
from tests.accounts.people import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(zone):
    return grounds.site(world.unit(zone))


@pytest.fixture
def clerk(zone):
    return world.person(zone, "clerk_industry")


def test_a_unit_has_numbered_sites_which_may_lie_in_another_town(zone, clerk):
    unit = world.unit(zone)
    elsewhere = queries.towns(world.cli(zone)).exclude(pk=unit.area_id).first()
    first = grounds.site(unit)
    given = EditSite(unit_id=unit.pk, name="东郊仓库", area_id=elsewhere.pk)
    second = services.edit_site(actor=clerk, given=given)
    assert [first.number, second.number] == [1, 2]
    assert second.area_path == elsewhere.path


@pytest.mark.parametrize("kind", sorted(PARTS))
def test_every_kind_of_part_is_registered_changed_and_taken_out_of_use(place, clerk, kind):
    made = grounds.part(place, kind)
    changed = PARTS[kind].model_validate(
        {"name": "二号", **grounds.EXTRA[kind], "part_id": made.pk, "version": made.version, "ended_on": "2022-06-03"}
    )
    services.edit_part(actor=clerk, given=changed)
    found = queries.part(clerk, kind, made.pk)
    assert (found.name, found.ended_on, found.version) == ("二号", date(2022, 6, 3), 2)


def test_what_another_has_changed_meanwhile_is_not_overwritten(place, clerk):
    gate = grounds.part(place, "gate")
    seen = EditTeam(part_id=grounds.part(place, "team").pk, name="甲班", version=7)
    with pytest.raises(Conflict):
        services.edit_part(actor=clerk, given=seen)
    with pytest.raises(Conflict):
        services.edit_site(actor=clerk, given=EditSite(site_id=place.pk, name="改名", area_id=place.area_id, version=9))
    assert queries.part(clerk, "gate", gate.pk).name == "一号"
    assert Site.objects.get(pk=place.pk).name == "主厂区"


def test_a_name_is_given_once_within_a_site(place):
    grounds.part(place, "gate", "东门")
    with pytest.raises(Invalid) as refused:
        grounds.part(place, "gate", "东门")
    assert "name" in refused.value.fields
    assert place.gates.count() == 1


def test_a_team_with_people_is_not_taken_out_of_use(place, clerk):
    team = grounds.part(place, "team")
    grounds.employed(place, team=team)
    with pytest.raises(Invalid) as refused:
        services.edit_part(
            actor=clerk, given=EditTeam(part_id=team.pk, name=team.name, version=1, ended_on=clock.today())
        )
    assert "1 项" in str(refused.value.fields["ended_on"])
    assert queries.part(clerk, "team", team.pk).ended_on is None


def test_a_room_does_not_lose_beds_in_which_people_sleep(zone, clerk):
    place = grounds.furnish(world.unit(zone))
    room = Room.objects.get(site=place)
    grounds.sleeps(grounds.employed(place), room)
    with pytest.raises(Invalid) as refused:
        services.edit_part(actor=clerk, given=EditRoom(part_id=room.pk, name=room.name, places=1, version=1))
    assert "places" in refused.value.fields
    assert Room.objects.get(site=place).places == 2


def test_people_out_of_scope_find_no_site_and_no_part(zone, place):
    other = world.person(zone, "clerk_commerce")
    gate = grounds.part(place, "gate")
    for look in (
        lambda: queries.site(other, place.pk),
        lambda: queries.part(other, "gate", gate.pk),
        lambda: services.edit_site(
            actor=world.person(zone, "clerk_kejing"), given=EditSite(site_id=place.pk, name="改", area_id=1, version=1)
        ),
    ):
        with pytest.raises((NotFound, ValidationError)):
            look()
    assert not queries.sites(other).exists()


@pytest.mark.parametrize(
    ("model", "given"),
    [
        (EditShift, {"starts_at": "08:00", "ends_at": "08:00"}),
        (EditSitting, {"starts_at": "12:00", "ends_at": "11:00", "places": 10}),
        (EditRoom, {"places": 0}),
        (EditSite, {"name": "缺镇"}),
    ],
)
def test_what_makes_no_sense_is_refused_before_anything_is_looked_up(model, given):
    with pytest.raises(ValidationError):
        model.model_validate({"name": "一号", "site_id": 1, **given})


def test_the_database_itself_keeps_two_parts_of_a_name_apart(place):
    grounds.part(place, "shift", "夜班")
    with pytest.raises(IntegrityError), transaction.atomic():
        place.shifts.create(zone=place.zone, name="夜班", starts_at="20:00", ends_at="08:00")


def test_sites_and_parts_keep_history(place, clerk):
    services.edit_site(actor=clerk, given=EditSite(site_id=place.pk, name="新厂区", area_id=place.area_id, version=1))
    assert list(place.events.order_by("pgh_id").values_list("name", flat=True)) == ["主厂区", "新厂区"]


def test_the_tab_shows_everything_inside_and_says_where_a_gate_is_missing(zone, clerk):
    furnished, bare = grounds.furnish(world.unit(zone)), grounds.site(world.unit(zone))
    browser = signed_in(Client(), Account.objects.get(pk=clerk.account_id))
    text = browser.get(reverse("directory:unit-places", args=[furnished.unit_id])).content.decode()
    assert [word for word in ("门岗", "20:00–08:00", "住 1 / 2", "流动性、接触性") if word not in text] == []
    assert "没有门岗" not in text
    assert "没有门岗" in browser.get(reverse("directory:unit-places", args=[bare.unit_id])).content.decode()
    assert set(queries.sites(clerk).filter(queries.WITHOUT_GATE)) == {bare}


def test_the_form_of_a_part_registers_it_and_a_slip_stands_beside_its_field(zone, place):
    browser = signed_in(Client(), Account.objects.get(pk=world.person(zone, "unit_user", unit=place.unit).account_id))
    address = reverse("directory:part-new", args=[place.pk, "sitting"])
    slip = {"name": "午餐", "starts_at": "12:00", "ends_at": "11:00", "places": "50"}
    refused = browser.post(address, slip)
    assert refused.status_code == 422
    assert "就餐结束须晚于开始" in refused.content.decode()
    assert not place.sittings.exists()
    assert browser.post(address, slip | {"ends_at": "12:30"}).status_code == 302
    assert place.sittings.get().name == "午餐"
    assert browser.get(reverse("directory:part-new", args=[place.pk, "castle"])).status_code == 404
