"""Invitations: by an official to a unit of her scope, a link good once, proof, and a second person who approves."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client

from sibao.accounts import queries, services
from sibao.accounts.inputs import AnswerInvitation, ApproveAccess, Invite, OneInvitation
from sibao.accounts.models import AccessRequest, Account, Invitation
from sibao.audit.models import AuditLine
from sibao.kernel import clock
from sibao.kernel.access import acting
from sibao.kernel.refusals import Denied, Invalid, NotFound
from sibao.kernel.web.limits import BUCKETS
from tests import world
from tests.accounts.people import signed_in

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 proof"
PROOF = {"name": "x.pdf", "content_type": "application/pdf", "content": PDF}


@pytest.fixture
def unit(zone):
    return world.unit(zone, town="419001102", sector="industry")


@pytest.fixture
def clerk_of_town(zone):
    return world.person(zone, "clerk_zhicheng")


@pytest.fixture
def invited(unit, clerk_of_town):
    return services.invite(actor=clerk_of_town, given=Invite(code=unit.code))


def form(**more):
    proof = SimpleUploadedFile("授权书.pdf", PDF, "application/pdf")
    return {"name": "赵经理", "phone": "13800000011", "proof": proof, **more}


def answer(zone, secret, **more):
    given = AnswerInvitation(secret=secret, name="赵经理", phone="13800000011", proof=PROOF)
    return services.answer_invitation(actor=queries.asker(zone.pk), given=given, **more)


def browser_of(actor):
    return signed_in(Client(), Account.objects.get(pk=actor.account_id))


def requests(zone):
    with acting(world.cli(zone)):
        return list(AccessRequest.objects.order_by("pk"))


def test_from_the_invitation_to_the_account_it_takes_the_link_the_proof_and_a_second_person(zone, unit, clerk_of_town):
    page = browser_of(clerk_of_town).post("/accounts/invitations/new/", {"code": unit.code})
    link = page.context["link"].partition("testserver")[2]
    stranger = Client()
    assert unit.name in stranger.get(link).content.decode()
    assert stranger.post(link, form())["Location"] == "/accounts/ask/done/"
    [asked] = requests(zone)
    assert (asked.unit, asked.state, asked.invitation.used_at is not None) == (unit, "waiting", True)
    second = world.person(zone, "hq_office_clerk")
    made = services.approve_access(actor=second, given=ApproveAccess(request_id=asked.pk, username="zhao.unit"))
    [held] = queries.running_appointments(made.account.pk, clock.now())
    actor = queries.actor_of(held)
    assert actor.scope.unit_id == unit.pk


def test_who_invited_does_not_approve_not_even_past_the_service(zone, clerk_of_town, invited):
    asked = answer(zone, invited.secret)
    with pytest.raises(Invalid, match="须由另一位经办人"):
        services.approve_access(actor=clerk_of_town, given=ApproveAccess(request_id=asked.pk, username="zhao.unit"))
    assert not Account.objects.filter(username="zhao.unit").exists()
    rows = AccessRequest.objects.filter(pk=asked.pk)
    account = Account.objects.get(pk=clerk_of_town.account_id)
    past = {"state": "approved", "account": account, "decided_by_id": clerk_of_town.appointment_id}
    refused = pytest.raises(DatabaseError, match="who invited does not approve")
    with acting(world.cli(zone)), refused, transaction.atomic():
        rows.update(**past, decided_at=clock.now())
    assert requests(zone)[0].state == "waiting"


def test_a_link_is_good_once_and_the_page_does_not_say_why_it_is_gone(zone, invited):
    link = f"/accounts/invited/{invited.secret}/"
    assert Client().post(link, form()).status_code == 302
    assert Client().post(link, form(phone="13800000012")).status_code == 404
    assert Client().get(link).status_code == Client().get("/accounts/invited/never/").status_code == 404
    assert len(requests(zone)) == 1


def test_a_link_lapses_and_a_newer_one_voids_it(zone, unit, clerk_of_town, invited):
    services.invite(actor=clerk_of_town, given=Invite(code=unit.code))
    with pytest.raises(NotFound):
        answer(zone, invited.secret)
    newest = services.invite(actor=clerk_of_town, given=Invite(code=unit.code))
    with pytest.raises(NotFound):
        answer(zone, newest.secret, now=clock.now() + timedelta(days=8))
    assert requests(zone) == []


def test_a_withdrawn_link_opens_nothing_and_a_used_one_is_not_withdrawn(zone, unit, clerk_of_town, invited):
    browser = browser_of(clerk_of_town)
    number = invited.invitation.pk
    assert "撤回邀请" in browser.get(f"/accounts/invitations/{number}/").content.decode()
    browser.post(f"/accounts/invitations/{number}/withdraw/")
    with pytest.raises(NotFound):
        answer(zone, invited.secret)
    again = services.invite(actor=clerk_of_town, given=Invite(code=unit.code))
    answer(zone, again.secret)
    with pytest.raises(Invalid, match="已用过"):
        services.withdraw_invitation(actor=clerk_of_town, given=OneInvitation(invitation_id=again.invitation.pk))
    page = browser.post(f"/accounts/invitations/{again.invitation.pk}/withdraw/", follow=True).content.decode()
    assert "已用过" in page
    assert Invitation.objects.get(pk=again.invitation.pk).withdrawn_at is None


def test_nobody_invites_a_unit_beyond_her_scope_or_without_the_right(zone, unit):
    with pytest.raises(Invalid):
        services.invite(actor=world.person(zone, "clerk_kejing"), given=Invite(code=unit.code))
    with pytest.raises(Denied):
        services.invite(actor=world.person(zone, "unit_user", unit=unit), given=Invite(code=unit.code))
    assert not Invitation.objects.exists()


def test_the_secret_is_kept_nowhere(zone, invited):
    answer(zone, invited.secret)
    kept = Invitation.objects.get(pk=invited.invitation.pk)
    assert bytes(kept.digest) == queries.secret_digest(invited.secret)
    said = str(list(AuditLine.objects.values_list("details", "subject_label")))
    assert invited.secret not in said
    assert "13800000011" not in said


def test_guessing_links_is_slowed_down(zone, settings):
    settings.LIMITS_TIMES = 1
    BUCKETS.clear()
    answers = [Client().get(f"/accounts/invited/guess{number}/").status_code for number in range(9)]
    assert (answers[0], answers[-1]) == (404, 429)


@pytest.mark.parametrize("more", [{"phone": "1234"}, {"name": ""}, {"proof": SimpleUploadedFile("x.exe", b"MZ")}])
def test_a_bad_answer_is_said_beside_the_field_and_the_link_stays_good(zone, invited, more):
    link = f"/accounts/invited/{invited.secret}/"
    assert Client().post(link, form(**more)).status_code == 422
    assert requests(zone) == []
    assert Client().get(link).status_code == 200


def test_the_list_tells_how_each_stands(zone, unit, clerk_of_town, invited):
    browser = browser_of(clerk_of_town)
    assert "待应邀" in browser.get("/accounts/invitations/").content.decode()
    answer(zone, invited.secret)
    shown = browser.get("/accounts/invitations/", {"applied": "1", "state": "used"})
    assert shown.context["count"] == 1
    assert browser.get("/accounts/invitations/", {"applied": "1", "state": "lapsed"}).context["count"] == 0
