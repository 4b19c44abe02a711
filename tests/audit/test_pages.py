"""The pages and commands of the seals and keys: seal, sign, take, mail, verify, and what they say."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.test import Client, override_settings
from procrastinate.jobs import Job

from sibao.accounts.models import Account
from sibao.audit import tasks
from sibao.audit.cli import keys as cli
from sibao.audit.models import Checkpoint, Seal, Verification
from sibao.audit.rules import Signed
from sibao.audit.services import checkpoints, sealing, verifying
from sibao.config.environment import BadSetting, _addresses
from sibao.directory.models import Contact
from sibao.kernel import clock
from sibao.kernel.access import acting
from sibao.kernel.secrets import keyed_hash, keyring, seal, signing
from tests import world
from tests.accounts.people import signed_in

pytestmark = pytest.mark.django_db
THERE = "/audit/seals/"


@pytest.fixture(autouse=True)
def own_home(tmp_path):
    with override_settings(SIBAO_HOME=tmp_path, CHECKPOINT_ADDRESSES=("keeper@jiyuan.example",)):
        signing.make("audit")
        yield


@pytest.fixture
def browser(zone):
    world.unit(zone)
    auditor = world.person(zone, "audit_administrator")
    return signed_in(Client(), Account.objects.get(pk=auditor.account_id))


def test_an_auditor_seals_signs_and_takes_a_checkpoint_that_verifies_with_the_public_key(browser):
    browser.post(f"{THERE}now/")
    browser.post(f"{THERE}checkpoint/")
    made = Checkpoint.objects.get()
    file = Signed.model_validate_json(browser.get(f"{THERE}checkpoint/{made.pk}/").content)
    public = signing.public_keys("audit")[file.key]
    assert signing.is_signed(public, file.signature_bytes(), file.message())
    assert (file.number, file.hash) == (Seal.objects.count(), bytes(Seal.objects.get(number=file.number).hash).hex())
    assert f"第 {file.number} 号" in browser.get(THERE).content.decode()


def test_a_checkpoint_that_no_mail_server_takes_is_mailed_again_for_more_than_a_day():
    waited, attempts = timedelta(), 0
    job = Job(id=1, queue="messages", lock=None, queueing_lock=None, task_name=checkpoints.MAIL, attempts=0)
    strategy = tasks.mail_checkpoint.retry_strategy
    while decision := strategy.get_retry_decision(
        exception=ConnectionRefusedError(), job=job.evolve(attempts=attempts)
    ):
        waited += decision.retry_at - datetime.now(UTC)
        attempts += 1
    assert waited > timedelta(hours=48)
    assert attempts < 100
    assert strategy.get_retry_decision(exception=LookupError(), job=job) is None


def test_a_checkpoint_is_mailed_to_those_who_keep_copies(browser):
    browser.post(f"{THERE}checkpoint/")
    assert checkpoints.mail(Checkpoint.objects.get().pk) == 1
    (sent,) = mail.outbox
    ((name, content, _kind),) = sent.attachments
    assert sent.to == ["keeper@jiyuan.example"]
    assert name.startswith("checkpoint-")
    assert json.loads(content)["number"] == Checkpoint.objects.get().number


def test_an_examination_asked_for_on_the_page_says_what_it_found(browser):
    sealing.seal_waiting(clock.now())
    browser.post(f"{THERE}verify/")
    verifying.carry_out(Verification.objects.get().pk, clock.now())
    assert "完整" in browser.get(THERE).content.decode()
    Checkpoint.objects.create(number=9_999, hash=b"x" * 32, at=clock.now(), key_id="0" * 16, signature=b"")
    verifying.carry_out(Verification.objects.get().pk, clock.now())
    assert Verification.objects.get().state == "damaged"
    assert "手头没有这把公钥" in browser.get(THERE).content.decode()


def test_without_a_signing_key_the_page_says_what_to_do(browser, tmp_path):
    (tmp_path / "keys" / "audit-sign.pem").unlink()
    assert "sibao audit keygen" in browser.get(THERE).content.decode()
    assert browser.post(f"{THERE}checkpoint/").status_code == 409
    assert Checkpoint.objects.count() == 0


@pytest.mark.parametrize("page", ["", "now/", "checkpoint/", "verify/"])
def test_nobody_but_the_auditor_comes_near(zone, page):
    other = world.person(zone, "system_administrator")
    browser = signed_in(Client(), Account.objects.get(pk=other.account_id))
    assert browser.post(THERE + page).status_code == 403
    assert Seal.objects.count() == Checkpoint.objects.count() == 0


def test_the_keys_of_an_installation_are_made_once_and_accounted_for(zone, capsys):
    assert cli.init(lost=False) == cli.init(lost=False) == 0
    unit = world.unit(zone)
    phone, now = "13800000321", clock.now()
    with acting(world.cli(zone)):
        Contact.objects.create(
            zone=zone,
            unit=unit,
            duty="防疫联络",
            name_sealed=seal("李演示"),
            phone_sealed=seal(phone),
            phone_hash=keyed_hash(phone, purpose="phone"),
            updated_at=now,
        )
    assert cli.status() == 0
    assert "directory.2022.1" in capsys.readouterr().out
    (keyring.folder() / "directory.2022.1.key").unlink()
    assert cli.status() == 1
    assert "丢失 LOST" in capsys.readouterr().out


@pytest.mark.parametrize("given", ["nobody", "a@b,", "a b@c.example", "a@b,@"])
def test_an_address_that_is_none_stops_the_start_with_a_sentence(monkeypatch, given):
    monkeypatch.setenv("SIBAO_CHECKPOINT_MAIL", given)
    if given == "a@b,":
        assert _addresses("SIBAO_CHECKPOINT_MAIL") == ("a@b",)
        return
    with pytest.raises(BadSetting, match="应为用逗号分开的邮箱地址"):
        _addresses("SIBAO_CHECKPOINT_MAIL")
