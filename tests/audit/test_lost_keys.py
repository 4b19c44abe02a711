"""All keys lost: said in words, nothing replaced behind anybody's back, pages go on, and the copy brought back is enough."""

import shutil

import pytest
from django.test import Client, override_settings

from sibao.accounts import queries as accounts
from sibao.accounts.inputs import AskForAccess
from sibao.accounts.models import AccessRequest, Account
from sibao.accounts.services import ask_for_access
from sibao.audit.cli import keys
from sibao.audit.services import rotations
from sibao.directory.models import Contact
from sibao.kernel import clock, files
from sibao.kernel.access import acting
from sibao.kernel.secrets import SealBroken, key_of, keyed_hash, keyring, open_sealed, seal
from tests import world
from tests.accounts.people import signed_in

pytestmark = pytest.mark.django_db
NAME, PHONE = "张演示", "13800000123"


@pytest.fixture(autouse=True)
def own_home(tmp_path):
    """Keys of the test's own."""
    with override_settings(SIBAO_HOME=tmp_path):
        yield


@pytest.fixture
def unit(zone):
    """A unit with one contact."""
    found = world.unit(zone)
    values = {"name_sealed": seal(NAME), "phone_sealed": seal(PHONE), "phone_hash": keyed_hash(PHONE, purpose="phone")}
    with acting(world.cli(zone)):
        Contact.objects.create(zone=zone, unit=found, duty="防疫联络", updated_at=clock.now(), **values)
    return found


@pytest.fixture
def copy(unit, tmp_path):
    """The folder of keys is gone; a copy lies elsewhere."""
    keyring.folder().rename(tmp_path / "copy")
    return tmp_path / "copy"


def kept_name(zone):
    with acting(world.cli(zone)):
        return Contact.objects.get().name_sealed


def test_nothing_is_sealed_or_looked_for_by_a_new_key_while_the_former_are_lost(zone, copy):
    for attempt in (lambda: seal("新的"), lambda: keyed_hash("新的", purpose="phone")):
        with pytest.raises(SealBroken, match="密钥不在"):
            attempt()
    assert keyring.names() == []
    shutil.copytree(copy, keyring.folder(), dirs_exist_ok=True)
    assert open_sealed(kept_name(zone)) == NAME
    assert open_sealed(seal("新的")) == "新的"


def test_pages_go_on_masked_and_what_would_seal_is_refused_in_words(zone, unit, copy):
    clerk = signed_in(Client(), Account.objects.get(pk=world.person(zone, "clerk_industry").account_id))
    text = clerk.get(f"/directory/units/{unit.pk}/").content.decode()
    assert "密钥不在，无法显示" in text
    proof = files.Upload("证明.pdf", "application/pdf", b"%PDF-1.7")
    asked = {"kind": "unit", "code": unit.code, "name": NAME, "phone": PHONE, "proof": proof}
    with pytest.raises(SealBroken, match="密钥不在") as refused:
        ask_for_access(actor=accounts.asker(zone.pk), given=AskForAccess.model_validate(asked))
    assert refused.value.status == 410
    assert not AccessRequest.objects.exists()


def test_new_keys_are_made_only_when_the_former_are_said_to_be_lost_and_take_later_names(zone, copy, capsys):
    assert keys.init(lost=False) == 1
    assert "4 处加密数据" in capsys.readouterr().err
    assert keyring.names() == []
    assert keys.init(lost=True) == 0
    assert key_of(seal("新的")) == "directory.2022.2"
    with pytest.raises(SealBroken):
        open_sealed(kept_name(zone))
    assert keys.status() == 1, "what the former keys sealed still counts as lost"
    shutil.copytree(copy, keyring.folder(), dirs_exist_ok=True)
    assert open_sealed(kept_name(zone)) == NAME
    assert rotations.used_keys() == {"directory.2022.1": 4}


def test_an_installation_that_has_sealed_nothing_begins_by_itself(zone):
    assert not rotations.is_anything_sealed()
    assert open_sealed(seal("甲")) == "甲"
    assert keys.init(lost=False) == 0
