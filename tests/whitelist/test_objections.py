"""Anybody may object by name while a batch is publicised; each objection is answered with reasons before the batch goes out (R124)."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from pydantic import ValidationError

from sibao.accounts.models import Account
from sibao.inbox.models import Task
from sibao.kernel import clock
from sibao.kernel.access import acting, system
from sibao.kernel.models import IssuedDocument, PersonalLook
from sibao.kernel.refusals import Denied, NotFound, WrongMove
from sibao.whitelist import services
from sibao.whitelist.inputs import AnswerObjection, RecordObjection
from sibao.whitelist.models import Batch, BatchMember, Listing, Objection
from tests import listing, world
from tests.accounts.people import signed_in

pytestmark = pytest.mark.django_db
NAME, PHONE, MATTER = "张三丰（示例）", "13800000011", "这家单位去年已经停产，厂房在出租"


def recorded(actor, batch, unit, **more):
    said = {"name": NAME, "phone": PHONE, "matter": MATTER, "batch_id": batch.pk, "unit_id": unit.pk}
    return services.record_objection(actor=actor, given=RecordObjection.model_validate(said | more))


def answered(actor, found, outcome):
    with acting(actor):
        found.refresh_from_db()
    given = {"objection_id": found.pk, "version": found.version, "outcome": outcome}
    given["answer"] = (
        "经现场核查，生产正常，有用电和纳税记录" if outcome == "dismiss" else "经现场核查，确已停产，撤出本批次"
    )
    return services.answer_objection(actor=actor, given=AnswerObjection.model_validate(given))


def standing():
    batches = list(Batch.objects.order_by("pk").values_list("pk", "state", "version"))
    with acting(system(Batch.objects.first().zone_id, door="cli")):
        return batches, list(Objection.objects.order_by("pk").values_list("pk", "state", "version"))


def refused(kind, do, *args, **given):
    """A refusal that changed nothing; what it says."""
    before = standing()
    with pytest.raises(kind) as refusal:
        do(*args, **given)
    assert standing() == before
    return str(refusal.value)


def against(zone, do):
    """What the database itself refuses."""
    with acting(world.cli(zone)), pytest.raises(DatabaseError), transaction.atomic():
        do()


def test_no_batch_goes_out_over_an_objection_and_what_is_answered_is_public_without_who_objected(zone):
    office, clerk = world.person(zone, "hq_office_clerk"), world.person(zone, "clerk_industry")
    kept, gone, calm = (world.unit(zone) for _ in range(3))
    batch = listing.drafted(office, kept, gone, calm)
    assert "公示期" in refused(WrongMove, recorded, office, batch, kept)
    batch = listing.publicised(office, batch)
    first, second = recorded(office, batch, kept), recorded(clerk, batch, gone)
    refused(NotFound, recorded, office, batch, world.unit(zone))
    refused(NotFound, recorded, world.person(zone, "clerk_commerce"), batch, kept)
    refused(Denied, recorded, world.person(zone, "clerk_zhicheng"), batch, kept)
    refused(ValidationError, recorded, office, batch, kept, phone="不告诉你")
    late = clock.now() + listing.DAYS
    before = {"actor": office, "given": listing.publication(batch), "now": late}
    said = refused(WrongMove, services.publish_batch, **before)
    assert (kept.name in said, gone.name in said, calm.name in said) == (True, True, False)
    gone_out = {"state": "published", "published_at": late, "notice_number": "济四保办〔2022〕99号"}
    against(zone, lambda: Batch.objects.filter(pk=batch.pk).update(**gone_out))
    for wrong in ({"matter": "改"}, {"state": "dismissed"}, {"state": "upheld", "answered_at": late}):
        against(zone, lambda wrong=wrong: Objection.objects.filter(pk=first.pk).update(**wrong))
    task = Task.objects.get(kind__code="objection", subject_id=second.pk)
    assert task.position.code == "clerk_industry"
    refused(Denied, answered, world.person(zone, "head_industry"), first, "dismiss")
    answered(office, first, "dismiss")
    answered(clerk, second, "uphold")
    assert not BatchMember.objects.filter(batch=batch, unit=gone).exists()
    assert Listing.objects.get(unit=gone).state == "removed"
    refused(WrongMove, answered, office, first, "uphold")
    task.refresh_from_db()
    assert task.state == "done"
    again = {name: getattr(first, name) for name in ("zone", "batch", "sealed_name", "sealed_phone", "phone_hash")}
    again |= {"unit": calm, "matter": "公示期已经满了", "lodged_at": late + timedelta(days=1), "recorded_by": "试"}
    against(zone, lambda: Objection.objects.create(**again))
    listing.publish(office, batch)
    assert Listing.objects.get(unit=kept).state == "active"
    code = IssuedDocument.objects.get(kind="whitelist-publicity").check_code
    page = Client().get(f"/zh/notices/{code}/").content.decode()
    assert "有用电和纳税记录" in page
    assert "确已停产" in page
    for hidden in (NAME, PHONE, MATTER):
        assert hidden not in page


def test_who_objects_is_sealed_masked_and_shown_for_a_purpose_that_is_kept(zone):
    office, unit = world.person(zone, "hq_office_clerk"), world.unit(zone)
    batch = listing.publicised(office, listing.drafted(office, unit))
    browser = signed_in(Client(), Account.objects.get(pk=office.account_id))
    form = f"/whitelist/batches/{batch.pk}/object/{unit.pk}/"
    assert browser.post(form, {"name": NAME, "phone": "12", "matter": MATTER}).status_code == 422
    assert standing()[1] == []
    assert browser.post(form, {"name": NAME, "phone": PHONE, "matter": MATTER}).status_code == 302
    with acting(office):
        found = Objection.objects.get()
    assert PHONE.encode() not in bytes(found.sealed_phone)
    here = f"/whitelist/objections/{found.pk}/"
    assert here in browser.get(f"/whitelist/batches/{batch.pk}/").content.decode()
    page = browser.get(here).content.decode()
    assert (NAME in page, PHONE in page, "张*丰" in page) == (False, False, True)
    assert browser.post(f"{here}reveal/", {"purpose": ""}).status_code == 422
    assert not PersonalLook.objects.exists()
    shown = browser.post(f"{here}reveal/", {"purpose": "电话核实"}).content.decode()
    assert (NAME in shown, PHONE in shown) == (True, True)
    assert PersonalLook.objects.get().what == "whitelist:objection:reveal"
    listed = browser.get("/whitelist/objections/?applied=1&state=open").content.decode()
    read = browser.get(f"/api/v1/objections?unit_id={unit.pk}").json()["items"]
    assert (unit.name in listed, MATTER in listed, [one["matter"] for one in read]) == (True, True, [MATTER])
    for hidden in (NAME, PHONE):
        assert hidden not in listed + str(read) + browser.get(f"/api/v1/objections/{found.pk}").content.decode()
    answer = {"outcome": "dismiss", "answer": "经现场核查，生产正常", "version": found.version}
    assert browser.post(f"{here}answer/", answer).status_code == 302
    assert "经现场核查" in browser.get(here).content.decode()
