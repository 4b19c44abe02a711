"""Registering, editing and finding units."""

import pytest
from django.test import Client
from django.urls import reverse
from pydantic import ValidationError

from sibao.audit.models import AuditLine
from sibao.directory import queries, services
from sibao.directory.inputs import EditUnit, RegisterUnit, RevealContacts
from sibao.directory.models import Area, Contact, Sector, Unit
from sibao.kernel.access import acting
from sibao.kernel.refusals import Conflict, Denied, Invalid, NotFound
from sibao.kernel.secrets import keyed_hash, seal
from tests import world
from tests.listing import listed
from tests.seen import shown

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(zone):
    return world.person(zone, "clerk_industry")


def details(unit: Unit, **changed):
    names = ("kind", "code", "owner_code", "name", "area_id", "sector_id", "industry_code", "address", "founded_on")
    return {name: getattr(unit, name) for name in names} | {"unit_id": unit.id, "version": unit.version} | changed


def found(actor, text):
    return [unit.name for unit in queries.search_units(queries.units(actor), text).order_by("id")]


def test_a_unit_is_found_by_characters_pinyin_initials_and_part_of_its_code(zone, clerk):
    unit = world.unit(zone, name="济源砚泽铅材有限公司（演示）")
    world.unit(zone, name="王屋云岫制药有限公司（演示）")
    for text in ("砚泽", "砚", "yanze", "jyyz", "YZQC", unit.code[11:], unit.code.lower(), "　砚泽 "):
        assert found(clerk, text) == [unit.name], text


def test_characters_that_stand_apart_do_not_match(zone, clerk):
    world.unit(zone, name="济源砚山泽铅材有限公司（演示）")
    assert found(clerk, "砚泽") == []


@pytest.mark.parametrize("text", ["'", "a'b & c", "%", "\\", "砚' | '泽", "((((", ":*", "𠮷" * 40, "a" * 500])
def test_whatever_is_typed_into_search_is_only_text(zone, clerk, text):
    world.unit(zone)
    assert found(clerk, text) in ([], [Unit.objects.get().name])


def test_a_changed_name_becomes_a_former_name_and_still_finds_the_unit(zone, clerk):
    unit = world.unit(zone, name="云岫药业有限公司（演示）")
    given = EditUnit.model_validate(details(unit, name="王屋云岫制药有限公司（演示）"))
    services.edit_unit(actor=clerk, given=given)
    assert found(clerk, "云岫药业") == ["王屋云岫制药有限公司（演示）"]
    assert queries.former_names(clerk, unit.id) == ["云岫药业有限公司（演示）"]


def test_a_stale_edit_is_refused_and_changes_nothing(zone, clerk):
    unit = world.unit(zone)
    stale = EditUnit.model_validate(details(unit, name="后来的人的名称"))
    services.edit_unit(actor=clerk, given=EditUnit.model_validate(details(unit, address="先来的人的地址")))
    with pytest.raises(Conflict):
        services.edit_unit(actor=clerk, given=stale)
    unit.refresh_from_db()
    assert (unit.address, unit.version) == ("先来的人的地址", 2)
    assert unit.name != "后来的人的名称"


def test_a_code_is_registered_once(zone, clerk):
    unit = world.unit(zone)
    again = {key: value for key, value in details(unit).items() if key not in ("unit_id", "version")}
    with pytest.raises(Invalid) as refused:
        services.register_unit(actor=clerk, given=RegisterUnit.model_validate(again))
    assert set(refused.value.fields) == {"code"}


def test_a_wrong_check_digit_never_reaches_the_table(zone):
    with pytest.raises(ValidationError, match="校验位"):
        RegisterUnit(code="91350100M000100Y44", name="示例", area_id=1, sector_id=1)


def test_a_town_clerk_cannot_move_a_unit_out_of_her_town(zone):
    unit = world.unit(zone, town="419001102")
    clerk = world.person(zone, "clerk_zhicheng")
    elsewhere = Area.objects.get(zone=zone, code="419001100").id
    if "directory:unit:edit" not in clerk.permissions:
        with pytest.raises(Denied):
            services.edit_unit(actor=clerk, given=EditUnit.model_validate(details(unit, area_id=elsewhere)))
        return
    with pytest.raises(Invalid) as refused:
        services.edit_unit(actor=clerk, given=EditUnit.model_validate(details(unit, area_id=elsewhere)))
    assert set(refused.value.fields) == {"area_id"}
    unit.refresh_from_db()
    assert unit.area.code == "419001102"


def test_a_unit_of_another_sector_does_not_exist_for_the_clerk(zone, clerk):
    unit = world.unit(zone, sector="commerce")
    with pytest.raises(NotFound):
        queries.unit(clerk, unit.id)
    with pytest.raises(NotFound):
        services.edit_unit(actor=clerk, given=EditUnit.model_validate(details(unit)))


def test_contacts_are_masked_until_shown_and_the_showing_is_on_the_record(zone, clerk):
    unit = world.unit(zone)
    with acting(world.cli(zone)):
        Contact.objects.create(
            zone=zone,
            unit=unit,
            duty="联系人",
            name_sealed=seal("张演示"),
            phone_sealed=seal("13800000011"),
            phone_hash=keyed_hash("13800000011", purpose="phone"),
            updated_at=unit.updated_at,
        )
    with acting(clerk):
        [masked] = queries.contacts_of(clerk, unit.id)
    assert (masked.name, masked.phone) == ("张*示", "138****0011")
    [shown] = services.reveal_contacts(actor=clerk, given=RevealContacts(unit_id=unit.id, purpose="核对名单"))
    assert (shown.name, shown.phone) == ("张演示", "13800000011")
    line = AuditLine.objects.get(command="directory:contact:reveal")
    assert line.details["purpose"] == "核对名单"
    assert "13800000011" not in str(line.details)


def test_the_five_sectors_of_the_notice_come_with_the_pack(zone):
    found = queries.sectors(world.person(zone, "hq_office_clerk"))
    assert [one.name for one in found] == ["工业生产", "商贸流通", "交通运输", "文化旅游", "重点项目"]


def test_a_sixth_sector_needs_no_code(zone):
    sector = Sector.objects.get(zone=zone, code="industry")
    sector.pk, sector.code, sector.order = None, "agriculture", 6
    sector.name, sector.short_name = "农业生产", "农业"
    sector.save(force_insert=True)
    unit = world.unit(zone, sector="agriculture", value=100)
    actor = world.person(zone, "hq_office_clerk")
    assert "农业生产" in [one.name for one in queries.sectors(actor)]
    assert unit in queries.units(actor).filter(sector=sector)
    listed(world.cli(zone), unit)
    for page in ("directory:units", "whitelist:listings", "whitelist:coverage", "dashboard:screen"):
        assert sector.name in shown(actor, reverse(page)) or sector.short_name in shown(actor, reverse(page)), page
    assert sector.name in Client().get(reverse("portal:listings", args=["zh"])).content.decode()
