"""Exporting many people's data: masked by oneself; unmasked when others agree, once, for a purpose, on record."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from sibao.approvals.models import Consultation
from sibao.audit.models import AuditLine
from sibao.directory import queries, services
from sibao.kernel import clock
from sibao.kernel.access import acting
from sibao.kernel.lists import exports, working
from sibao.kernel.lists import services as lists
from sibao.kernel.lists.inputs import FetchExport, StartExport
from sibao.kernel.lists.registry import lists as registry
from sibao.kernel.models import ExportRun, PersonalLook, StoredFile
from sibao.kernel.permissions import ALL
from sibao.kernel.refusals import Denied, Invalid, NeedsConsultation, NotFound, WrongMove
from tests import consulted, grounds, world
from tests.seen import browser, shown

pytestmark = pytest.mark.django_db
EXPORT, PURPOSE = "directory:person:export", "组织核酸检测"
NUMBER, OTHER = "419001197001010017", "41900119700101005X"


@pytest.fixture
def officer(zone):
    return world.person(zone, "health_officer")


@pytest.fixture
def second(zone):
    return world.person(zone, "hq_office_clerk")


@pytest.fixture
def place(zone):
    """A site at which two people work, one of them twice over."""
    made = grounds.site(world.unit(zone))
    grounds.employed(made, number=NUMBER, name="张演示", ended_on=grounds.BEGUN)
    grounds.employed(made, number=NUMBER, name="张演示", started_on=clock.today())
    grounds.employed(made, number=OTHER, name="李演示")
    return made


def wanted(**more):
    return StartExport(list_key="directory:staff", format="csv", **more)


def unmasked(**more):
    return wanted(**{"unmasked": True, "purpose": PURPOSE, **more})


def written(run):
    with acting(None):
        working.run_export(run.pk)
    run.refresh_from_db()
    return run


def agreed(officer, second, given):
    """The run that the queue made once somebody else had agreed, with its file."""
    found = consulted.carry_out(consulted.agree(second, consulted.ask(officer, EXPORT, given)))
    assert found.state == "carried_out", found.reason
    return written(ExportRun.objects.get())


def fetched(actor, run, *, once=True):
    return lists.read_export(actor=actor, given=FetchExport(run_id=run.pk, once=once)).content.decode("utf-8-sig")


def test_a_masked_export_asks_nobody_and_is_fetched_as_often_as_wanted(officer, place):
    run = written(services.export_staff(actor=officer, given=wanted()))
    for _time in range(2):
        text = fetched(officer, run, once=False)
        assert "张**" in text or "张*" in text
        assert NUMBER not in text
    assert (Consultation.objects.count(), PersonalLook.objects.count(), run.persons) == (0, 0, None)


def test_an_unmasked_export_is_refused_alone_and_leaves_nothing(zone, officer, place):
    clerk = world.person(zone, "clerk_industry")
    for actor, given, refusal in (
        (officer, unmasked(), NeedsConsultation),
        (officer, unmasked(purpose=""), Invalid),
        (clerk, unmasked(), Denied),
    ):
        with pytest.raises(refusal):
            services.export_staff(actor=actor, given=given)
    with pytest.raises(Denied):
        consulted.ask(clerk, EXPORT, unmasked())
    assert (ExportRun.objects.count(), Consultation.objects.count(), PersonalLook.objects.count()) == (0, 0, 0)


def test_what_others_agreed_to_goes_out_once_to_who_asked_and_is_on_record(zone, officer, second, place):
    run = agreed(officer, second, unmasked())
    assert (run.account_id, run.masked, run.purpose, run.rows, run.persons) == (
        officer.account_id, False, PURPOSE, 3, 2,
    )  # fmt: skip
    for stranger in (second, world.person(zone, "health_officer")):
        with pytest.raises(NotFound):
            fetched(stranger, run)
        assert browser(stranger).post(f"/exports/{run.pk}/").status_code in (403, 404)
    with pytest.raises(WrongMove, match="只能下载一次"):
        fetched(officer, run, once=False)
    text = fetched(officer, run)
    assert NUMBER in text
    assert OTHER in text
    assert f"用途：{PURPOSE}" in text
    with pytest.raises(WrongMove, match="已下载一次"):
        fetched(officer, run)
    with acting(officer):
        assert StoredFile.objects.count() == 0
    line = AuditLine.objects.get(command="kernel:export:read", outcome="done")
    assert (line.details["persons"], line.details["purpose"], line.account_id) == (2, PURPOSE, officer.account_id)
    started = AuditLine.objects.get(command=EXPORT, outcome="done")
    assert started.details["consultation"] == Consultation.objects.get().pk
    looks = PersonalLook.objects.filter(how="export", purpose=PURPOSE, actor_name=officer.name)
    with acting(world.cli(zone)):
        people = {queries.subject_of(one) for one in queries.staff(officer)}
    assert {bytes(look.subject_hash) for look in looks} == people


def test_an_unmasked_file_expires_sooner_and_is_not_handed_out_late(zone, officer, second, place):
    run = agreed(officer, second, unmasked())
    late = clock.now() + exports.KEPT_UNMASKED + timedelta(minutes=1)
    with pytest.raises(WrongMove, match="保存期限"):
        lists.read_export(actor=officer, given=FetchExport(run_id=run.pk, once=True), now=late)
    with pytest.raises(IntegrityError, match="what_is_taken_once"), transaction.atomic():
        ExportRun.objects.filter(pk=run.pk).update(taken_at=late)
    with acting(None):
        assert working.prune_exports(late) == 1
    with acting(officer):
        assert StoredFile.objects.count() == 0
    with pytest.raises(WrongMove, match="已满 3 天"):
        fetched(officer, run)


def test_the_page_leads_from_the_choice_over_the_question_to_the_one_download(officer, second, place):
    desk = browser(officer)
    page = shown(officer, reverse("directory:staff"))
    assert "不脱敏：写明用途，经别人同意" in page
    form = {"list": "directory:staff", "query": "?town=419001102", "format": "csv", "unmasked": "1", "purpose": PURPOSE}
    found = consulted.asked_by_page(desk, desk.post("/exports/start/", form))
    asked = shown(second, f"/consultations/{found.pk}/")
    for words in ("未脱敏：姓名、证件号码", "镇（街道）：轵城镇", "3 人次", PURPOSE):
        assert words in asked
    consulted.carry_out(consulted.agree(second, found))
    run = written(ExportRun.objects.get())
    assert "含 2 人未脱敏信息" in shown(officer, "/exports/")
    there = f"/exports/{run.pk}/"
    assert desk.get(there).status_code == 409
    assert NUMBER in desk.post(there).content.decode("utf-8-sig")
    assert desk.post(there).status_code == 409
    assert "已下载一次，文件已删除" in shown(officer, "/exports/")


def test_who_may_not_reveal_any_more_gets_no_file_though_others_agreed(zone, officer, second, place):
    found = consulted.agree(second, consulted.ask(officer, EXPORT, unmasked()))
    role = role_of_officers(zone)
    role.permissions = [name for name in role.permissions if name != "directory:person:reveal"]
    role.save()
    assert consulted.carry_out(found).state == "not_carried_out"
    assert ExportRun.objects.count() == 0


def role_of_officers(zone):
    return world.Position.objects.get(zone=zone, code="health_officer").role


def test_every_list_that_could_go_out_unmasked_needs_others_for_that():
    bare = [one.key for one in registry.all() if one.subject and ALL[one.export_may].consultation != "unmasked"]
    assert bare == []
