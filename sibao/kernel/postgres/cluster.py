"""Bring the embedded server up, whatever was left behind, and give it back ready to sign in."""

import os
import shutil
import subprocess
from pathlib import Path

import psycopg

from sibao.kernel.postgres import binaries as programs
from sibao.kernel.postgres import postmaster
from sibao.kernel.postgres.binaries import Binaries
from sibao.kernel.postgres.passwords import impose_superuser, make_passwords, read_passwords
from sibao.kernel.postgres.place import SOCKET_NAME, Place, chosen_place, existing_place, locked, make_home
from sibao.kernel.postgres.problems import PostgresError, explained
from sibao.kernel.postgres.roles import prepare
from sibao.kernel.postgres.servers import ROLE_NAMES, CustomerServer, EmbeddedServer, customer_server

START_SECONDS = 60
"""How long a start may take; after a crash the server first replays its log."""
_FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
    "jit": "off",
}
_SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "shared_preload_libraries": "pg_stat_statements",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "logging_collector": "on",
    "log_filename": "postgres-%a.log",
    "log_truncate_on_rotation": "on",
    "log_rotation_age": "1d",
    "log_rotation_size": "0",
}


def ensure(home: Path, *, fast: bool = False) -> EmbeddedServer | CustomerServer:
    """Return the server of this home, running and prepared.

    With DATABASE_URL set that is the customer's own, and nothing is started. Otherwise the embedded one: made the
    first time, started if it does not run, re-attached to if it does. Any number of processes may call at once.

    Args:
        home: the installation's home; made if missing.
        fast: for tests: no durability, no autovacuum (of a server that this call starts), and an owner who may
            create databases.

    Raises:
        PostgresError: with the reason in words.
    """
    if customer := customer_server():
        return customer
    try:
        home = make_home(home)
        with locked(home):
            return _ensured(chosen_place(home), fast=fast)
    except OSError as error:
        raise explained(
            f"数据库目录无法使用：{error.filename or home}。",
            f"The database's folder cannot be used: {error.filename or home}.",
            str(error),
        ) from error


def attached(home: Path) -> EmbeddedServer | None:
    """Return the embedded server of this home as it is, running or not; None where none was ever made."""
    home = home.resolve()
    try:
        place = existing_place(home)
        passwords = read_passwords(home)
        if place is None or passwords is None:
            return None
        return EmbeddedServer(place, _binaries(place), passwords)
    except OSError as error:
        raise explained("无法读取数据库目录。", "The database's folder cannot be read.", str(error)) from error


def stop(home: Path, mode: postmaster.StopMode = "fast") -> bool:
    """Stop the embedded server of this home, whoever started it; False if it was not running.

    Raises:
        PostgresError: it belongs to another user or does not end; see `postmaster.stop`.
    """
    try:
        place = existing_place(home.resolve())
        if place is None:
            return False
        with locked(place.home):
            return postmaster.stop(place.data, mode)
    except OSError as error:
        raise explained("无法读取数据库目录。", "The database's folder cannot be read.", str(error)) from error


def _ensured(place: Place, *, fast: bool) -> EmbeddedServer:
    place.make()
    passwords = read_passwords(place.home)
    if lost := passwords is None:
        passwords = make_passwords(place.home)
        (place.root / "prepared").unlink(missing_ok=True)
        postmaster.stop(place.data)
    server = EmbeddedServer(place, _binaries(place), passwords)
    if server.is_running() and not postmaster.has_programs(place.data):
        postmaster.stop(place.data)
    if not server.is_running():
        _sweep(place)
        runnable = _runnable(server)
        if not place.data.exists():
            _initialise(server, runnable, fast=fast)
        elif lost:
            impose_superuser(passwords["superuser"], place.data, runnable, place.identity)
        _start(server, runnable, fast=fast)
    else:
        _await_ready(server, postmaster.pid_of(place.data))
    _prepare_once(server, fast=fast)
    return server


def _binaries(place: Place) -> Binaries:
    made_by = place.data / "PG_VERSION"
    return programs.find(int(made_by.read_text()) if made_by.exists() else None)


def _runnable(server: EmbeddedServer) -> Binaries:
    """Return the binaries where the server's user can run them: the installed ones, else a copy beside the data."""
    place = server.place
    if place.data.exists() and not place.identity.reaches(place.data):
        raise PostgresError(
            f"运行数据库的用户 {place.identity.name} 进不去 {place.data}，请检查各级目录的权限。",
            f"The user {place.identity.name}, who runs the database, cannot reach {place.data}: check the folders' modes.",
        )
    if place.identity.reaches(server.binaries / "postgres"):
        return server.binaries
    return server.binaries.copied_to(place.root / "programs")


def _sweep(place: Place) -> None:
    """Remove what a dead server left: its process number may be another process's by now, and would stop a start."""
    for leftover in (place.data / "postmaster.pid", place.socket / SOCKET_NAME, place.socket / f"{SOCKET_NAME}.lock"):
        leftover.unlink(missing_ok=True)


def _initialise(server: EmbeddedServer, runnable: Binaries, *, fast: bool) -> None:
    """Make the data folder under another name and rename it when it is whole, so that a kill leaves no half of one."""
    place = server.place
    fresh, secret = place.root / "data.new", place.root / "secret"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(mode=0o700)
    place.identity.own(fresh, 0o700)
    try:
        secret.unlink(missing_ok=True)
        secret.touch(mode=0o600)
        secret.write_text(server.passwords["superuser"])
        place.identity.own(secret, 0o600)
        done = subprocess.run(
            _initdb(runnable, fresh, secret, fast=fast),
            capture_output=True,
            text=True,
            cwd="/",
            env=postmaster.ENVIRONMENT,
            check=False,
            **place.identity.switch,
        )
    finally:
        secret.unlink()
    if done.returncode:
        raise explained("数据库初始化失败。", "The database could not be initialised.", done.stderr)
    fresh.rename(place.data)


def _initdb(runnable: Binaries, data: Path, secret: Path, *, fast: bool) -> list[str]:
    command = [str(runnable / "initdb"), f"--pgdata={data}", f"--username={ROLE_NAMES['superuser']}"]
    command += ["--auth=scram-sha-256", f"--pwfile={secret}", "--encoding=UTF8", "--locale=C.UTF-8"]
    command += ["--no-sync"] if fast else ["--data-checksums"]
    return command + (["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if runnable.major >= 17 else [])


def _start(server: EmbeddedServer, runnable: Binaries, *, fast: bool) -> None:
    place = server.place
    quoted = str(place.socket).replace('"', '""')
    settings = {**_SETTINGS, "unix_socket_directories": f'"{quoted}"', "log_directory": str(place.log)}
    settings |= _FAST if fast else {}
    command = [str(runnable / "postgres"), "-D", str(place.data)]
    for name, value in settings.items():
        command += ["-c", f"{name}={value}"]
    _await_ready(server, postmaster.launch(command, place.root / "start.log", place.identity))


def _await_ready(server: EmbeddedServer, pid: int | None) -> None:
    """Wait until the superuser can sign in, at most START_SECONDS, or until the server's process has ended."""
    last: list[psycopg.OperationalError] = []

    def ready() -> bool:
        try:
            psycopg.connect(server.dsn("superuser", "postgres").conninfo, connect_timeout=5).close()
        except psycopg.OperationalError as error:
            last[:] = [error]
            return pid is None or not postmaster.alive(pid) or _refused(error)
        last.clear()
        return True

    postmaster.wait_until(ready, START_SECONDS)
    if not last:
        return
    if _refused(last[0]):
        raise PostgresError(
            f"{server.place.home}/passwords.json 中的密码与数据库不符。停止数据库并删除该文件后再启动，会生成新密码，数据不受影响。",
            f"The passwords in {server.place.home}/passwords.json do not fit the database. Stop it, remove the file and "
            "start again: new ones are made, the data stay.",
        )
    raise explained("数据库未能启动。", "The database did not start.", _last_words(server.place) or str(last[0]))


def _refused(error: psycopg.OperationalError) -> bool:
    return "password authentication failed" in str(error)


def _last_words(place: Place) -> str:
    """Return what the server said last, at most 20 lines, from its log and from before its log was open."""
    logs = sorted(place.log.glob("*.log"), key=lambda log: log.stat().st_mtime)[-1:]
    files = [*logs, place.root / "start.log"]
    said = [line for file in files if file.exists() for line in file.read_text(errors="replace").splitlines()[-10:]]
    return os.linesep.join(said)


def _prepare_once(server: EmbeddedServer, *, fast: bool) -> None:
    mark = server.place.root / "prepared"
    done = mark.read_text() if mark.exists() else ""
    if done == "fast" or (done == "durable" and not fast):
        return
    prepare(server, fast=fast)
    mark.write_text("fast" if fast else "durable")
