"""Units that are one: found, told apart for good, merged with everything that hangs on them, and taken apart again."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from sibao.accounts.models import Account, Appointment
from sibao.audit.models import AuditLine
from sibao.directory import queries, services, sql
from sibao.directory.inputs import (
    DecideLikeness,
    EditLink,
    EditSite,
    EditUnit,
    ImportedUnit,
    ImportUnits,
    RecordMeasure,
)
from sibao.directory.models import Contact, Likeness, Merge, Site, SupplyLink, Unit, UnitMeasure
from sibao.directory.services import units
from sibao.inbox import services as inbox
from sibao.inbox.inputs import AssignTask
from sibao.inbox.models import Task
from sibao.kernel import clock
from sibao.kernel.access import acting, system
from sibao.kernel.refusals import Conflict, Denied, Invalid, NeedsConsultation, NotFound, WrongMove
from sibao.whitelist.models import Listing
from tests import consulted, grounds, world
from tests.accounts.people import signed_in
from tests.directory.merging import agreed, carried, contact, given, hashes, merged, undone
from tests.listing import drafted, listed

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(zone):
    return world.person(zone, "clerk_industry")


@pytest.fixture
def pair(zone):
    """The unit that goes on, and its double with everything that a unit may have."""
    kept = world.unit(zone, name="济源砚泽铅材有限公司（演示）", value=10**9)
    double = world.unit(zone, name="济源市砚泽铅材公司（演示）", value=2 * 10**9, staff_count=214)
    for unit in (kept, double):
        grounds.furnish(unit)
        contact(unit)
    return kept, double


# found and told apart


def pairs(actor):
    with acting(system(actor.zone_id, door="schedule")):
        sql.find_likenesses(actor.zone_id, clock.now())
    return {(row.first_id, row.second_id): row.reasons for row in queries.likenesses(actor)}


def test_units_that_share_a_key_are_a_pair_with_its_reasons(zone, clerk, pair):
    same, other = pair
    homophone = world.unit(zone, name="济源严泽铅材有限公司（演示）", address="轵城镇一路1号")
    world.unit(zone, name="济源云岫制药有限公司（演示）", address="轵城镇一路1号")
    found = pairs(clerk)
    assert found[same.pk, other.pk] == ["name", "contact"]
    assert found[same.pk, homophone.pk] == ["pinyin"]
    assert len([one for one in found if homophone.pk in one]) == 1, "one address alone says too little"


def test_a_former_name_and_the_body_of_a_code_give_a_unit_away(zone, clerk):
    first = world.unit(zone, name="济源甲子材料有限公司（演示）")
    renamed = world.unit(zone, name="济源甲丑材料有限公司（演示）")
    details = {name: getattr(renamed, name) for name in ("kind", "code", "area_id", "sector_id", "version")}
    services.edit_unit(actor=clerk, given=EditUnit(unit_id=renamed.pk, name="济源丙寅材料有限公司（演示）", **details))
    later = world.unit(zone, name="济源市甲丑材料公司（演示）")
    body = first.code[8:17]
    Unit.objects.filter(pk=later.pk).update(code=f"92419001{body}{later.code[17]}")
    found = pairs(clerk)
    assert found[renamed.pk, later.pk] == ["former"]
    assert found[first.pk, later.pk] == ["code"]


def test_a_phone_that_a_bookkeeper_gives_for_everyone_says_nothing(zone, clerk):
    for _one in range(sql.MOST_ALIKE + 1):
        contact(world.unit(zone), phone="13800000099")
    assert pairs(clerk) == {}


def test_who_reaches_one_of_the_two_does_not_see_the_pair(zone, pair):
    far = world.unit(zone, name="济源砚泽铅材有限公司（演示）", town="419001100")
    assert (pair[0].pk, far.pk) in pairs(world.person(zone, "clerk_industry"))
    town = world.person(zone, "clerk_zhicheng")
    assert [one for one in pairs(town) if far.pk in one] == []
    row = Likeness.objects.get(first=pair[0], second=far)
    with pytest.raises(NotFound):
        queries.likeness(town, row.pk)


def test_that_a_pair_is_two_is_remembered_with_its_reason(zone, clerk, pair):
    pairs(clerk)
    row = Likeness.objects.get()
    services.decide_likeness(actor=clerk, given=DecideLikeness(likeness_id=row.pk, note="两个厂区分别登记"))
    pairs(clerk)
    row.refresh_from_db()
    assert (row.state, row.note) == ("apart", "两个厂区分别登记")
    line = AuditLine.objects.filter(command="directory:likeness:decide").get()
    assert line.details["apart"] is True
    services.decide_likeness(actor=clerk, given=DecideLikeness(likeness_id=row.pk, apart=False))
    assert Likeness.objects.get().state == "open"


def test_a_pair_that_shares_nothing_any_more_is_no_pair(zone, clerk, pair):
    pairs(clerk)
    Unit.objects.filter(pk=pair[1].pk).update(name="另一家（演示）", name_pinyin="lingyijia")
    with acting(world.cli(zone)):
        Contact.objects.filter(unit=pair[1]).delete()
    assert pairs(clerk) == {}


# merged


def test_everything_that_hangs_on_the_retired_unit_follows(zone, clerk, pair):
    kept, double = pair
    contact(double, phone="13800000012", duty="安全员")
    supplier = world.unit(zone)
    services.edit_link(
        actor=clerk,
        given=EditLink(supplier_id=supplier.pk, customer_id=double.pk, material="铅锭", share_bp=100, source="调查"),
    )
    listed(world.cli(zone), double)
    liaison = world.person(zone, "unit_user", unit=double)
    task = inbox.assign_task(
        actor=world.person(zone, "hq_office_clerk"),
        given=AssignTask(
            kind="unit_matter",
            title="上门核实",
            unit_id=double.pk,
            subject_kind="unit",
            subject_id=double.pk,
            position_id=Appointment.objects.get(pk=clerk.appointment_id).position_id,
        ),
    )
    number = Listing.objects.get().number
    merge = merged(clerk, kept, double, take=["staff_count"])

    kept.refresh_from_db()
    assert (kept.staff_count, kept.merged_into_id) == (214, None)
    assert Listing.objects.get().unit == kept
    assert Listing.objects.get().number == number
    assert sorted(Site.objects.filter(unit=kept).values_list("number", flat=True)) == [1, 2]
    with acting(world.cli(zone)):
        assert set(Contact.objects.filter(unit=kept).values_list("duty", flat=True)) == {"联系人", "安全员"}
        assert Contact.objects.filter(unit=double).count() == 1, "both had one for this duty: his stays where it was"
    assert SupplyLink.objects.get().customer == kept
    assert Appointment.objects.get(pk=liaison.appointment_id).unit == kept
    task = Task.objects.get(pk=task.pk)
    assert (task.unit, task.subject_id, task.area_path) == (kept, kept.pk, kept.area_path)
    assert UnitMeasure.objects.get(unit=double).value == 2 * 10**9, "the survivor's own value of the year stands"
    assert merge.summary["directory:sites"]["moved"] == 1
    assert merge.summary["directory:measures"]["stayed"] == 1


def test_the_retired_unit_keeps_its_id_its_page_and_its_code_and_stands_in_no_list(zone, clerk, pair):
    kept, double = pair
    merged(clerk, kept, double)
    assert list(queries.units(clerk)) == [kept]
    assert queries.unit(clerk, double.pk).merged_into == kept
    assert [unit.pk for unit in queries.search_units(queries.units(clerk), double.code)] == [kept.pk]
    assert [unit.pk for unit in queries.search_units(queries.units(clerk), "市砚泽")] == [kept.pk]
    assert queries.former_names(clerk, kept.pk) == [f"{double.name}（{double.code}）"]
    assert queries.units_of_codes(zone.pk, [double.code]) == {double.code: kept}
    text = signed_in(Client(), Account.objects.get(pk=clerk.account_id)).get(
        reverse("directory:unit", args=[double.pk])
    )
    assert reverse("directory:unit", args=[kept.pk]) in text.content.decode()
    for refused in (
        lambda: services.edit_site(actor=clerk, given=EditSite(unit_id=double.pk, name="新厂", area_id=double.area_id)),
        lambda: services.record_measure(
            actor=clerk,
            given=RecordMeasure(
                unit_id=double.pk, measure_id=double.sector.measure_id, year=2020, value=1, source="测试"
            ),
        ),
    ):
        with pytest.raises(WrongMove):
            refused()


def test_a_workbook_with_the_old_code_means_the_unit_that_goes_on(zone, clerk, pair):
    kept, double = pair
    merged(clerk, kept, double)
    fields = {"kind": "enterprise", "code": double.code, "name": double.name, "address": "轵城镇新路9号"}
    row = ImportedUnit(number=2, unit_id=kept.pk, fields=fields)
    services.import_units(actor=clerk, given=ImportUnits(rows=[row], source="旧表.xlsx", run_id=1))
    before = (kept.code, kept.name)
    kept.refresh_from_db()
    assert (kept.code, kept.name, kept.address) == (*before, "轵城镇新路9号")


def test_two_that_both_stand_on_the_list_are_not_merged(zone, clerk, pair):
    kept, double = pair
    listed(world.cli(zone), double)
    drafted(world.cli(zone), kept)
    before = hashes(zone)
    with pytest.raises(Invalid, match="移出"):
        merged(clerk, kept, double)
    assert hashes(zone) == before
    assert not Merge.objects.exists()


def test_what_cannot_be_merged_is_refused_and_changes_nothing(zone, clerk, pair):
    kept, double = pair
    far = world.unit(zone, town="419001100")
    project = world.unit(zone, sector="projects")
    wanted = given(kept, double)
    town, other = world.person(zone, "clerk_zhicheng"), world.person(zone, "clerk_commerce")
    before = hashes(zone)
    for actor, asked, refusal in (
        (town, wanted, Denied),
        (other, wanted, NotFound),
        (world.cli(zone), given(kept, project), Invalid),
        (clerk, wanted.model_copy(update={"retired_version": 99}), Conflict),
    ):
        with pytest.raises(refusal):
            services.merge_units(actor=actor, given=asked)
    assert hashes(zone) == before
    merged(clerk, kept, double)
    with pytest.raises(WrongMove):
        merged(clerk, far, double)
    with pytest.raises(IntegrityError), transaction.atomic():
        Unit.objects.filter(pk=far.pk).update(merged_into=double)


def test_the_preview_says_what_would_move_and_writes_nothing(zone, clerk, pair):
    kept, double = pair
    before = hashes(zone)
    with acting(clerk):
        preview = queries.preview_merge(clerk, double.pk, kept.pk)
    counts = {follower.key: (count.follow, count.stay) for follower, count in preview.counts}
    assert counts["directory:sites"] == (1, 0)
    assert counts["directory:contacts"] == (0, 1)
    assert counts["directory:measures"] == (0, 1)
    assert [line.key for line in preview.lines if line.suggested] == ["staff_count"]
    assert hashes(zone) == before


# agreed to by others first


def test_nobody_merges_alone_and_the_operator_does_not_either(zone, clerk, pair):
    kept, double = pair
    before = hashes(zone)
    for actor in (clerk, world.cli(zone)):
        with pytest.raises(NeedsConsultation):
            services.merge_units(actor=actor, given=given(kept, double))
    assert hashes(zone) == before
    assert not Merge.objects.exists()


def test_a_merge_that_others_agreed_to_is_done_as_it_was_previewed_or_not_at_all(zone, clerk, pair):
    kept, double = pair

    def move_in():
        services.edit_site(actor=clerk, given=EditSite(unit_id=double.pk, name="新厂区", area_id=double.area_id))

    def rename():
        double.refresh_from_db()
        details = {name: getattr(double, name) for name in ("kind", "code", "area_id", "sector_id", "version")}
        services.edit_unit(actor=clerk, given=EditUnit(unit_id=double.pk, name="改了名（演示）", **details))

    for change, why in ((move_in, "与预览时不同：场所"), (rename, "刚被别人改过")):
        found = agreed(clerk, kept, double)
        change()
        before = hashes(zone)
        assert consulted.carry_out(found).state == "not_carried_out"
        assert why in found.reason
        assert hashes(zone) == before
    assert not Merge.objects.exists()
    assert merged(clerk, kept, double).retired == double


def test_two_questions_about_one_pair_merge_it_once(zone, clerk, pair):
    kept, double = pair
    one, other = agreed(clerk, kept, double), agreed(clerk, kept, double, reason="同一家，地址也同")
    carried(one)
    assert consulted.carry_out(other).state == "not_carried_out"
    assert Merge.objects.count() == 1


# taken apart again


def test_undoing_brings_every_row_back_as_it_was(zone, clerk, pair):
    kept, double = pair
    listed(world.cli(zone), double)
    liaison = world.person(zone, "unit_user", unit=double)
    found = agreed(clerk, kept, double, take=["staff_count"])
    before = hashes(zone)
    merge = carried(found)
    assert hashes(zone) != before
    undone(clerk, merge)
    assert hashes(zone) == before
    assert Merge.objects.get().left == {}
    assert Appointment.objects.get(pk=liaison.appointment_id).unit == double
    with pytest.raises(WrongMove):
        undone(clerk, merge)


def test_undoing_reckons_the_size_of_what_is_there_now(zone, clerk, pair):
    kept, double = pair
    merge = merged(clerk, kept, double, take=["staff_count"])
    kept.refresh_from_db()
    details = {name: getattr(kept, name) for name in ("kind", "name", "code", "area_id", "sector_id", "version")}
    figures = {"industry_code": "3212", "staff_count": 1_200, "revenue_fen": 50_000_000_000}
    services.edit_unit(actor=clerk, given=EditUnit(unit_id=kept.pk, **details, **figures))
    undone(clerk, merge)
    kept.refresh_from_db()
    assert kept.size_class == units.size_class_of(kept) == "large"


def test_what_people_did_since_is_named_and_kept(zone, clerk, pair):
    kept, double = pair
    place = Site.objects.get(unit=double)
    merge = merged(clerk, kept, double, take=["staff_count"])
    place.refresh_from_db()
    edit = EditSite(site_id=place.pk, version=place.version, name="改过名的厂区", area_id=place.area_id)
    services.edit_site(actor=clerk, given=edit)
    services.edit_site(actor=clerk, given=EditSite(unit_id=kept.pk, name="后来的厂区", area_id=kept.area_id))
    Unit.objects.filter(pk=kept.pk).update(staff_count=300)
    undone(clerk, merge)
    place.refresh_from_db()
    assert (place.unit, place.name, place.number) == (double, "改过名的厂区", 1)
    assert Site.objects.get(name="后来的厂区").unit == kept
    kept.refresh_from_db()
    assert kept.staff_count == 300
    left = Merge.objects.get().left
    assert left["directory:sites"] == {"changed": [place.pk], "stay": [], "added": 1}
    assert left["details"] == ["员工数"]


def test_a_later_merge_is_undone_first(zone, clerk, pair):
    kept, double = pair
    third = world.unit(zone)
    first = merged(clerk, kept, double)
    second = merged(clerk, third, kept)
    before = hashes(zone)
    with pytest.raises(WrongMove):
        undone(clerk, first)
    assert hashes(zone) == before
    undone(clerk, second)
    undone(clerk, first)
    assert not Unit.objects.filter(merged_into__isnull=False).exists()


def test_the_pages_lead_from_the_pair_over_the_preview_to_the_undoing(zone, clerk, pair):
    kept, double = pair
    pairs(clerk)
    browser = signed_in(Client(), Account.objects.get(pk=clerk.account_id))
    row = Likeness.objects.get()
    page = browser.get(reverse("directory:likeness", args=[row.pk])).content.decode()
    assert "名称相同、联系电话相同" in page
    there = reverse("directory:merge-units", args=[kept.pk, double.pk])
    assert there in page
    assert "138****0011" in page
    assert "13800000011" not in page
    asked = browser.post(reverse("directory:merge-choose", args=[kept.pk]), {"code": double.code.lower()})
    assert asked["Location"] == there
    assert "两家都有的留在并入的一家" in browser.get(there).content.decode()
    kept.refresh_from_db()
    filled = {"reason": "同一家", "take": ["staff_count"], "survivor_version": kept.version}
    filled |= {"retired_version": Unit.objects.get(pk=double.pk).version, "seen": browser.get(there).context["seen"]}
    stale = browser.post(there, filled | {"survivor_version": 1 + kept.version})
    assert "刚被别人改过" in stale.content.decode()
    assert browser.post(there, filled | {"seen": "{"}).status_code == 422
    refused = browser.post(there, filled)
    assert "还须别人同意" in refused.content.decode()
    found = consulted.asked_by_page(browser, refused)
    page = browser.get(f"/consultations/{found.pk}/").content.decode()
    for words in (f"{double.name}（{double.code}）", f"并入 {kept.name}", "员工数", "214", "转到保留的一家 1"):
        assert words in page
    assert not Merge.objects.exists()
    consulted.agree(consulted.colleague(zone, "head_industry"), found)
    merge = carried(found)
    page = reverse("directory:merge", args=[merge.pk])
    assert "撤销会怎样" in browser.get(page).content.decode()
    assert browser.post(page, {"reason": "并错了"}).status_code == 302
    merge.refresh_from_db()
    assert merge.undo_reason == "并错了"
