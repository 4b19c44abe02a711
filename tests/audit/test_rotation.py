"""Rotation: a further key, all former values sealed anew, nothing changed by it, and then the former key is not needed."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.db import DatabaseError, connection, transaction
from django.test import Client, override_settings

from sibao.accounts.models import AccessRequest, Account
from sibao.audit import services, sql
from sibao.audit.inputs import FinishRotation, RetireKeys, RotateKey
from sibao.audit.models import AuditLine, DestroyedKey, KeyRotation
from sibao.audit.services import rotations
from sibao.directory.models import Contact, Person
from sibao.kernel import clock, files
from sibao.kernel.access import acting
from sibao.kernel.refusals import NotFound, WrongMove
from sibao.kernel.secrets import key_of, keyed_hash, keyring, open_sealed, seal
from tests import world
from tests.accounts.people import signed_in

pytestmark = pytest.mark.django_db
OLD, NEW = "directory.2022.1", "directory.2022.2"


@pytest.fixture(autouse=True)
def own_home(tmp_path):
    """Keys of the test's own."""
    with override_settings(SIBAO_HOME=tmp_path):
        yield


@pytest.fixture
def security(zone):
    return world.person(zone, "security_administrator")


def contact(zone, unit, serial=0):
    """One contact, inside `acting`."""
    phone = f"138000{serial:05}"
    values = {"name_sealed": seal(f"联系人{serial}（示例）"), "phone_sealed": seal(phone)}
    return Contact.objects.create(
        zone=zone,
        unit=unit,
        duty=f"职责{serial}",
        phone_hash=keyed_hash(phone, purpose="phone"),
        updated_at=clock.now(),
        **values,
    )


@pytest.fixture
def filled(zone):
    """Contacts, one with a past, and a person."""
    unit = world.unit(zone)
    with acting(world.cli(zone)):
        rows = [contact(zone, unit, serial) for serial in range(5)]
        rows[0].name_sealed = seal("后来的名字（示例）")
        rows[0].save()
        sealed = {"identity_sealed": seal("410881199001010011"), "name_sealed": seal("王示例")}
        Person.objects.create(
            zone=zone, identity_kind="citizen", identity_hash=b"1" * 32, created_at=clock.now(), **sealed
        )
    return rows


def rotate(actor, pack="directory", period="2022"):
    return services.rotate_key(actor=actor, given=RotateKey(pack=pack, period=period))


def retire(actor, pack="directory", period="2022"):
    return services.retire_keys(actor=actor, given=RetireKeys(pack=pack, period=period, reason="换发后停用"))


def values(zone):
    """Everything that is sealed, opened, by where it stands."""
    found = {}
    with acting(world.cli(zone)), connection.cursor() as cursor:
        for place in sql.places():
            cursor.execute(f"select {place.id}, {place.column} from {place.table} where {place.column} is not null")
            found |= {(place.label, pk): open_sealed(sealed) for pk, sealed in cursor.fetchall()}
    return found


def history(zone):
    with acting(world.cli(zone)), connection.cursor() as cursor:
        cursor.execute("select count(*), max(pgh_id) from directory_contactevent")
        return cursor.fetchone()


def test_all_former_values_and_their_history_are_sealed_anew_and_read_as_before(
    zone, security, filled, django_capture_on_commit_callbacks
):
    before, past = values(zone), history(zone)
    made = rotate(security)
    assert rotations.used_keys() == {OLD: made.total}
    assert made.total == len(before) > 20
    with pytest.raises(WrongMove, match="先完成重新加密"):
        retire(security)
    while rotations.work(made.pk, batches=1):
        pass
    made.refresh_from_db()
    assert rotations.used_keys() == {NEW: made.total}
    assert (made.resealed, made.stuck, made.done_at is None) == (made.total, 0, False)
    assert values(zone) == before
    assert history(zone) == past, "sealing anew is no change"
    with django_capture_on_commit_callbacks(execute=True):
        assert retire(security) == [OLD]
    assert (keyring.names().count(OLD), values(zone)) == (0, before)
    assert DestroyedKey.objects.get().name == OLD
    told = AuditLine.objects.filter(command__startswith="audit:key:", outcome="done").order_by("id")
    assert [line.command for line in told] == ["audit:key:rotate", "audit:key:finish", "audit:key:retire"]


def test_a_change_after_sealing_anew_is_kept_in_history_as_ever(zone, security, filled):
    made = rotate(security)
    while rotations.work(made.pk):
        pass
    count = history(zone)[0]
    with acting(world.cli(zone)):
        Contact.objects.filter(pk=filled[1].pk).update(duty="值班")
    assert history(zone)[0] == count + 1


def test_batches_are_bounded_by_rows_and_by_bytes(zone, filled, monkeypatch):
    place = next(one for one in sql.places() if one.label == "directory_contact.name_sealed")
    with acting(world.cli(zone)):
        monkeypatch.setattr("sibao.audit.sql.sealed.ROWS", 2)
        assert len(sql.some(place, zone.pk, 0, [OLD])) == 2
        monkeypatch.setattr("sibao.audit.sql.sealed.BYTES", 10)
        assert len(sql.some(place, zone.pk, 0, [OLD])) == 1, "one that is larger goes alone"


def test_a_file_and_the_seed_of_a_second_factor_are_sealed_anew(zone, security):
    account = Account.objects.get(pk=security.account_id)
    factor = TOTP.activate(account, "JBSWY3DPEHPK3PXP")
    with acting(world.cli(zone)):
        stored = files.keep(world.cli(zone), files.Upload("表.csv", "text/csv", b"a,b"), clock.now())
    for pack, period in (("factors", "all"), ("files", f"{clock.today():%Y-%m}")):
        made = rotate(security, pack, period)
        while rotations.work(made.pk):
            pass
        assert rotations.used_keys()[made.name] == 1
    assert factor.instance.data != Authenticator.objects.get(pk=factor.instance.pk).data
    with acting(world.cli(zone)):
        assert files.content_of(world.cli(zone), stored.pk) == b"a,b"


def test_what_somebody_changes_meanwhile_wins(zone, security, filled):
    place = next(one for one in sql.places() if one.label == "directory_contact.name_sealed")
    rotate(security)
    with acting(world.cli(zone)):
        (pk, sealed), *_others = sql.some(place, zone.pk, 0, [OLD])
        Contact.objects.filter(pk=pk).update(name_sealed=seal("同时改的（示例）"))
        assert sql.put(place, [(pk, sealed, seal("旧的"))]) == []
        assert open_sealed(Contact.objects.get(pk=pk).name_sealed) == "同时改的（示例）"


def test_a_value_whose_key_is_lost_holds_the_rotation_open_and_says_how_many(zone, security, filled):
    made = rotate(security)
    path = keyring.folder() / f"{OLD}.key"
    kept = path.read_bytes()
    path.unlink()
    while rotations.work(made.pk):
        pass
    made.refresh_from_db()
    assert (made.done_at, made.resealed, made.stuck) == (None, 0, made.total)
    page = signed_in(Client(), Account.objects.get(pk=security.account_id)).get("/audit/privacy/keys/")
    assert f"{made.total} 处打不开，缺密钥" in page.content.decode()
    path.write_bytes(kept)
    rotations.go_on()
    while rotations.work(made.pk):
        pass
    made.refresh_from_db()
    assert (made.done_at is None, made.stuck) == (False, 0)


@pytest.mark.parametrize(
    ("table", "column", "anew"),
    [
        ("directory_contactevent", "duty", b""),
        ("directory_contactevent", "phone_hash", b""),
        ("audit_seal", "hash", b""),
        ("directory_contactevent", "name_sealed", b"\x01\x10directory.2022.1" + b"0" * 30),
        ("directory_contactevent", "name_sealed", b"\x01\x0ffiles.2022-06.2" + b"0" * 30),
        ("directory_contactevent", "name_sealed", b"nothing"),
    ],
)
def test_the_way_into_history_lets_nothing_else_through(zone, filled, table, column, anew):
    before = values(zone)
    with acting(world.cli(zone)), connection.cursor() as cursor:
        cursor.execute("select pgh_id, name_sealed from directory_contactevent limit 1")
        pk, sealed = cursor.fetchone()
        with pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute(
                "select * from sibao_reseal(%s, 'pgh_id', %s, %s, %s, %s)",
                [table, column, [pk], [bytes(sealed)], [anew]],
            )
    assert values(zone) == before


def test_a_second_rotation_waits_for_the_first_and_what_is_no_key_is_not_found(security, filled):
    made = rotate(security)
    with pytest.raises(WrongMove, match="还没有做完"):
        rotate(security)
    with pytest.raises(WrongMove, match="旧密钥"):
        services.finish_rotation(actor=world.cli(made_zone(made)), given=FinishRotation(rotation_id=made.pk))
    keyring.make("hash.all.1")
    for pack, period in (("hash", "all"), ("nonsense", "2022")):
        with pytest.raises(NotFound):
            rotate(security, pack, period)
        with pytest.raises(NotFound):
            retire(security, pack, period)
    assert KeyRotation.objects.count() == 1
    assert keyring.names() == sorted(["hash.all.1", OLD, NEW])


def made_zone(made):
    return type("Zone", (), {"id": made.zone_id})


def test_a_request_sealed_in_another_month_is_left_alone(zone, security):
    sealed = dict.fromkeys(
        ("sealed_name", "sealed_phone", "sealed_email"), seal("甲", pack="accounts", period="2022-05")
    )
    with acting(world.cli(zone)):
        AccessRequest.objects.create(
            zone=zone,
            kind="official",
            asked_at=clock.now(),
            lapses_at=clock.now() + timedelta(days=1),
            phone_hash=b"",
            **sealed,
        )
        seal("乙", pack="accounts", period="2022-06")
        made = rotate(security, "accounts", "2022-06")
        while rotations.work(made.pk):
            pass
        assert key_of(AccessRequest.objects.get().sealed_name) == "accounts.2022-05.1"
