"""1+1+N: which documents are in force and which are missing, what gives way to what, and who may draft them (R10)."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client

from sibao.accounts.models import Account
from sibao.audit.models import AuditLine
from sibao.directory.models import Sector
from sibao.guidance import queries, services
from sibao.guidance.inputs import EditDocument, WithdrawDocument
from sibao.guidance.models import GuideDocument
from sibao.kernel import clock, files
from sibao.kernel.access import acting
from sibao.kernel.attaching import services as attaching
from sibao.kernel.attaching.inputs import AddAttachment
from sibao.kernel.refusals import Conflict, Denied, Invalid, NotFound, WrongMove
from tests import world
from tests.accounts.people import signed_in
from tests.guidance.steps import drafted, enforced

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(zone):
    return world.person(zone, "hq_office_clerk")


@pytest.fixture
def head(zone):
    return world.person(zone, "head_industry")


@pytest.fixture
def industry(zone):
    return Sector.objects.get(zone=zone, code="industry")


def shelf(actor, code):
    with acting(actor):
        return next(one for one in queries.shelves(actor) if one.code == code)


def cell(actor, code, kind):
    return next(one for one in shelf(actor, code).cells if one.kind == kind)


def browser_of(actor):
    return signed_in(Client(), Account.objects.get(pk=actor.account_id))


def withdraw(actor, row, reason="不再适用"):
    given = WithdrawDocument(document_id=row.pk, version=row.version, reason=reason)
    return services.withdraw_document(actor=actor, given=given)


def test_what_is_missing_is_shown_as_none_and_every_number_opens_its_rows(zone, office, industry):
    with acting(office):
        assert queries.total(queries.shelves(office)) == (17, 17)
    assert cell(office, "zone", "plan").missing
    assert cell(office, "industry", "emergency").missing
    assert not cell(office, "zone", "special").missing
    enforced(office, drafted(office, None, "plan"))
    draft = drafted(office, industry)
    assert shelf(office, "zone").missing == 1
    assert cell(office, "industry", "guide").count == 0
    enforced(office, draft)
    assert cell(office, "industry", "guide").count == 1
    browser = browser_of(office)
    page = browser.get("/guidance/")
    assert "应有 17 份，缺 15 份" in page.content.decode()
    rows = browser.get("/guidance/documents/?applied=1&sector=industry&kind=guide&state=in_force").content.decode()
    assert f"/guidance/documents/{draft.pk}/" in rows
    of_all = browser.get("/guidance/documents/?applied=1&sector=zone&kind=guide&state=in_force").content.decode()
    assert f"/guidance/documents/{draft.pk}/" not in of_all


def test_a_new_edition_supersedes_the_one_before_and_both_stay(office, industry):
    old = enforced(office, drafted(office, industry))
    new = enforced(office, drafted(office, industry, edition="第2版"))
    old.refresh_from_db()
    assert (old.state, old.ended_on, new.state) == ("superseded", new.in_force_on, "in_force")
    assert new.supersedes == old
    assert cell(office, "industry", "guide").count == 1
    with pytest.raises(WrongMove):
        withdraw(office, old)
    page = browser_of(office).get(f"/guidance/documents/{new.pk}/").content.decode()
    assert f"/guidance/documents/{old.pk}/" in page
    assert AuditLine.objects.filter(command="guidance:document:enforce").count() == 2


def test_special_guides_stand_beside_each_other_unless_one_is_named(office, industry):
    first = enforced(office, drafted(office, industry, "special", title="冷链专项（示例）"))
    second = enforced(office, drafted(office, industry, "special", title="货运专项（示例）"))
    assert cell(office, "industry", "special").count == 2
    other = drafted(office, industry, "special", title="冷链专项（示例）", edition="第2版")
    with pytest.raises(Invalid):
        enforced(office, other, supersedes_id=other.pk)
    enforced(office, other, supersedes_id=first.pk)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == ("superseded", "in_force")


def test_what_is_in_force_stays_as_it_was_said(office, industry):
    row = enforced(office, drafted(office, industry))
    said = {"sector_id": industry.pk, "kind": "guide", "title": "改了", "issuer": "别人", "issued_on": date(2022, 6, 2)}
    given = EditDocument(document_id=row.pk, version=row.version, edition="第1版", **said)
    with pytest.raises(WrongMove):
        services.edit_document(actor=office, given=given)
    for changed in ({"title": "改了"}, {"sector": None}, {"state": "draft"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            GuideDocument.objects.filter(pk=row.pk).update(**changed)
    twin = drafted(office, industry)
    with pytest.raises(IntegrityError), transaction.atomic():
        GuideDocument.objects.filter(pk=twin.pk).update(state="in_force", in_force_on=clock.today())
    row.refresh_from_db()
    assert (row.title, row.state) == ("防控工作指南（示例）", "in_force")


def test_a_draft_is_not_put_in_force_before_it_was_issued_or_in_days_to_come(office, industry):
    row = drafted(office, industry)
    for day in (row.issued_on - timedelta(days=1), clock.today() + timedelta(days=1)):
        with pytest.raises(Invalid):
            enforced(office, row, in_force_on=day)
    former = enforced(office, drafted(office, industry))
    row.refresh_from_db()
    with pytest.raises(Invalid):
        enforced(office, row, in_force_on=former.in_force_on - timedelta(days=1))
    with pytest.raises(Conflict):
        enforced(office, row, version=row.version + 1)
    row.refresh_from_db()
    assert row.state == "draft"


def test_a_department_drafts_for_its_own_sector_and_its_head_puts_in_force(zone, head, office, industry):
    clerk = world.person(zone, "clerk_industry")
    commerce = Sector.objects.get(zone=zone, code="commerce")
    row = drafted(clerk, industry)
    for place in (commerce, None):
        with pytest.raises(Invalid):
            drafted(clerk, place)
    with pytest.raises(Denied):
        enforced(clerk, row)
    theirs, over_all = drafted(office, commerce), drafted(office, None)
    for other in (theirs, over_all):
        with pytest.raises(NotFound):
            enforced(head, other)
    assert enforced(head, row).state == "in_force"
    assert GuideDocument.objects.filter(state="in_force").count() == 1


def test_drafts_are_seen_by_who_may_draft_and_other_sectors_by_nobody_of_one(zone, head, office, industry):
    unit = world.unit(zone)
    owner = world.person(zone, "unit_user", unit=unit)
    draft, commerce = drafted(office, industry), Sector.objects.get(zone=zone, code="commerce")
    theirs, over_all = enforced(office, drafted(office, commerce)), enforced(office, drafted(office, None))
    assert set(queries.documents(head)) == {draft, over_all}
    assert draft not in queries.documents(owner)
    assert browser_of(owner).get(f"/guidance/documents/{draft.pk}/").status_code == 404
    assert browser_of(head).get(f"/guidance/documents/{theirs.pk}/").status_code == 404
    assert queries.reached_documents(owner, [draft.pk, over_all.pk]) == {over_all.pk}
    withdraw(office, draft)
    assert browser_of(owner).get(f"/guidance/documents/{draft.pk}/").status_code == 404


def test_files_hang_on_a_document_while_it_is_drafted_or_in_force(zone, office, head, industry):
    row = drafted(head, industry)
    upload = files.Upload("指南.pdf", "", b"%PDF-1.7 guide")
    attaching.add_attachment(
        actor=head, given=AddAttachment(subject_kind="guide_document", subject_id=row.pk, upload=upload)
    )
    assert "指南.pdf" in browser_of(head).get(f"/guidance/documents/{row.pk}/").content.decode()
    other = files.Upload("另一份.pdf", "", b"%PDF-1.7 other")
    given = AddAttachment(subject_kind="guide_document", subject_id=row.pk, upload=other)
    row = enforced(head, row)
    with pytest.raises(WrongMove):
        attaching.add_attachment(actor=world.person(zone, "clerk_industry"), given=given)
    attaching.add_attachment(actor=head, given=given)
    withdraw(head, row)
    with pytest.raises(WrongMove):
        attaching.add_attachment(actor=head, given=given)


def test_the_pages_draft_change_put_in_force_and_withdraw(head, industry):
    browser = browser_of(head)
    form = {"sector_id": industry.pk, "kind": "emergency", "title": "应急预案（示例）", "issuer": "工信局（示例）"}
    form |= {"issued_on": "2022-06-05", "edition": "第1版"}
    assert browser.post("/guidance/documents/new/", form | {"title": ""}).status_code == 422
    assert GuideDocument.objects.count() == 0
    page = browser.post("/guidance/documents/new/", form)["Location"]
    row = GuideDocument.objects.get()
    assert page == f"/guidance/documents/{row.pk}/"
    assert browser.post(f"{page}edit/", form | {"number": "济工信〔2022〕9号", "version": 1}).status_code == 302
    assert browser.post(f"{page}enforce/", {"in_force_on": "2022-06-06", "version": 2}).status_code == 302
    row.refresh_from_db()
    assert (row.number, row.state, row.version) == ("济工信〔2022〕9号", "in_force", 3)
    assert browser.post(f"{page}withdraw/", {"reason": "另行制定", "version": 3}).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.reason) == ("withdrawn", "另行制定")
