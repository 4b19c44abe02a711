"""Code lists: a zone adds codes, words them and retires them; a code keeps its meaning and old rows keep their words."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation

from sibao.accounts.models import Account
from sibao.audit.models import AuditLine
from sibao.directory import services as directory
from sibao.directory.inputs import EditVehicle, EditVenue
from sibao.directory.models import VehicleUse, Venue
from sibao.kernel import clock
from sibao.kernel.models import Code, CodeList
from sibao.kernel.refusals import Conflict, Denied, Invalid, NotFound
from sibao.kernel.zoned import codes, services
from sibao.kernel.zoned.inputs import CreateCodeList, EditCode, ZonedPack
from tests import grounds, world
from tests.accounts.people import signed_in

pytestmark = pytest.mark.django_db
KINDS = "vehicle_kind"


@pytest.fixture
def keeper(zone):
    return world.person(zone, "system_administrator")


@pytest.fixture
def clerk(zone):
    return world.person(zone, "clerk_industry")


def edit(actor, code, version=None, **more):
    given = {"name": "冷藏车", "name_en": "Refrigerated lorry", "order": 15, "reason": "冷链单位需要", **more}
    return services.edit_code(actor=actor, given=EditCode(list_key=KINDS, code=code, version=version, **given))


def retire(actor, code, name="客车", version=0):
    yesterday = clock.today() - timedelta(days=1)
    return edit(actor, code, version, name=name, name_en="Bus", ended_on=yesterday, reason="本区不用")


def vehicle(actor, unit, kind, plate="豫U12345"):
    given = EditVehicle(unit_id=unit.pk, plate=plate, colour="blue", kind=kind, started_on="2022-06-01")
    return directory.edit_vehicle(actor=actor, given=given)


def page(actor, name, *args, **asked):
    browser = signed_in(Client(), Account.objects.get(pk=actor.account_id))
    return browser.get(reverse(name, args=args), asked).content.decode()


def test_an_added_code_is_offered_taken_and_shown_in_both_languages(zone, keeper, clerk):
    unit = world.unit(zone)
    with pytest.raises(Invalid):
        vehicle(clerk, unit, "reefer")
    edit(keeper, "reefer")
    assert [code for code, _name in codes.choices(zone.id, KINDS)][:2] == ["lorry", "reefer"]
    vehicle(clerk, unit, "reefer")
    assert "冷藏车" in page(clerk, "directory:vehicles", applied=1, kind="reefer")
    with translation.override("en"):
        assert dict(codes.choices(zone.id, KINDS))["reefer"] == "Refrigerated lorry"


def test_a_retired_code_stays_readable_on_old_rows_and_is_offered_for_no_new_one(zone, keeper, clerk):
    unit = world.unit(zone)
    use = vehicle(clerk, unit, "bus")
    retire(keeper, "bus")
    assert "bus" not in dict(codes.choices(zone.id, KINDS))
    assert dict(codes.choices(zone.id, KINDS, kept="bus"))["bus"] == "客车"
    with pytest.raises(Invalid) as refused:
        vehicle(clerk, unit, "bus", plate="豫U54321")
    assert "kind" in refused.value.fields
    assert VehicleUse.objects.count() == 1
    assert "客车" in page(clerk, "directory:unit-vehicles", unit.pk)
    assert "客车" in page(clerk, "directory:vehicle-edit", use.pk)
    edit(keeper, "bus", 1, name="客车", name_en="Bus", reason="恢复使用")
    vehicle(clerk, unit, "bus", plate="豫U54321")


def test_a_venue_keeps_its_retired_use_and_takes_no_other_retired_one(zone, keeper, clerk):
    unit = world.unit(zone)
    grounds.furnish(unit)
    site = unit.sites.first()
    given = {"site_id": site.pk, "name": "二号库", "use": "warehouse"}
    venue = directory.edit_part(actor=clerk, given=EditVenue(**given))
    last = {"ended_on": clock.today() - timedelta(days=1), "reason": "合并到其他", "order": 50}
    for code, name, english in (("warehouse", "仓库", "Warehouse"), ("shop", "营业厅", "Shop floor")):
        row = EditCode(list_key="venue_use", code=code, version=0, name=name, name_en=english, **last)
        services.edit_code(actor=keeper, given=row)
    again = {"part_id": venue.pk, "version": venue.version, "name": "二号仓库"}
    with pytest.raises(Invalid):
        directory.edit_part(actor=clerk, given=EditVenue(**again, use="shop"))
    directory.edit_part(actor=clerk, given=EditVenue(**again, use="warehouse"))
    assert Venue.objects.get(pk=venue.pk).name == "二号仓库"
    assert "仓库" in page(clerk, "directory:unit-places", unit.pk)


def test_every_edit_is_kept_with_who_when_and_why(zone, keeper):
    edit(keeper, "reefer")
    edit(keeper, "reefer", 1, name="冷藏车辆", reason="改得更清楚")
    told = [(row.name, row.reason) for row in codes.history(keeper, KINDS)]
    assert told == [("冷藏车辆", "改得更清楚"), ("冷藏车", "冷链单位需要")]
    shown = page(keeper, "kernel:code-list", KINDS)
    assert {text for text in ("改得更清楚", "冷链单位需要", keeper.name) if text not in shown} == set()
    assert AuditLine.objects.filter(command="kernel:code:edit").count() == 2


def test_a_wrong_edit_changes_nothing(zone, keeper, clerk):
    edit(keeper, "reefer")
    before = list(Code.objects.order_by("pk").values())
    with pytest.raises(Conflict):
        edit(keeper, "reefer", 0, name="别的")
    with pytest.raises(Invalid):
        edit(keeper, "reefer")
    with pytest.raises(NotFound):
        edit(keeper, "nothing", 1)
    with pytest.raises(Denied):
        edit(clerk, "crane")
    with pytest.raises(ValueError, match="结束日期"):
        edit(keeper, "crane", started_on="2022-06-02", ended_on="2022-06-01")
    assert list(Code.objects.order_by("pk").values()) == before


@pytest.mark.parametrize(
    "statement",
    [
        "delete from kernel_code where code = 'bus'",
        "update kernel_code set code = 'coach' where code = 'bus'",
        "update kernel_code set zone_id = zone_id + 1 where code = 'bus'",
        "delete from kernel_codelist where key = 'venue_use'",
        "update kernel_codelist set key = 'uses' where key = 'venue_use'",
    ],
)
def test_the_database_lets_no_code_or_list_change_or_go_away(zone, statement):
    before = list(Code.objects.order_by("pk").values())
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert list(Code.objects.order_by("pk").values()) == before
    assert CodeList.objects.filter(zone_id=zone.id, key="venue_use").count() == 1


def test_a_zone_begins_a_list_of_its_own(zone, keeper):
    given = CreateCodeList(key="boiler_fuel", name="锅炉燃料", name_en="Fuel of boilers")
    services.create_code_list(actor=keeper, given=given)
    with pytest.raises(Invalid):
        services.create_code_list(actor=keeper, given=given)
    assert CodeList.objects.filter(zone_id=zone.id, key="boiler_fuel").count() == 1
    assert "锅炉燃料" in page(keeper, "kernel:code-lists")


def test_the_pages_add_and_retire_a_code(zone, keeper):
    browser = signed_in(Client(), Account.objects.get(pk=keeper.account_id))
    wanted = {"code": "crane", "name": "吊车", "name_en": "Crane", "order": "70", "reason": "工地需要"}
    assert browser.post(reverse("kernel:code-add", args=[KINDS]), wanted | {"code": "吊车"}).status_code == 422
    assert browser.post(reverse("kernel:code-add", args=[KINDS]), wanted).status_code == 302
    there = reverse("kernel:code-edit", args=[KINDS, "crane"])
    assert browser.post(there, wanted | {"version": "1", "ended_on": "2022-06-01"}).status_code == 302
    assert "crane" not in dict(codes.choices(zone.id, KINDS))
    assert browser.get(reverse("kernel:code-edit", args=[KINDS, "nothing"])).status_code == 404


def test_loading_the_pack_again_leaves_what_the_zone_has_edited(zone, keeper):
    retire(keeper, "bus", name="大客车")
    row = {"key": KINDS, "zh": "车型", "en": "Kinds", "codes": [{"code": "bus", "zh": "客车", "en": "Bus"}]}
    services.load_pack(actor=world.cli(zone), given=ZonedPack.model_validate({"code_lists": [row]}))
    kept = Code.objects.get(zone_id=zone.id, code="bus")
    assert (kept.name, kept.version) == ("大客车", 1)
