"""The real processes on a database of their own, made from the tests' own, which this process may write to as well."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from django.db import connection
from django.test import Client
from psycopg import sql

from sibao.accounts.models import Account
from sibao.config.databases import Role, django_database
from tests.accounts.people import signed_in
from tests.browser.site import ROOT, free_port
from tests.template import at

PATIENCE = 60.0


@dataclass
class Answer:
    """What a server said: status, headers in lower case, body."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass
class Site:
    """A database and a home; processes are started on them and ended with the test that started them."""

    environment: dict[str, str]
    home: Path
    port: int = field(default_factory=free_port)

    def spawn(self, *words: str, log: str = "log", **more: str) -> subprocess.Popen[bytes]:
        """Start `sibao <words>` in a session of its own; what it says is added to a file in the home."""
        with (self.home / log).open("ab") as output:
            return subprocess.Popen(
                [sys.executable, "-m", "sibao", *words],
                env={**self.environment, **more},
                cwd=ROOT,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    @contextmanager
    def serving(self, **more: str) -> Iterator[subprocess.Popen[bytes]]:
        """The web process, answering; what is left of it afterwards is killed."""
        server = self.spawn("serve", "--port", str(self.port), log="web.log", **more)
        try:
            eventually(lambda: self._answers(server), "the web process answers")
            yield server
        finally:
            end(server)

    @contextmanager
    def working(self, **more: str) -> Iterator[subprocess.Popen[bytes]]:
        """The worker of the queue."""
        worker = self.spawn("worker", log="worker.log", **more)
        try:
            yield worker
        finally:
            end(worker)

    def elsewhere(self) -> "Site":
        """The same database and home on another port."""
        return Site(self.environment, self.home)

    def _answers(self, server: subprocess.Popen[bytes]) -> bool:
        assert server.poll() is None, (self.home / "web.log").read_text(encoding="utf-8")[-3000:]
        with suppress(OSError):
            return self.ask("/healthz").status == 200
        return False

    def ask(self, path: str, *, method: str = "GET", body: bytes | None = None, **headers: str) -> Answer:
        """One request on a connection of its own; `Content_Type` stands for the header Content-Type."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            line.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
            answer = line.getresponse()
            return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
        finally:
            line.close()

    def raw(self) -> socket.socket:
        """A bare connection."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)

    def cookie(self, account: Account) -> str:
        """The session of an account that has signed in, with the token of its forms."""
        jar = signed_in(Client(), account).cookies
        return f"sessionid={jar['sessionid'].value}; csrftoken={TOKEN}"

    def log(self, name: str = "web.log") -> str:
        """What a process has said so far."""
        return (self.home / name).read_text(encoding="utf-8")


TOKEN = "t" * 32


@dataclass(frozen=True)
class Told:
    """One event of the stream."""

    id: int
    topic: str
    ids: list[int]


class Listener:
    """An open stream; entered, it has said that it listens."""

    def __init__(self, site: Site, cookie: str, *, path: str = "/events", **headers: str) -> None:
        self._line = http.client.HTTPConnection("127.0.0.1", site.port, timeout=PATIENCE)
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        self._line.request("GET", path, headers={"Cookie": cookie, **given})

    def __enter__(self) -> "Listener":
        self._answer = self._line.getresponse()
        assert self._answer.status == 200, self._answer.status
        assert self._answer.readline() == b": listening\n"
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Go away, as a browser does."""
        self._answer.close()
        self._line.close()

    def next(self) -> Told:
        """The next event; waits for it."""
        said: dict[str, str] = {}
        while line := self._answer.readline().decode():
            name, _colon, value = line.rstrip("\n").partition(": ")
            if name == "data":
                return Told(int(said["id"]), **json.loads(value))
            said[name] = value
        raise AssertionError("the stream has ended")

    def until(self, told_id: int) -> list[Told]:
        """Events up to the first of that id or a later one; what is repeated from before comes first."""
        heard = [self.next()]
        while heard[-1].id < told_id:
            heard.append(self.next())
        return heard

    def ended(self) -> bool:
        """Read to the end, which must come; nothing may be told on the way."""
        return all(line.startswith((b":", b"\n")) for line in iter(self._answer.readline, b""))


def end(process: subprocess.Popen[bytes]) -> None:
    """Kill what is left of a process and of those that it started."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def children(pid: int) -> list[int]:
    """The processes that a process has started and that still run."""
    try:
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except FileNotFoundError:
        return []


def eventually(holds: Callable[[], object], what: str, *, patience: float = PATIENCE) -> None:
    """Wait until something holds; fail with its name when it does not within so many seconds."""
    deadline = time.monotonic() + patience
    while not holds():
        assert time.monotonic() < deadline, f"never: {what}"
        time.sleep(0.05)


@contextmanager
def unreachable(url: str) -> Iterator[None]:
    """Nobody is let into a database, and who was in it is thrown out."""
    name = sql.Identifier(urlsplit(url).path.lstrip("/"))
    with psycopg.connect(at(url, "postgres"), autocommit=True) as server:
        server.execute(sql.SQL("alter database {} allow_connections false").format(name))
        throw_out(url)
        try:
            yield
        finally:
            server.execute(sql.SQL("alter database {} allow_connections true").format(name))


def throw_out(url: str) -> None:
    """End every connection to a database, that of this process too."""
    with psycopg.connect(at(url, "postgres"), autocommit=True) as server:
        server.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = %s",
            [urlsplit(url).path.lstrip("/")],
        )
    connection.close()


@contextmanager
def written_to(name: str, role: Role = "app") -> Iterator[None]:
    """Turn Django's connection of this process to that database, as the application's role or the owner."""
    settings = connection.settings_dict
    former = {key: settings[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")}
    connection.close()
    settings.update({key: value for key, value in django_database(role).items() if key in former}, NAME=name)
    try:
        yield
    finally:
        connection.close()
        settings.update(former)
