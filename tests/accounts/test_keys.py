"""Machine accounts and their keys: hashed, scoped, expiring, revocable, counted; a stolen one gives no more than its scope."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from sibao.accounts import queries, services
from sibao.accounts.inputs import Appoint, CreateMachine, EndAppointment, IssueKey, RevokeKey, WithReason
from sibao.accounts.models import Account, Appointment, KeyUse, MachineKey, Position
from sibao.audit.models import AuditLine
from sibao.kernel import clock
from sibao.kernel.refusals import Denied, Invalid, NotFound
from sibao.kernel.web.limits import BUCKETS
from sibao.kernel.zoned.inputs import TurnSwitch
from sibao.kernel.zoned.services import turn_switch
from tests import consulted, world
from tests.accounts.codes import prove_again
from tests.accounts.people import PASSWORD, account_of, sign_in, signed_in

pytestmark = pytest.mark.django_db
UNITS = "/api/v1/units"


@pytest.fixture
def keeper(zone):
    return world.person(zone, "system_administrator")


@pytest.fixture
def machine(keeper):
    return services.create_machine(actor=keeper, given=CreateMachine(username="kakou", name="公路卡口系统"))


def appointed(keeper, machine, code="machine_industry", **more):
    seat = Position.objects.get(zone=machine.zone, code=code)
    given = Appoint(account_id=machine.pk, position_id=seat.pk, **more)
    return consulted.appointed(keeper, given)


def issued(keeper, machine, days=30):
    return services.issue_key(actor=keeper, given=IssueKey(account_id=machine.pk, name="读名单", days=days))


@pytest.fixture
def secret(keeper, machine):
    appointed(keeper, machine)
    return issued(keeper, machine).secret


def get(secret, path=UNITS, browser=None):
    return (browser or Client()).get(path, headers={"authorization": f"Bearer {secret}"})


def test_a_key_opens_exactly_the_rows_of_its_scope(zone, secret):
    inside, outside = world.unit(zone, sector="industry"), world.unit(zone, sector="commerce")
    answer = get(secret)
    assert answer.status_code == 200
    assert [row["id"] for row in answer.json()["items"]] == [inside.pk]
    assert (get(secret, f"{UNITS}/{inside.pk}").status_code, get(secret, f"{UNITS}/{outside.pk}").status_code) == (
        200,
        404,
    )


def test_a_stolen_key_out_of_scope_is_refused_recorded_and_counted(zone, secret):
    outside = world.unit(zone, sector="commerce")
    assert get(secret, f"{UNITS}/{outside.pk}").status_code == 404
    assert get(secret, "/api/v1/imports").status_code == 403
    write = Client().post("/api/v1/batches", {}, "application/json", headers={"authorization": f"Bearer {secret}"})
    assert write.status_code == 403
    lines = AuditLine.objects.filter(command="accounts:key:use", outcome="refused").order_by("pk")
    assert [(line.actor_name, line.door) for line in lines] == [("公路卡口系统", "key")] * 3
    assert [line.reason.split()[0] for line in lines] == ["404", "403", "403"]
    [used] = KeyUse.objects.all()
    assert (used.uses, used.refused) == (3, 3)


def test_a_key_opens_no_page(secret):
    assert get(secret, "/directory/units/").status_code == 302
    assert get(secret, "/accounts/rights/").status_code == 302


def test_of_a_key_only_a_digest_is_kept(secret):
    with connection.cursor() as cursor:
        cursor.execute("select accounts_machinekey::text from accounts_machinekey")
        kept = cursor.fetchone()[0]
    assert secret.rpartition("_")[2] not in kept
    assert secret not in str(AuditLine.objects.values_list("details", "reason", "subject_label"))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda secret: secret[:-1] + ("a" if secret[-1] != "a" else "b"),
        lambda secret: secret.replace("sibao_", "other_"),
        lambda _secret: "",
        lambda _secret: "sibao",
        lambda _secret: "sibao_\x00_x",
        lambda _secret: "x" * 5000,
    ],
)
def test_a_wrong_key_opens_nothing_and_is_told_apart_from_nothing(secret, spoil):
    answer = get(spoil(secret))
    assert answer.status_code == 401
    assert answer.json()["title"] == "密钥不正确"
    assert answer["Content-Type"] == "application/problem+json"


def test_a_revoked_key_opens_nothing_from_that_moment(keeper, secret):
    key = MachineKey.objects.get()
    services.revoke_key(actor=keeper, given=RevokeKey(key_id=key.pk, reason="怀疑泄露"))
    assert get(secret).json()["title"] == "密钥已停用"
    line = AuditLine.objects.filter(command="accounts:key:use").latest("pk")
    assert line.reason == f"密钥已停用 GET {UNITS}"
    with pytest.raises(NotFound):
        services.revoke_key(actor=keeper, given=RevokeKey(key_id=key.pk, reason="再次"))


def test_an_expired_key_opens_nothing(secret):
    MachineKey.objects.update(expires_at=clock.now())
    assert get(secret).status_code == 401


def test_a_key_opens_nothing_once_its_appointment_has_ended(keeper, secret):
    held = Appointment.objects.get(account__is_machine=True)
    services.end_appointment(actor=keeper, given=EndAppointment(appointment_id=held.pk, reason="停止对接"))
    assert get(secret).status_code == 401


def test_a_key_opens_nothing_once_its_account_is_closed(keeper, machine, secret):
    services.close_account(actor=keeper, given=WithReason(account_id=machine.pk, reason="停用"))
    assert get(secret).status_code == 401


def test_a_session_beside_a_bad_key_does_not_help(zone, secret):
    browser = signed_in(Client(), account_of(zone, "clerk_industry"))
    assert browser.get(UNITS).status_code == 200
    assert get(f"{secret}x", browser=browser).status_code == 401


def test_a_write_by_key_needs_no_token_of_a_page_and_is_recorded_as_the_machines(zone, keeper, machine):
    appointed(keeper, machine, "clerk_industry")
    secret = issued(keeper, machine).secret
    browser = Client(enforce_csrf_checks=True)
    answer = browser.post("/api/v1/batches", {}, "application/json", headers={"authorization": f"Bearer {secret}"})
    assert answer.status_code in {200, 201}, answer.content
    line = AuditLine.objects.filter(command="whitelist:batch:create").latest("pk")
    assert (line.account_id, line.door, line.outcome) == (machine.pk, "key", "done")


def test_uses_are_counted_by_day_with_the_last_address(secret):
    for _ in range(3):
        get(secret)
    key = MachineKey.objects.get()
    assert (key.days.get().uses, key.days.get().refused, key.last_address) == (3, 0, "127.0.0.1")
    assert key.last_used_at is not None


def test_guessing_keys_has_to_wait(zone, settings):
    settings.LIMITS_TIMES = 1
    BUCKETS.clear()
    answers = [get(f"sibao_aaaaaaaa_{number}").status_code for number in range(12)]
    assert (answers[0], answers[-1]) == (401, 429)


def test_a_person_gets_no_key_and_a_machine_no_password(zone, keeper, machine):
    with pytest.raises(Invalid):
        issued(keeper, account_of(zone, "clerk_zhicheng"))
    with pytest.raises(Invalid):
        services.reset_password(actor=keeper, given=WithReason(account_id=machine.pk, reason="试用"))
    assert not Account.objects.get(pk=machine.pk).has_usable_password()


def test_a_machine_is_no_administrator(keeper, machine):
    with pytest.raises(Invalid, match="机器账号不能担任管理员"):
        appointed(keeper, machine, "audit_administrator")


@pytest.mark.parametrize("days", [366, 3650])
def test_no_key_is_good_for_longer_than_the_pack_allows(keeper, machine, days):
    with pytest.raises(Invalid):
        issued(keeper, machine, days)
    assert not MachineKey.objects.exists()


def test_the_end_of_the_key_or_of_the_term_is_the_end_of_the_actor(keeper, machine):
    soon = clock.now() + timedelta(days=2)
    appointed(keeper, machine, ended_at=soon)
    secret = issued(keeper, machine).secret
    assert queries.holder_of(secret, clock.now()).actor.until == soon
    assert queries.holder_of(secret, soon).actor is None


def test_only_the_system_administrator_issues_and_the_security_administrator_may_revoke(zone, machine, secret):
    guard = world.person(zone, "security_administrator")
    with pytest.raises(Denied):
        issued(guard, machine)
    services.revoke_key(actor=guard, given=RevokeKey(key_id=MachineKey.objects.get().pk, reason="核查"))
    assert get(secret).status_code == 401


def test_an_administrator_makes_a_machine_appoints_it_and_issues_a_key_by_the_pages(client, zone):
    administrator = client
    sign_in(client, account_of(zone, "system_administrator", password=PASSWORD))
    made = administrator.post("/accounts/machines/new/", {"username": "weather", "name": "气象系统"})
    account = Account.objects.get(username="weather")
    assert made["Location"] == f"/accounts/{account.pk}/"
    seat = Position.objects.get(zone=zone, code="machine_zone")
    refused = administrator.post(f"/accounts/{account.pk}/appoint/", {"position_id": seat.pk})
    found = consulted.asked_by_page(administrator, refused)
    consulted.carry_out(consulted.agree(world.person(zone, "security_administrator"), found))
    issue = f"/accounts/{account.pk}/keys/new/"
    prove_again(administrator, issue)
    page = administrator.post(issue, {"name": "读名单", "days": 30}).content.decode()
    assert "只显示这一次" in page
    secret = re.search(r"sibao_[0-9a-f]{8}_[\w-]+", page)[0]
    assert get(secret).status_code == 200
    key = MachineKey.objects.get()
    shown = administrator.get(f"/accounts/keys/{key.pk}/").content.decode()
    assert secret not in shown
    assert "1 次，其中被拒 0 次" in shown
    assert "读名单" in administrator.get("/accounts/keys/").content.decode()
    assert administrator.post(f"/accounts/keys/{key.pk}/revoke/", {"reason": "结束试用"}).status_code == 302
    assert get(secret).status_code == 401


def test_no_key_opens_anything_while_the_door_for_machines_is_switched_off(zone, keeper, machine, secret):
    given = TurnSwitch(key=queries.MACHINES, on=False, reason="接口检修", version=0)
    turn_switch(actor=keeper, given=given)
    assert get(secret).status_code == 404
    keeper = world.actor_in(Appointment.objects.get(pk=keeper.appointment_id))
    with pytest.raises(NotFound):
        issued(keeper, machine)
    assert MachineKey.objects.count() == 1
    assert services.revoke_key(actor=keeper, given=RevokeKey(key_id=MachineKey.objects.get().pk, reason="停用"))
