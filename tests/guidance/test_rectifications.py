"""What is not met is put right in time, shown, and confirmed by somebody else (R30, R53)."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client

from sibao.accounts.models import Account
from sibao.audit.models import AuditLine
from sibao.guidance import queries, services
from sibao.guidance.inputs import CancelRectification, ConfirmRectification, OpenRectification, ReturnRectification
from sibao.guidance.models import GuideItem, ItemStanding, Rectification
from sibao.inbox.models import Task
from sibao.kernel import clock
from sibao.kernel.refusals import Conflict, Denied, Invalid, NotFound, WrongMove
from tests import world
from tests.accounts.people import signed_in
from tests.guidance import steps

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit(zone):
    return world.unit(zone)


@pytest.fixture
def owner(zone, unit):
    return world.person(zone, "unit_user", unit=unit)


@pytest.fixture
def clerk(zone):
    return world.person(zone, "clerk_industry")


@pytest.fixture
def item(unit):
    rows = GuideItem.objects.filter(sector=unit.sector, posture="normal", evidence="photo")
    return rows.order_by("order").first()


@pytest.fixture
def row(owner, unit, item):
    steps.checked(owner, unit, **{item.key: "unmet"})
    return Rectification.objects.get(unit=unit)


def task(kind="rectification"):
    return Task.objects.filter(subject_kind="rectification", kind__code=kind).order_by("-id").first()


LOOK = "rectification_confirm"


def said(row):
    return ItemStanding.objects.get(unit=row.unit, item=row.item).said


def test_what_is_not_met_is_reported_with_proof_and_confirmed_by_somebody_else(owner, clerk, unit, item, row):
    assert (row.title, row.origin_kind, row.state, row.due_at) == (item.text, "check_answer", "open", task().due_at)
    assert (task().seat_unit, task().state) == (unit, "offered")
    given = steps.ReportRectification(rectification_id=row.pk, version=row.version, proof="已划线")
    with pytest.raises(Invalid):
        services.report_rectification(actor=owner, given=given)
    with pytest.raises(WrongMove):
        steps.confirmed(clerk, row)
    row = steps.reported(owner, row)
    assert (row.state, task().state, said(row)) == ("reported", "done", "unmet")
    assert (task(LOOK).position.code, task(LOOK).unit, task(LOOK).state) == ("clerk_industry", unit, "offered")
    with pytest.raises(Denied):
        steps.confirmed(owner, row)
    with pytest.raises(NotFound):
        steps.confirmed(world.person(unit.zone, "clerk_commerce"), row)
    old = ConfirmRectification(rectification_id=row.pk, version=row.version - 1)
    with pytest.raises(Conflict):
        services.confirm_rectification(actor=clerk, given=old)
    row.refresh_from_db()
    assert row.state == "reported"
    assert task(LOOK).state == "offered"
    assert steps.confirmed(clerk, row).state == "confirmed"
    assert (said(row), task(LOOK).state) == ("met", "done")
    assert AuditLine.objects.filter(command="guidance:rectification:confirm", outcome="done").count() == 1
    with pytest.raises(DatabaseError), transaction.atomic():
        Rectification.objects.filter(pk=row.pk).update(state="open", ended_at=None)


def test_who_reported_it_cannot_confirm_it_in_another_seat(zone, owner, row):
    row = steps.reported(owner, row)
    with pytest.raises(IntegrityError), transaction.atomic():
        Rectification.objects.filter(pk=row.pk).update(
            state="confirmed", ended_by=owner.account_id, ended_at=clock.now()
        )
    row.refresh_from_db()
    assert row.state == "reported"


def test_what_is_sent_back_comes_with_a_new_task_and_deadline(owner, clerk, row):
    first = task()
    row = steps.reported(owner, row)
    given = ReturnRectification(rectification_id=row.pk, version=row.version, reason="标识不清", days=2)
    row = services.return_rectification(actor=clerk, given=given)
    assert (row.state, row.times_returned, row.reason) == ("open", 1, "标识不清")
    assert task() != first
    assert (task(LOOK).state, task(LOOK).result) == ("done", "退回：标识不清")
    assert (row.due_at, task().quantity, task().clock_unit) == (task().due_at, 2, "working_day")
    assert said(row) == "unmet"
    steps.confirmed(clerk, steps.reported(owner, row))
    assert said(row) == "met"


def test_what_was_asked_for_by_mistake_is_called_off_and_nothing_is_known(zone, owner, unit, row):
    head = world.person(zone, "head_industry")
    row = steps.reported(owner, row)
    given = CancelRectification(rectification_id=row.pk, version=row.version, reason="误报")
    row = services.cancel_rectification(actor=head, given=given)
    assert (row.state, task(LOOK).state, said(row)) == ("cancelled", "cancelled", "unknown")
    steps.checked(owner, unit)
    assert said(row) == "met"


def test_contexts_above_open_one_with_their_own_origin_and_only_once(zone, unit, owner):
    system = world.cli(zone)
    given = OpenRectification(unit_id=unit.pk, origin_kind="finding", origin_id=7, title="围挡不符合", days=3)
    row = services.open_rectification(actor=system, given=given)
    assert (row.item, row.origin_kind, task().quantity) == (None, "finding", 3)
    with pytest.raises(WrongMove):
        services.open_rectification(actor=system, given=given)
    with pytest.raises(Denied):
        services.open_rectification(actor=owner, given=given)
    assert Rectification.objects.count() == 1


def test_what_is_late_is_counted_and_opens_its_rows(clerk, row):
    assert queries.rectifications(clerk).filter(queries.overdue(clock.now())).count() == 0
    Rectification.objects.filter(pk=row.pk).update(due_at=clock.now() - timedelta(days=1))
    browser = signed_in(Client(), Account.objects.get(pk=clerk.account_id))
    shown = browser.get("/guidance/rectifications/?applied=1&overdue=1")
    assert shown.context["count"] == 1
    assert "已逾期" in browser.get(f"/guidance/rectifications/{row.pk}/").content.decode()
    one = browser.get("/api/v1/rectifications", {"state": "open", "unit_id": row.unit_id}).json()["items"]
    assert one == [browser.get(f"/api/v1/rectifications/{row.pk}").json()]
    assert (one[0]["title"], one[0]["sector"], one[0]["reported_at"]) == (row.title, "industry", None)
    assert browser.get("/api/v1/rectifications", {"state": "confirmed"}).json()["count"] == 0
    assert [one["unmet"] for one in browser.get("/api/v1/checks").json()["items"]] == [1]
    stranger = signed_in(Client(), Account.objects.get(pk=world.person(row.zone, "clerk_commerce").account_id))
    assert stranger.get("/api/v1/checks").json()["count"] == 0
    assert stranger.get(f"/api/v1/rectifications/{row.pk}").status_code == 404


def test_the_pages_lead_from_a_tap_to_a_confirmed_rectification(zone, owner, clerk, unit, item):
    phone, desk = (signed_in(Client(), Account.objects.get(pk=one.account_id)) for one in (owner, clerk))
    page = phone.post(f"/guidance/units/{unit.pk}/normal/")["Location"]
    found = queries.checks_of(owner, unit.pk).get()
    for answer in found.answers.select_related("item"):
        if answer.item != item:
            steps.answered(owner, answer)
    bad = found.answers.get(item=item)
    assert phone.post(f"{page}submit/", {"version": 1}).status_code == 422
    assert phone.post(f"/guidance/answers/{bad.pk}/", {"said": "na", "note": ""}).status_code == 422
    assert phone.post(f"/guidance/answers/{bad.pk}/", {"said": "unmet"})["Location"] == f"{page}#item-{bad.pk}"
    assert phone.post(f"{page}submit/", {"version": 1}).status_code == 302
    assert "已提交" in phone.get(page).content.decode()
    row = Rectification.objects.get()
    at = f"/guidance/rectifications/{row.pk}/"
    assert at in phone.get(f"/guidance/units/{unit.pk}/").content.decode()
    steps.shown(owner, "rectification", row.pk)
    assert phone.post(f"{at}report/", {"proof": "已划线", "version": 1}).status_code == 302
    assert "确认整改" in desk.get(at).content.decode()
    assert desk.post(f"{at}confirm/", {"version": 2}).status_code == 302
    assert "全部落实" in phone.get(f"/guidance/units/{unit.pk}/").content.decode()
    assert phone.post(f"/guidance/units/{unit.pk}/never/").status_code == 422
