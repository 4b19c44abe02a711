"""Personal data: nothing without a purpose, every look kept for the person, keys that end and what then cannot be read."""

from datetime import date, datetime, timedelta
from typing import get_type_hints

import pytest
from django.db import DatabaseError, transaction
from django.test import Client, override_settings
from pydantic import ValidationError

from sibao.accounts.models import AccessRequest, Account
from sibao.audit import queries, services
from sibao.audit.inputs import DestroyKeys, Inquire, RotateKey
from sibao.audit.models import AuditLine, DestroyedKey, Processing
from sibao.audit.services import keys, packs
from sibao.directory.inputs import RevealContacts
from sibao.directory.models import Contact
from sibao.directory.services import reveal_contacts
from sibao.kernel import clock
from sibao.kernel.access import acting
from sibao.kernel.commands import COMMANDS
from sibao.kernel.documents import issuing
from sibao.kernel.models import PersonalLook
from sibao.kernel.permissions import ALL
from sibao.kernel.personal.inputs import Purposeful
from sibao.kernel.refusals import Invalid, NotFound
from sibao.kernel.secrets import keyed_hash, keyring, open_shown, seal
from sibao.kernel.secrets.sealing import SealBroken, open_sealed
from tests import world
from tests.accounts.people import signed_in

pytestmark = pytest.mark.django_db
PHONE = "13800000123"


@pytest.fixture(autouse=True)
def own_home(tmp_path):
    """Keys of the test's own."""
    with override_settings(SIBAO_HOME=tmp_path):
        yield


@pytest.fixture
def unit(zone):
    """A unit with one contact."""
    found = world.unit(zone)
    with acting(world.cli(zone)):
        Contact.objects.create(
            zone=zone,
            unit=found,
            duty="防疫联络",
            name_sealed=seal("张演示"),
            phone_sealed=seal(PHONE),
            phone_hash=keyed_hash(PHONE, purpose="phone"),
            updated_at=clock.now(),
        )
    return found


@pytest.fixture
def security(zone):
    return world.person(zone, "security_administrator")


def browser(actor):
    return signed_in(Client(), Account.objects.get(pk=actor.account_id))


def test_every_permission_that_reveals_takes_a_purpose():
    reveals = [name for name, permission in ALL.items() if permission.reveals]
    without = [name for name in reveals if not issubclass(get_type_hints(COMMANDS[name])["given"], Purposeful)]
    assert len(reveals) >= 2
    assert without == []


@pytest.mark.parametrize("purpose", ["", " ", "看", "长" * 201])
def test_without_a_purpose_nothing_is_shown_and_nothing_kept(zone, unit, purpose):
    clerk = world.person(zone, "clerk_industry")
    answer = browser(clerk).post(f"/directory/units/{unit.pk}/contacts/", {"purpose": purpose, "how": "show"})
    assert answer.status_code == 422
    assert PHONE not in answer.content.decode()
    assert PersonalLook.objects.count() == 0


def test_a_page_is_masked_until_the_look_is_asked_for(zone, unit):
    clerk = world.person(zone, "clerk_industry")
    there = f"/directory/units/{unit.pk}/"
    assert PHONE not in browser(clerk).get(there).content.decode()
    shown = browser(clerk).post(f"{there}contacts/", {"purpose": "防疫联络", "how": "show"}).content.decode()
    assert PHONE in shown
    assert "data-print-now" not in shown


def test_printing_is_a_look_of_its_own_with_name_and_purpose_on_the_paper(zone, unit):
    clerk = world.person(zone, "clerk_industry")
    there = f"/directory/units/{unit.pk}/contacts/"
    text = browser(clerk).post(there, {"purpose": "应急值守", "how": "print"}).content.decode()
    assert "data-print-now" in text
    assert f"{clerk.name}（{clerk.position}）打印，用途：应急值守" in text
    assert PersonalLook.objects.get().how == "print"


def test_a_person_who_shows_her_number_is_told_who_looked_and_why_and_the_number_is_not_kept(zone, unit):
    clerk, auditor = world.person(zone, "clerk_industry"), world.person(zone, "audit_administrator")
    reveal_contacts(actor=clerk, given=RevealContacts(unit_id=unit.pk, purpose="疫情通知"))
    found = services.inquire_looks(actor=auditor, given=Inquire(number=" 138 0000 0123", purpose="本人来访"))
    assert [(one.actor_name, one.purpose) for one in found] == [(clerk.name, "疫情通知")]
    line = AuditLine.objects.filter(command="audit:look:inquire").get()
    assert PHONE not in str(line.details) + line.subject_label
    assert services.inquire_looks(actor=auditor, given=Inquire(number="13911112222", purpose="本人来访")) == []


def test_who_asked_for_an_account_sees_on_her_own_page_who_looked(zone, unit):
    clerk, asker = world.person(zone, "clerk_industry"), world.person(zone, "clerk_commerce")
    sealed = dict.fromkeys(("sealed_name", "sealed_phone", "sealed_email"), seal(PHONE))
    with acting(world.cli(zone)):
        AccessRequest.objects.create(
            zone=zone,
            kind="official",
            asked_at=clock.now(),
            lapses_at=clock.now(),
            account_id=asker.account_id,
            phone_hash=keyed_hash(PHONE, purpose="phone"),
            **sealed,
        )
    reveal_contacts(actor=clerk, given=RevealContacts(unit_id=unit.pk, purpose="核对名单"))
    own = browser(asker).get("/audit/privacy/mine/").content.decode()
    assert clerk.name in own
    assert "核对名单" in own
    assert "核对名单" not in browser(clerk).get("/audit/privacy/mine/").content.decode()


def test_looks_are_only_ever_added(zone, unit):
    reveal_contacts(actor=world.cli(zone), given=RevealContacts(unit_id=unit.pk, purpose="核对名单"))
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        PersonalLook.objects.update(purpose="改")
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        PersonalLook.objects.all().delete()
    assert PersonalLook.objects.get().purpose == "核对名单"


def test_a_further_key_seals_from_now_on_and_the_former_still_opens(security):
    before = seal("甲", pack="epidemic", period="2022-06")
    name = services.rotate_key(actor=security, given=RotateKey(pack="epidemic", period="2022-06")).name
    after = seal("乙", pack="epidemic", period="2022-06")
    assert name == "epidemic.2022-06.2"
    assert name.encode() in after
    assert [open_sealed(before), open_sealed(after)] == ["甲", "乙"]


def test_a_key_of_nothing_is_not_made(security):
    with pytest.raises(NotFound):
        services.rotate_key(actor=security, given=RotateKey(pack="nonsense", period="2022"))
    assert keyring.periods("nonsense") == {}


def destroy(actor, label="epidemic.2022-06", typed=""):
    pack, _dot, period = label.partition(".")
    given = DestroyKeys(pack=pack, period=period, reason="疫情结束，目的已完成", typed=typed or label)
    return services.destroy_keys(actor=actor, given=given)


def test_what_a_destroyed_key_sealed_cannot_be_read_and_says_so_and_all_else_can(
    security, django_capture_on_commit_callbacks
):
    gone = [seal(text, pack="epidemic", period="2022-06") for text in "甲乙"]
    kept = seal("丙", pack="epidemic", period="2022-07")
    with django_capture_on_commit_callbacks(execute=True):
        certificate = destroy(security)
    for sealed in gone:
        with pytest.raises(SealBroken, match="已按保存期限销毁"):
            open_sealed(sealed)
    assert str(open_shown(gone[0])) == "已按保存期限销毁"
    assert open_sealed(kept) == "丙"
    assert issuing.verify(certificate.check_code).state == "valid"
    assert bytes(certificate.content).startswith(b"%PDF")
    assert (
        browser(security).get(f"/audit/privacy/keys/{DestroyedKey.objects.get().pk}/certificate.pdf").status_code == 200
    )


def test_the_name_of_a_destroyed_key_is_never_used_again(security, django_capture_on_commit_callbacks):
    gone = seal("甲", pack="epidemic", period="2022-06")
    with django_capture_on_commit_callbacks(execute=True):
        destroy(security)
    assert b"epidemic.2022-06.2" in seal("乙", pack="epidemic", period="2022-06")
    with pytest.raises(SealBroken):
        open_sealed(gone)


def test_a_destruction_that_is_not_confirmed_or_not_committed_destroys_nothing(security):
    sealed = seal("甲", pack="epidemic", period="2022-06")
    with pytest.raises(Invalid) as refused:
        destroy(security, typed="epidemic.2022-07")
    assert set(refused.value.fields) == {"typed"}
    with transaction.atomic():
        destroy(security)
        transaction.set_rollback(True)
    assert open_sealed(sealed) == "甲"
    assert DestroyedKey.objects.count() == 0


def test_a_destruction_that_was_interrupted_or_undone_by_a_copy_of_the_keys_is_finished(security):
    sealed = seal("甲", pack="epidemic", period="2022-06")
    destroy(security)
    assert open_sealed(sealed) == "甲"
    assert keys.finish() == 1
    with pytest.raises(SealBroken):
        open_sealed(sealed)


@pytest.mark.parametrize(("days_after", "kept"), [(-1, True), (0, True), (1, False)])
def test_the_pack_says_how_long_and_then_the_key_goes(zone, days_after, kept, django_capture_on_commit_callbacks):
    sealed = seal("甲", pack="files", period="2022-06")
    days = Processing.objects.get(zone_id=zone.pk, key_pack="files").days
    moment = datetime(2022, 6, 30, 12, tzinfo=clock.SHANGHAI) + timedelta(days=days + days_after)
    with clock.standing_at(moment - timedelta(days=10)):
        services.inquire_looks(actor=world.cli(zone), given=Inquire(number="13911112222", purpose="本人来访"))
    with django_capture_on_commit_callbacks(execute=True):
        done = packs.keep_to_periods(moment)
    assert done == ([] if kept else ["files.2022-06"])
    assert (str(open_shown(sealed)) == "甲") is kept
    assert DestroyedKey.objects.count() == (0 if kept else 1)


def test_what_is_kept_until_its_purpose_ends_is_never_destroyed_by_time(zone):
    sealed = seal("张演示")
    assert packs.keep_to_periods(clock.now() + timedelta(days=36_500)) == []
    assert open_sealed(sealed) == "张演示"


@pytest.mark.parametrize(
    ("period", "end"),
    [("2022", None), ("2022-02", date(2022, 2, 28)), ("2024-02", date(2024, 2, 29)), ("2022-12", date(2022, 12, 31)), ("all", None), ("2022-13", None)],
)  # fmt: skip
def test_a_month_ends_and_no_other_period_is_ended_by_time(period, end):
    assert queries.end_of(period) == end


def test_a_lost_key_is_said_in_words_and_the_page_goes_on(zone, unit):
    (keyring.folder() / "directory.2022.1.key").unlink()
    clerk = world.person(zone, "clerk_industry")
    text = browser(clerk).get(f"/directory/units/{unit.pk}/").content.decode()
    assert "密钥不在，无法显示" in text
    assert unit.name in text


def test_the_register_says_purpose_basis_fields_keeper_and_period(zone):
    text = browser(world.person(zone, "audit_administrator")).get("/audit/privacy/register/").content.decode()
    for row in Processing.objects.filter(zone_id=zone.pk):
        assert [word for word in (row.name, row.purpose, row.basis, row.keeper, *row.fields) if word not in text] == []


@pytest.mark.parametrize("wrong", [{"pack": "../x"}, {"period": "2022/06"}, {"reason": " "}])
def test_a_name_that_is_none_of_a_key_is_refused(wrong):
    given = {"pack": "files", "period": "2022-06", "reason": "期满", "typed": "files.2022-06"}
    with pytest.raises(ValidationError):
        DestroyKeys.model_validate({**given, **wrong})
