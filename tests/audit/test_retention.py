"""Periods of the register kept to: tried first, held back, counted, done, and nothing left that could be read."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client, override_settings

from sibao.accounts.models import Account
from sibao.audit import services, sql
from sibao.audit.inputs import DestroyKeys, Inquire, LiftHold, PlaceHold, RetireKeys, RotateKey
from sibao.audit.models import AuditLine, DestroyedKey, LegalHold, Processing
from sibao.audit.services import clearing, packs
from sibao.kernel import clock, files
from sibao.kernel.access import acting
from sibao.kernel.models import StoredFile
from sibao.kernel.refusals import Conflict, Invalid, NotFound, WrongMove
from sibao.kernel.secrets import SealBroken, keyring
from tests import world
from tests.accounts.people import signed_in

pytestmark = pytest.mark.django_db
LABEL, KEY = "files.2022-06", "files.2022-06.1"
JUNE = clock.datetime(2022, 6, 15, tzinfo=clock.UTC)
CONTENT = b"name,phone\nzhang,13800000123"


@pytest.fixture(autouse=True)
def own_home(tmp_path):
    """Keys of the test's own."""
    with override_settings(SIBAO_HOME=tmp_path):
        yield


@pytest.fixture
def auditor(zone):
    return world.person(zone, "audit_administrator")


@pytest.fixture
def kept(zone):
    """Three files of June, one of a month that is not over."""
    actor = world.cli(zone)
    made = []
    with acting(actor):
        for moment in (JUNE, JUNE, JUNE, JUNE + timedelta(days=365)):
            with clock.standing_at(moment):
                made.append(files.keep(actor, files.Upload("表.csv", "text/csv", CONTENT), moment))
    return made


@pytest.fixture
def end(zone, kept):
    """The first moment at which June is over for as long as the register says."""
    days = Processing.objects.get(zone_id=zone.pk, key_pack="files").days
    found = JUNE.replace(day=30) + timedelta(days=days + 1)
    worked_at(zone, found - timedelta(days=10))
    return found


def worked_at(zone, moment):
    """Somebody did something then."""
    with clock.standing_at(moment):
        services.inquire_looks(actor=world.cli(zone), given=Inquire(number="13911112222", purpose="本人来访"))


@pytest.fixture
def committing(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


def hold(actor, pack="files", period="2022-06"):
    return services.place_hold(actor=actor, given=PlaceHold(pack=pack, period=period, reason="案件取证"))


def stored(zone):
    with acting(world.cli(zone)):
        return [bytes(one) for one in StoredFile.objects.order_by("pk").values_list("sealed", flat=True)]


def test_a_trial_counts_what_is_due_and_changes_nothing(zone, kept, end, auditor):
    before = stored(zone)
    (due,) = packs.trial(end)
    assert (due.label, due.values, due.held) == (LABEL, {"kernel_storedfile.sealed": 3}, False)
    assert packs.trial(end - timedelta(days=1)) == []
    with clock.standing_at(end):
        browser = signed_in(Client(), Account.objects.get(pk=auditor.account_id))
        text = browser.get("/audit/privacy/keys/due/").content.decode()
    assert LABEL in text
    assert "今晚销毁" in text
    assert stored(zone) == before
    assert KEY in keyring.names()
    assert not DestroyedKey.objects.exists()


def test_what_is_over_goes_with_its_key_is_counted_certified_and_cleared(zone, kept, end, committing, monkeypatch):
    monkeypatch.setattr("sibao.audit.sql.sealed.ROWS", 2)
    lines = AuditLine.objects.count()
    with committing():
        assert packs.keep_to_periods(end) == [LABEL]
    gone = DestroyedKey.objects.select_related("document").get()
    assert (gone.name, gone.values, gone.cleared, gone.cleared_at is None) == (KEY, 3, 3, False)
    assert bytes(gone.document.content).startswith(b"%PDF")
    assert KEY not in keyring.names()
    sealed = stored(zone)
    assert [len(one) for one in sealed[:3]] == [2 + len(KEY)] * 3, "the head alone, which says why it is gone"
    with acting(world.cli(zone)):
        for row in kept[:3]:
            with pytest.raises(SealBroken, match="已按保存期限销毁"):
                files.content_of(world.cli(zone), row.pk)
        assert files.content_of(world.cli(zone), kept[3].pk) == CONTENT
    destroyed, cleared = AuditLine.objects.order_by("id")[lines:]
    assert (destroyed.command, destroyed.details["values"]) == (
        "audit:key:destroy",
        {KEY: {"kernel_storedfile.sealed": 3}},
    )
    assert (cleared.command, cleared.details) == ("audit:key:clear", {"cleared": 3})
    assert packs.keep_to_periods(end) == []


def test_clearing_that_was_killed_goes_on_and_counts_each_value_once(zone, kept, end, committing, monkeypatch):
    monkeypatch.setattr("sibao.audit.sql.sealed.ROWS", 2)
    put, calls = sql.put, []

    def killed(*given):
        calls.append(given)
        if len(calls) > 1:
            raise KeyboardInterrupt
        return put(*given)

    monkeypatch.setattr(sql, "put", killed)
    with committing(), pytest.raises(KeyboardInterrupt):
        packs.keep_to_periods(end)
    gone = DestroyedKey.objects.get()
    assert (gone.cleared, gone.cleared_at) == (2, None)
    keyring.destroy(KEY)
    monkeypatch.setattr(sql, "put", put)
    packs.keep_to_periods(end)
    gone.refresh_from_db()
    assert (gone.cleared, gone.cleared_at is None) == (3, False)


def test_a_hold_stops_the_schedule_the_person_and_the_database(zone, kept, end, auditor, committing):
    security = world.person(zone, "security_administrator")
    placed = hold(auditor)
    assert [due.held for due in packs.trial(end)] == [True]
    with committing():
        assert packs.keep_to_periods(end) == []
    given = DestroyKeys(pack="files", period="2022-06", reason="期满", typed=LABEL)
    with pytest.raises(WrongMove, match="已保全"):
        services.destroy_keys(actor=security, given=given)
    services.rotate_key(actor=security, given=RotateKey(pack="files", period="2022-06"))
    with pytest.raises(WrongMove, match="已保全"):
        services.retire_keys(actor=security, given=RetireKeys(pack="files", period="2022-06", reason="停用"))
    with pytest.raises(DatabaseError, match="held from being destroyed"), transaction.atomic():
        DestroyedKey.objects.create(zone_id=zone.pk, name=KEY, at=end, account_id=0, reason="绕过")
    with acting(world.cli(zone)):
        assert files.content_of(world.cli(zone), kept[0].pk) == CONTENT
    assert not DestroyedKey.objects.exists()
    services.lift_hold(actor=auditor, given=LiftHold(hold_id=placed.pk))
    with committing():
        assert packs.keep_to_periods(end) == [LABEL]


def test_a_hold_over_a_whole_pack_covers_every_period_and_no_other_pack(zone, kept, end, auditor, committing):
    hold(auditor, period="")
    assert packs.keep_to_periods(end) == []
    LegalHold.objects.all().delete()
    keyring.newest("imports", "2022-06")
    hold(auditor, pack="imports", period="")
    with committing():
        assert packs.keep_to_periods(end) == [LABEL]


@pytest.mark.parametrize(("pack", "period"), [("nonsense", ""), ("files", "2019-01")])
def test_what_is_no_key_is_not_held(kept, auditor, pack, period):
    with pytest.raises(Invalid):
        hold(auditor, pack, period)
    assert not LegalHold.objects.exists()


def test_the_same_is_not_held_twice_nor_lifted_twice(kept, auditor):
    placed = hold(auditor)
    with pytest.raises(Conflict):
        hold(auditor)
    services.lift_hold(actor=auditor, given=LiftHold(hold_id=placed.pk))
    with pytest.raises(NotFound):
        services.lift_hold(actor=auditor, given=LiftHold(hold_id=placed.pk))
    assert [one.command for one in AuditLine.objects.filter(outcome="done").order_by("-id")[:2]] == [
        "audit:hold:lift",
        "audit:hold:place",
    ]


def test_holds_are_placed_read_and_lifted_on_their_page(zone, kept, auditor):
    browser = signed_in(Client(), Account.objects.get(pk=auditor.account_id))
    wrong = browser.post("/audit/privacy/holds/", {"pack": "nonsense", "period": "", "reason": "案件取证"})
    assert (wrong.status_code, LegalHold.objects.count()) == (422, 0)
    browser.post("/audit/privacy/holds/", {"pack": "files", "period": "2022-06", "reason": "案件取证"})
    assert "案件取证" in browser.get("/audit/privacy/holds/").content.decode()
    browser.post(f"/audit/privacy/holds/{LegalHold.objects.get().pk}/lift/")
    assert LegalHold.objects.get().lifted_at is not None


def test_only_what_a_destroyed_key_sealed_can_be_cleared(zone, kept):
    place = next(one for one in sql.places() if one.label == "kernel_storedfile.sealed")
    before = stored(zone)
    with acting(world.cli(zone)):
        (pk, sealed), *_others = sql.some(place, zone.pk, 0, [KEY])
        with pytest.raises(DatabaseError, match="its key is destroyed"), transaction.atomic():
            sql.put(place, [(pk, sealed, sealed[: 2 + len(KEY)])])
    assert stored(zone) == before
    assert clearing.clear() == 0


def test_the_register_says_where_each_period_comes_from_and_who_is_given_the_data(zone, auditor):
    browser = signed_in(Client(), Account.objects.get(pk=auditor.account_id))
    text = browser.get("/audit/privacy/register/").content.decode()
    rows = Processing.objects.filter(zone_id=zone.pk)
    assert [row.code for row in rows if not row.days_basis or row.days_basis not in text] == []
    assert [word for row in rows for word in row.recipients if word not in text] == []
    assert "不对外提供" in text


def test_no_line_of_the_record_goes_with_a_key(zone, kept, end, committing):
    before = list(AuditLine.objects.order_by("id").values_list("id", flat=True))
    with committing():
        packs.keep_to_periods(end)
    assert list(AuditLine.objects.order_by("id").values_list("id", flat=True))[: len(before)] == before
    with connection.cursor() as cursor, pytest.raises(DatabaseError, match="permission denied"):
        cursor.execute("delete from audit_auditline")


@pytest.mark.parametrize("jump", [timedelta(days=3_650), timedelta(days=60), -timedelta(days=3_650)])
def test_a_clock_that_jumps_destroys_nothing_and_a_week_later_what_is_due_goes(
    zone, kept, end, committing, jump, caplog
):
    with committing():
        assert packs.keep_to_periods(end + jump) == []
    assert ("nothing destroyed" in caplog.text) is (jump > timedelta())
    assert KEY in keyring.names()
    assert not DestroyedKey.objects.exists()
    for moment in (end, end + jump):
        with clock.standing_at(moment), acting(world.cli(zone)):
            made = files.keep(world.cli(zone), files.Upload("表.csv", "text/csv", CONTENT), moment)
            assert files.content_of(world.cli(zone), made.pk) == CONTENT
    if jump > timedelta():
        worked_at(zone, end + jump)
        with committing():
            assert LABEL in packs.keep_to_periods(end + jump + timedelta(days=8))
