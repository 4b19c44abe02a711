"""The embedded server comes up, whatever was left behind, and only once."""

import os
import signal
import subprocess
from pathlib import Path

import psycopg
import pytest

from sibao.kernel import postgres
from sibao.kernel.postgres import PostgresError
from sibao.kernel.postgres.identity import server_identity
from sibao.kernel.postgres.place import SOCKET_LIMIT, SOCKET_NAME
from sibao.kernel.postgres.postmaster import alive, wait_until
from tests.kernel.postgres.steps import asked, kill_hard, process_of, python, started

WHO = "select system_identifier::text from pg_control_system()"
RACER = """
import sys
from pathlib import Path
import psycopg
from sibao.kernel.postgres import ensure
from sibao.kernel.postgres.postmaster import pid_of
server = ensure(Path(sys.argv[1]), fast=True)
with psycopg.connect(server.dsn("app").conninfo) as connection:
    identifier = connection.execute("select system_identifier::text from pg_control_system()").fetchone()[0]
print(identifier, pid_of(server.place.data), flush=True)
sys.stdin.read() if len(sys.argv) > 2 else None
"""


@pytest.mark.parametrize("source", ["wheel", "system"])
def test_an_empty_home_becomes_a_running_server(home: Path, source: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIBAO_PG", source)
    try:
        server = started(home)
    except PostgresError as error:
        pytest.skip(f"no {source} PostgreSQL is installed here: {error.en}")
    assert asked(server, "select current_user") == "sibao_app"
    assert int(asked(server, "show server_version_num")) // 10000 == server.version >= 15
    assert asked(server, "show server_encoding") == "UTF8"
    assert asked(server, "select similarity('济源示范区', '济源产城示范区') > 0.2") is True
    assert postgres.stop(home) is True
    assert not server.is_running()
    assert postgres.stop(home) is False


def test_nobody_else_gets_in(home: Path) -> None:
    server = started(home)
    for folder in (server.place.data, server.place.socket, server.place.log):
        assert folder.stat().st_mode & 0o777 == 0o700
    assert (home / "passwords.json").stat().st_mode & 0o777 == 0o600
    assert asked(server, "show listen_addresses") == ""
    methods = "select string_agg(distinct auth_method, ',') from pg_hba_file_rules"
    assert asked(server, methods, "superuser") == "scram-sha-256"
    stored = "select bool_and(rolpassword like 'SCRAM-SHA-256$%') from pg_authid where rolcanlogin"
    assert asked(server, stored, "superuser") is True
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(server.dsn("superuser").conninfo, password="guessed")


def test_a_durable_server_syncs_and_vacuums_and_becomes_fit_for_tests_when_asked(home: Path) -> None:
    server = started(home, fast=False)
    settings = "select string_agg(setting, ',' order by name) from pg_settings where name in ('autovacuum', 'fsync', 'data_checksums')"
    assert asked(server, settings) == "on,on,on"
    createdb = "select rolcreatedb from pg_roles where rolname = 'sibao_owner'"
    assert asked(server, createdb) is False
    assert asked(started(home, fast=True), createdb) is True


def test_the_second_call_finds_the_same_server(home: Path) -> None:
    assert process_of(started(home)) == process_of(started(home))


def test_a_server_whose_programs_were_deleted_is_started_anew_with_those_that_are_there(home: Path) -> None:
    server = started(home)
    before = process_of(server)
    asked(server, "create table kept (id bigint)", "owner")
    said = server.place.data / "postmaster.opts"
    said.write_text(said.read_text().replace(str(server.binaries / "postgres"), "/a clone/that is gone/postgres"))
    again = started(home)
    assert process_of(again) not in {None, before}
    assert asked(again, "select count(*) from kept") == 0


def test_four_processes_racing_make_one_server_and_all_connect(home: Path) -> None:
    racers = [python(RACER, home) for _ in range(4)]
    answers = {racer.communicate(timeout=60)[0] for racer in racers}
    assert [racer.returncode for racer in racers] == [0, 0, 0, 0]
    assert len(answers) == 1
    assert answers.pop().split()[0] == asked(started(home), WHO)


def test_the_server_outlives_a_killed_parent_and_the_next_process_stops_it(home: Path) -> None:
    code = RACER.replace("sys.stdin.read() if len(sys.argv) > 2 else None", "import time; time.sleep(600)")
    parent = python(code, home)
    assert parent.stdout is not None
    pid = int(parent.stdout.readline().split()[1])
    parent.kill()
    parent.wait()
    parent.stdout.close()
    assert process_of(started(home)) == pid
    assert postgres.stop(home) is True
    assert not Path(f"/proc/{pid}/stat").exists() or Path(f"/proc/{pid}/cmdline").read_bytes() == b""


def test_after_a_crash_what_was_committed_is_there(home: Path) -> None:
    server = started(home, fast=False)
    asked(server, "create table kept (id bigint)", "owner")
    asked(server, "insert into kept select generate_series(1, 1000)")
    kill_hard(server)
    assert (server.place.socket / SOCKET_NAME).exists()
    assert asked(started(home, fast=False), "select count(*) from kept") == 1000


def test_a_stale_process_number_of_another_process_neither_hinders_nor_hurts_it(home: Path) -> None:
    server = started(home)
    kill_hard(server)
    bystander = subprocess.Popen(["/bin/sleep", "600"], cwd="/", **server_identity(server.place.data).switch)
    try:
        for stale in (server.place.data / "postmaster.pid", server.place.socket / f"{SOCKET_NAME}.lock"):
            lines = stale.read_text().splitlines()
            stale.write_text("\n".join([str(bystander.pid), *lines[1:], ""]))
        assert not server.is_running()
        assert postgres.stop(home) is False
        assert asked(started(home), "select 1") == 1
        assert bystander.poll() is None
    finally:
        bystander.kill()
        bystander.wait()


def test_an_initialisation_that_was_killed_half_way_is_begun_anew(home: Path) -> None:
    server = started(home)
    postgres.stop(home)
    server.place.data.rename(server.place.root / "data.new")
    (server.place.root / "data.new" / "PG_VERSION").unlink()
    (server.place.root / "prepared").unlink()
    assert asked(started(home), "select current_user") == "sibao_app"


@pytest.mark.parametrize("running", [True, False], ids=["running", "stopped"])
def test_lost_passwords_are_replaced_and_the_data_stay(home: Path, running: bool) -> None:
    before = started(home)
    asked(before, "create table kept ()", "owner")
    if not running:
        postgres.stop(home)
    (home / "passwords.json").unlink()
    after = started(home)
    assert after.passwords["app"] != before.passwords["app"]
    assert asked(after, "select to_regclass('kept') is not null") is True
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(before.dsn("app").conninfo)


def test_foreign_passwords_are_refused_in_words(home: Path) -> None:
    started(home)
    kept = home / "passwords.json"
    kept.write_text('{"app": "a", "owner": "b", "superuser": "c"}')
    with pytest.raises(PostgresError, match="密码与数据库不符"):
        started(home)
    kept.write_text("{")
    with pytest.raises(PostgresError, match="已损坏"):
        started(home)


def test_a_path_too_long_for_a_socket_gets_one_elsewhere(room: Path) -> None:
    server = started(room / ("long" * 30))
    assert len(os.fsencode(server.place.socket / SOCKET_NAME)) <= SOCKET_LIMIT
    assert server.place.socket.parent == Path("/tmp")
    assert asked(server, "select 1") == 1
    postgres.stop(server.place.home)
    server.place.socket.chmod(0o777)
    with pytest.raises(PostgresError, match="套接字目录"):
        started(server.place.home)
    server.place.socket.rmdir()


def test_a_home_may_have_any_name(room: Path) -> None:
    assert asked(started(room / 'it\'s a "home", $HOME 家'), "select 1") == 1


@pytest.mark.parametrize("mode", ["fast", "immediate"])
def test_clients_are_sent_away_when_the_server_stops(home: Path, mode: str) -> None:
    server = started(home)
    with psycopg.connect(server.dsn("app").conninfo) as client:
        assert server.stop(mode) is True  # type: ignore[arg-type]
        with pytest.raises(psycopg.OperationalError):
            client.execute("select 1")
    assert asked(started(home), "select 1") == 1


def test_an_interrupt_at_the_terminal_does_not_reach_the_server(home: Path) -> None:
    server = started(home)
    assert os.getsid(process_of(server)) != os.getsid(0)
    assert signal.getsignal(signal.SIGINT) is not signal.SIG_IGN


def test_a_process_that_changes_programs_lives_all_the_while() -> None:
    for _ in range(200):
        pid = os.fork()
        if pid == 0:
            os.execv("/bin/sleep", ["sleep", "10"])
        try:
            assert all(alive(pid) for _look in range(60))
        finally:
            os.kill(pid, signal.SIGKILL)
        assert wait_until(lambda pid=pid: not alive(pid), 10)
        os.waitpid(pid, 0)
