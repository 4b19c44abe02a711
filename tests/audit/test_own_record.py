"""What is kept about oneself: told to oneself alone, masked, with purpose and period, and who looked."""

import pytest
from django.test import Client, override_settings

from sibao.accounts.models import AccessRequest, Account, Appointment
from sibao.directory.inputs import RevealContacts
from sibao.directory.models import Contact
from sibao.directory.services import reveal_contacts
from sibao.inbox.models import Reception
from sibao.kernel import clock
from sibao.kernel.access import acting
from sibao.kernel.secrets import keyed_hash, seal
from tests import world
from tests.accounts.people import signed_in

pytestmark = pytest.mark.django_db
PHONE, MINE = "13800000123", "/audit/privacy/mine/"


@pytest.fixture(autouse=True)
def own_home(tmp_path):
    """Keys of the test's own."""
    with override_settings(SIBAO_HOME=tmp_path):
        yield


def contact(zone, unit, phone=PHONE, duty="防疫联络"):
    values = {"name_sealed": seal("张演示"), "phone_sealed": seal(phone)}
    with acting(world.cli(zone)):
        Contact.objects.create(
            zone=zone,
            unit=unit,
            duty=duty,
            phone_hash=keyed_hash(phone, purpose="phone"),
            updated_at=clock.now(),
            **values,
        )


def page(actor):
    browser = signed_in(Client(), Account.objects.get(pk=actor.account_id))
    return browser.get(MINE).content.decode()


def test_one_sees_what_is_kept_about_oneself_why_and_how_long_and_nobody_else_does(zone):
    asker, other = world.person(zone, "clerk_commerce"), world.person(zone, "clerk_industry")
    unit = world.unit(zone, name="示例联络公司（演示）")
    contact(zone, unit)
    sealed = {"sealed_name": seal("张演示"), "sealed_phone": seal(PHONE), "sealed_email": seal("")}
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
    Reception.objects.create(zone=zone, account_id=asker.account_id, sealed_phone=seal(PHONE))
    reveal_contacts(actor=other, given=RevealContacts(unit_id=unit.pk, purpose="核对名单"))
    text = page(asker)
    for words in (asker.name, "开通申请", "138****0123", "您登记为联系人", unit.name, "核对名单", other.name):
        assert words in text, words
    for words in ("登录、按岗位办事、留痕", "《个人信息保护法》第十三条", "当月末起 365 天"):
        assert words in text, words
    assert PHONE not in text
    for words in ("138****0123", unit.name, "核对名单", asker.name):
        assert words not in page(other), words


def test_a_units_user_sees_what_is_kept_of_her_unit_and_who_looked_and_nothing_of_another(zone):
    own, theirs = world.unit(zone), world.unit(zone)
    user = world.person(zone, "unit_user", unit=own)
    contact(zone, own, duty="本单位职责")
    contact(zone, theirs, phone="13911112222", duty="别家职责")
    clerk = world.person(zone, "clerk_industry")
    reveal_contacts(actor=clerk, given=RevealContacts(unit_id=own.pk, purpose="通知贵单位"))
    reveal_contacts(actor=clerk, given=RevealContacts(unit_id=theirs.pk, purpose="通知别家"))
    text = page(user)
    for words in ("本单位职责", "138****0123", "通知贵单位", "谁看过我和本单位人员的信息"):
        assert words in text, words
    for words in ("别家职责", "139****2222", "通知别家", PHONE):
        assert words not in text, words


def test_with_the_keys_lost_the_page_says_so_and_goes_on(zone, tmp_path):
    asker = world.person(zone, "clerk_commerce")
    Reception.objects.create(zone=zone, account_id=asker.account_id, sealed_phone=seal(PHONE))
    for key in (tmp_path / "keys").glob("*.key"):
        key.unlink()
    text = page(asker)
    assert "密钥不在，无法显示" in text
    assert asker.name in text


def test_nobody_signed_in_is_sent_to_sign_in(zone):
    assert Client().get(MINE).status_code == 302
    assert Appointment.objects.count() == 0
