"""The record in the database: sealed without anyone waiting, and whatever is done to it is found."""

import os
import subprocess
import sys
from argparse import Namespace
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

from sibao.audit import queries, sql
from sibao.audit.cli import verify_all
from sibao.audit.models import AuditLine, Checkpoint, Seal, UnsealedLine
from sibao.audit.services import checkpoints, sealing, verifying
from sibao.kernel import clock
from sibao.kernel.postgres import restore
from sibao.kernel.refusals import WrongMove
from sibao.kernel.secrets import signing
from tests import template
from tests.audit.conftest import as_superuser, elsewhere, held_open, server, write, write_many
from tests.browser.site import ROOT
from tests.config.site import eventually

TAMPER = "set local session_replication_role = replica"
"""What a superuser does first, so that no trigger tells."""


@pytest.fixture
def zone(place, keys, django_db_blocker):
    """The zone with twelve sealed lines and a checkpoint over them."""
    with django_db_blocker.unblock():
        write(place, 12)
        checkpoints.sign(clock.now())
        yield place
        connection.close()


def found(kept=None) -> set[str]:
    kept = list(verifying.own_checkpoints()) if kept is None else kept
    return {one.kind for one in verifying.findings(kept, signing.public_keys(queries.KEY))}


def whole() -> bool:
    numbers = list(Seal.objects.order_by("number").values_list("number", flat=True))
    return found() == set() and numbers == list(range(1, len(numbers) + 1))


@pytest.fixture
def tampering(zone) -> Iterator[None]:
    """Whatever is done here is done by a superuser, past every trigger, and undone afterwards."""
    with as_superuser():
        with connection.cursor() as cursor:
            cursor.execute(TAMPER)
        yield


def do(statement: str, *given: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        assert cursor.rowcount > 0


def line_of(number: int) -> int:
    return Seal.objects.get(number=number).line_id


def impatiently(act) -> None:
    """Do something that fails as soon as it has to wait for anyone's lock."""
    with connection.cursor() as cursor:
        cursor.execute("set lock_timeout = '1s'")
    act()


def test_every_line_is_sealed_once_under_gap_free_numbers(zone):
    assert whole()
    assert set(AuditLine.objects.values_list("id", flat=True)) == set(Seal.objects.values_list("line_id", flat=True))
    assert UnsealedLine.objects.count() == 0


@pytest.mark.parametrize("statement", ["update {} set {} = {}", "delete from {}"])
@pytest.mark.parametrize("table", ["audit_auditline", "audit_seal", "audit_checkpoint"])
def test_the_application_itself_may_neither_change_nor_delete(zone, table, statement):
    column = "id" if table != "audit_seal" else "number"
    with pytest.raises(DatabaseError, match="permission denied"), connection.cursor() as cursor:
        cursor.execute(statement.format(table, column, column))
    assert whole()


@pytest.mark.parametrize("column", ["command", "reason", "at", "account_id", "details"])
def test_an_edited_line_is_found_and_named(tampering, column):
    new = {"at": "at + interval '1 microsecond'", "account_id": "account_id + 1", "details": "'{\"a\": 1}'"}
    line = line_of(5)
    do(f"update audit_auditline set {column} = {new.get(column, chr(39) + '改' + chr(39))} where id = %s", line)
    [finding] = verifying.findings(verifying.own_checkpoints(), signing.public_keys(queries.KEY))
    assert (finding.kind, finding.number, finding.line_id) == ("edited", 5, line)


def test_a_deleted_line_is_found(tampering):
    do("delete from audit_auditline where id = %s", line_of(5))
    assert found() == {"deleted"}


def test_a_line_deleted_with_its_seal_is_found(tampering):
    do("delete from audit_auditline where id = %s", line_of(5))
    do("delete from audit_seal where number = 5")
    assert found() == {"gap"}


def test_a_line_put_in_past_the_record_is_found(tampering):
    columns = ", ".join(field.column for field in AuditLine._meta.concrete_fields if field.column != "id")
    do(f"insert into audit_auditline ({columns}) select {columns} from audit_auditline where id = %s", line_of(5))
    assert found() == {"inserted"}


def test_lines_that_change_places_are_found(tampering):
    one, two = line_of(4), line_of(7)
    do("update audit_seal set line_id = -1 where number = 4")
    do("update audit_seal set line_id = %s where number = 7", one)
    do("update audit_seal set line_id = %s where number = 4", two)
    assert found() == {"edited"}


def test_a_tail_that_was_cut_off_is_found_by_the_checkpoint_alone(tampering):
    last = Seal.objects.count()
    do("delete from audit_auditline where id in (select line_id from audit_seal where number > %s)", last - 3)
    do("delete from audit_seal where number > %s", last - 3)
    assert found(kept=[]) == set()
    assert found() == {"cut"}


def test_a_chain_calculated_anew_is_found_by_the_checkpoint_alone(tampering):
    do("update audit_auditline set reason = '改' where id = %s", line_of(5))
    do("insert into audit_unsealedline select line_id from audit_seal")
    do("delete from audit_seal")
    sealing.seal_waiting(clock.now())
    assert found(kept=[]) == set()
    assert found() == {"rewritten"}


def test_a_waiting_line_that_was_deleted_is_found(zone):
    write(zone, 1)
    with as_superuser():
        with connection.cursor() as cursor:
            cursor.execute(TAMPER)
        do("delete from audit_auditline where id = (select max(line_id) from audit_unsealedline)")
        assert found() == {"vanished"}


def test_a_changed_checkpoint_is_found(zone):
    genuine = checkpoints.signed(Checkpoint.objects.last())
    assert found(kept=[genuine.model_copy(update={"number": genuine.number - 1})]) == {"forged"}
    assert found(kept=[genuine.model_copy(update={"signature": "@"})]) == {"forged"}


def test_the_unsealed_tail_is_reported(zone, capsys):
    write(zone, 3)
    assert verify_all(Namespace(public_key=None, checkpoints=None)) == 0
    assert "unsealed tail: 3" in capsys.readouterr().out
    sealing.seal_waiting(clock.now())


def test_a_line_that_commits_late_is_sealed_later_under_the_next_number(zone):
    before = Seal.objects.count()
    with held_open(zone) as late:
        write(zone, 2)
        sealing.seal_waiting(clock.now())
        assert Seal.objects.count() == before + 2
    sealing.seal_waiting(clock.now())
    last = Seal.objects.order_by("-number").first()
    assert (last.number, last.line_id) == (before + 3, late)
    assert late < line_of(before + 1)
    assert whole()


def test_a_sealer_at_work_lets_commands_pass_and_a_second_sealer_turn_away(zone):
    write(zone, 3)
    with elsewhere() as there, transaction.atomic():
        assert sql.seal_some(clock.now()) == 3
        there(lambda: impatiently(lambda: write(zone, 2)))
        assert there(lambda: sealing.seal_waiting(clock.now())) is None
    sealing.seal_waiting(clock.now())
    assert whole()
    assert UnsealedLine.objects.count() == 0


def test_a_clock_that_jumps_back_harms_nothing(zone):
    write(zone, 2)
    sealing.seal_waiting(clock.now() - timedelta(days=400))
    write(zone, 2)
    sealing.seal_waiting(clock.now())
    assert whole()


def test_without_its_key_the_record_is_sealed_on_and_the_reason_said(zone, keys):
    signing_key = keys / "audit-sign.pem"
    signing_key.rename(keys / "elsewhere")
    write(zone, 2)
    with pytest.raises(WrongMove, match="丢失"):
        checkpoints.sign(clock.now())
    assert sealing.seal_waiting(clock.now()) == 2
    assert "丢失" in str(queries.key_words())
    assert found() == set()
    signing.make("audit")
    checkpoints.sign(clock.now())
    assert whole()


def test_a_sealer_killed_at_work_leaves_a_good_chain_and_the_next_goes_on(zone, site):
    write_many(zone, 9_000)
    before = Seal.objects.count()
    sealer = site.spawn("audit", "seal")
    eventually(lambda: Seal.objects.count() > before, "the first lines are sealed")
    sealer.kill()
    sealer.wait()
    eventually(lambda: sql.seal_some(clock.now()) is not None, "the killed sealer's lock is free")
    sealing.seal_waiting(clock.now())
    assert whole()
    assert UnsealedLine.objects.count() == 0


def test_a_restored_backup_says_what_is_missing_from_a_later_checkpoint(zone, site, keys, tmp_path):
    reached, yesterday = Seal.objects.count(), backed_up(tmp_path / "yesterday.dump")
    write(zone, 4)
    file = checkpoints.signed(checkpoints.sign(clock.now()))
    kept, key = tmp_path / "kept", tmp_path / "public.pem"
    kept.mkdir()
    (kept / checkpoints.file_name(file)).write_text(file.text())
    key.write_bytes(b"".join(map(signing.public_pem, signing.public_keys("audit").values())))
    with template.database(f"{connection.settings_dict['NAME']}_restored") as addresses:
        name = addresses["DATABASE_URL"].partition("?")[0].rpartition("/")[2]
        restore(server(), yesterday, replace=True, database=name)
        done = examined({**site.environment, **addresses, "SIBAO_HOME": str(tmp_path)}, key, kept)
    assert done.returncode == 2, done.stderr
    assert f"还应有第 {reached + 1}–{reached + 4} 号" in done.stdout


def backed_up(file: Path) -> Path:
    dsn = server().dsn("superuser", connection.settings_dict["NAME"])
    dump = dsn.command(server().program("pg_dump"), "--format=custom", f"--file={file}")
    subprocess.run(dump, env={**os.environ, **dsn.environment()}, check=True)
    return file


def examined(environment: dict[str, str], key: Path, kept: Path) -> subprocess.CompletedProcess[str]:
    words = ("audit", "verify", "--public-key", str(key), "--checkpoints", str(kept))
    command = [sys.executable, "-m", "sibao", *words]
    return subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
