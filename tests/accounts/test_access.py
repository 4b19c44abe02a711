"""Requests for access: the same answer for everyone, proof, who decides, and what an approval opens."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sibao.accounts import queries, services
from sibao.accounts.inputs import ApproveAccess, AskForAccess, DeclineAccess, GrantAccess, RevealAccess
from sibao.accounts.models import AccessRequest, Account, Appointment, Position
from sibao.audit.models import AuditLine
from sibao.kernel import clock
from sibao.kernel.access import acting
from sibao.kernel.refusals import Denied, Invalid, NotFound
from sibao.kernel.web.limits import BUCKETS
from tests import world
from tests.accounts.people import signed_in

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 proof"
ASK = "/accounts/ask/unit/"


def form(code, **more):
    proof = SimpleUploadedFile("授权书.pdf", PDF, "application/pdf")
    given = {"code": code, "name": "赵经理", "phone": "13800000011", "proof": proof}
    return {**given, **more}


def asked(zone, unit=None, *, kind="unit", **more):
    """A request on the desk of who decides."""
    actor = queries.asker(zone.pk)
    given = {"kind": kind, "name": "赵经理", "phone": "13800000011", **more}
    if kind == "unit":
        given |= {
            "code": unit.code if unit else world.uscc(777),
            "proof": {"name": "x.pdf", "content_type": "application/pdf", "content": PDF},
        }
    services.ask_for_access(actor=actor, given=AskForAccess(**given))
    with acting(world.cli(zone)):
        return AccessRequest.objects.latest("pk")


@pytest.fixture
def unit(zone):
    return world.unit(zone, town="419001102", sector="industry")


@pytest.fixture
def clerk_of_town(zone):
    return world.person(zone, "clerk_zhicheng")


def test_the_answer_does_not_tell_whether_the_unit_is_known(client, zone, unit):
    known, unknown = client.post(ASK, form(unit.code)), client.post(ASK, form(world.uscc(424242)))
    assert (
        (known.status_code, known["Location"])
        == (unknown.status_code, unknown["Location"])
        == (302, "/accounts/ask/done/")
    )
    assert unit.name not in client.get(known["Location"]).content.decode()
    with acting(world.cli(zone)):
        assert [row.unit_id for row in AccessRequest.objects.order_by("pk")] == [unit.pk, None]


def test_asking_twice_gives_the_same_answer_and_one_request(client, zone, unit):
    answers = {client.post(ASK, form(unit.code))["Location"] for _ in range(2)}
    assert len(answers) == 1
    with acting(world.cli(zone)):
        assert AccessRequest.objects.count() == 1


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"code": "91419001MA0000000X"}, "校验位不符"),
        ({"phone": "1234"}, "电话应为"),
        ({"name": ""}, ""),
        ({"proof": SimpleUploadedFile("x.exe", b"MZ...", "application/pdf")}, "只收 PDF、JPG、PNG"),
        ({"proof": SimpleUploadedFile("x.pdf", b"%PDF-" + b"x" * 2_000_001)}, "不超过 2 MB"),
    ],
)
def test_what_cannot_be_right_is_said_beside_the_field_and_nothing_is_kept(client, zone, more, words):
    answer = client.post(ASK, form(**{"code": world.uscc(5), **more}))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    with acting(world.cli(zone)):
        assert not AccessRequest.objects.exists()


def test_personal_data_lie_sealed_and_are_masked_until_a_logged_look(zone, unit, clerk_of_town):
    made = asked(zone, unit)
    assert "赵".encode() not in bytes(made.sealed_name)
    browser = signed_in(Client(), Account.objects.get(pk=clerk_of_town.account_id))
    page = browser.get(f"/accounts/access/{made.pk}/").content.decode()
    assert "138****0011" in page
    assert "13800000011" not in page
    shown = browser.post(f"/accounts/access/{made.pk}/reveal/", {"purpose": "电话核实"}).content.decode()
    assert "13800000011" in shown
    proof = browser.post(f"/accounts/access/{made.pk}/reveal/", {"purpose": "核对公章", "what": "proof"})
    assert (proof.content, proof["Content-Type"]) == (PDF, "application/pdf")
    assert proof["Content-Disposition"].startswith("attachment")
    lines = AuditLine.objects.filter(command="accounts:access:reveal").order_by("pk")
    assert [line.details["purpose"] for line in lines] == ["电话核实", "核对公章"]


def test_without_a_purpose_nothing_is_shown(zone, unit, clerk_of_town):
    made = asked(zone, unit)
    browser = signed_in(Client(), Account.objects.get(pk=clerk_of_town.account_id))
    answer = browser.post(f"/accounts/access/{made.pk}/reveal/", {"purpose": ""})
    assert answer.status_code == 422
    assert "13800000011" not in answer.content.decode()


def test_an_approval_opens_an_account_that_reaches_its_unit_only_and_mails_a_link(zone, unit, clerk_of_town):
    made = asked(zone, unit, email="zhao@example.org")
    browser = signed_in(Client(), Account.objects.get(pk=clerk_of_town.account_id))
    page = browser.post(f"/accounts/access/{made.pk}/approve/", {"username": "zhao.unit"}).content.decode()
    assert "首次密码" in page
    account = Account.objects.get(username="zhao.unit")
    assert account.must_change_password
    [held] = queries.running_appointments(account.pk, clock.now())
    actor = queries.actor_of(held)
    assert (actor.scope.unit_id, actor.role_ids) == (
        unit.pk,
        (Position.objects.get(zone=zone, code="unit_user").role_id,),
    )
    [letter] = mail.outbox
    assert letter.to == ["zhao@example.org"]
    assert "/accounts/password/reset/key/" in letter.body
    assert "zhao@" not in str(AuditLine.objects.values_list("details", "subject_label"))


def test_the_mailed_link_sets_the_password(zone, unit, clerk_of_town):
    made = asked(zone, unit, email="zhao@example.org")
    browser = signed_in(Client(), Account.objects.get(pk=clerk_of_town.account_id))
    browser.post(f"/accounts/access/{made.pk}/approve/", {"username": "zhao.unit"})
    link = next(line for line in mail.outbox[0].body.splitlines() if "/reset/key/" in line).partition("testserver")[2]
    new = Client()
    there = new.get(link)["Location"]
    new.post(there, {"password1": "another-horse-43", "password2": "another-horse-43"})
    assert new.post("/accounts/login/", {"login": "zhao.unit", "password": "another-horse-43"}).status_code == 302
    assert not Account.objects.get(username="zhao.unit").must_change_password


def test_who_does_not_reach_the_unit_does_not_find_the_request(zone, unit):
    made = asked(zone, unit)
    for position in ("clerk_kejing", "clerk_commerce"):
        other = world.person(zone, position)
        with pytest.raises((NotFound, Denied)):
            services.approve_access(actor=other, given=ApproveAccess(request_id=made.pk, username="thief"))
    assert not Account.objects.filter(username="thief").exists()


def test_a_request_for_an_unknown_unit_is_seen_by_the_whole_zone_only_and_not_approved(zone, clerk_of_town):
    made = asked(zone)
    office = world.person(zone, "hq_office_clerk")
    with acting(clerk_of_town):
        assert made not in queries.access_requests(clerk_of_town)
    with pytest.raises(Invalid, match="底册里没有这家单位"):
        services.approve_access(actor=office, given=ApproveAccess(request_id=made.pk, username="nobody"))


def test_a_request_is_decided_once_and_lapses(zone, unit, clerk_of_town):
    made = asked(zone, unit)
    services.decline_access(actor=clerk_of_town, given=DeclineAccess(request_id=made.pk, reason="材料不清"))
    with pytest.raises(Invalid):
        services.approve_access(actor=clerk_of_town, given=ApproveAccess(request_id=made.pk, username="again"))
    later = asked(zone, unit)
    with pytest.raises(Invalid):
        services.approve_access(
            actor=clerk_of_town,
            given=ApproveAccess(request_id=later.pk, username="late"),
            now=clock.now() + timedelta(days=16),
        )


def test_an_official_gets_a_position_with_an_end_and_never_an_administrators(zone):
    made = asked(zone, kind="official", body="轵城镇 经办")
    keeper = world.person(zone, "system_administrator")
    until = clock.now() + timedelta(days=90)

    def grant(code, username="new.clerk"):
        seat = Position.objects.get(zone=zone, code=code)
        given = GrantAccess(request_id=made.pk, username=username, position_id=seat.pk, ended_at=until)
        return services.grant_access(actor=keeper, given=given)

    for code in ("security_administrator", "unit_user", "hq_office_clerk", "head_industry", "hq_commander"):
        with pytest.raises(Invalid):
            grant(code)
    assert not Account.objects.filter(username="new.clerk").exists()
    account = grant("clerk_industry").account
    assert Appointment.objects.get(account=account).ended_at == until, (
        "she may ask for a merge, and merges nothing alone"
    )


def test_a_clerk_does_not_decide_on_officials(zone, clerk_of_town):
    made = asked(zone, kind="official", body="某局")
    with pytest.raises(NotFound):
        services.reveal_access(actor=clerk_of_town, given=RevealAccess(request_id=made.pk, purpose="看看"))


def test_one_address_does_not_flood_the_desk(client, zone, settings):
    settings.LIMITS_TIMES = 1
    BUCKETS.clear()
    answers = [client.post(ASK, form(world.uscc(number))).status_code for number in range(7)]
    assert (answers[0], answers[-1]) == (302, 429)


def test_the_public_pages_lead_to_it(client, zone):
    assert ASK in client.get("/zh/").content.decode()
    assert ASK in client.get("/accounts/login/").content.decode()
    assert "工作人员申请开通账号" in client.get("/accounts/ask/official/").content.decode()
