"""The product as it is served: a demo zone of its own, and the real server in a process of its own."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg

from tests.demo import copied

ROOT = Path(__file__).resolve().parents[2]
SERVE = ("serve",)
WORK = ("worker",)
READY_SECONDS = 60
STOP_SECONDS = 15
SAID = 3000
OF_THIS_PROCESS = "DJANGO_ALLOW_ASYNC_UNSAFE"
"""What is set for the browser's driver alone: the product may not ask the database on its event loop."""
LATE_JOBS = """select j.id, queue_name, task_name, status, max(at) from procrastinate_jobs j
join procrastinate_events e on e.job_id = j.id group by j.id order by max(at) desc limit 30"""


@dataclass(frozen=True, slots=True)
class Site:
    """A running product: where it answers, and the environment in which `sibao` commands reach its database."""

    url: str
    environment: dict[str, str]
    home: Path

    def said(self) -> Iterator[tuple[str, str]]:
        """What the server and the worker wrote last, and what the queue holds: told when a test fails."""
        for name in ("server", "worker"):
            yield name, (self.home / f"{name}.log").read_text(encoding="utf-8", errors="replace")[-SAID:]
        with (
            suppress(psycopg.OperationalError),  # after the last test its database is gone
            psycopg.connect(self.environment["DATABASE_OWNER_URL"]) as connection,
        ):
            yield "queue", "\n".join(str(row) for row in connection.execute(LATE_JOBS))


@contextmanager
def running(name: str, home: Path) -> Iterator[Site]:
    """Make the database `name` with the demo zone in it, serve it on a free port, and clear everything away afterwards.

    `home` keeps keys, files and the server's log. Raises `RuntimeError` with the server's own words when it does not
    become ready.
    """
    with copied(name, home) as addresses:
        port = free_port()
        environment = {
            **{name: value for name, value in os.environ.items() if name != OF_THIS_PROCESS},
            **addresses,
            "SIBAO_HOME": str(home),
            "SIBAO_ORIGIN": f"http://localhost:{port}",
            "SIBAO_DEMO": "1",
            "SIBAO_POOL": "8",
        }
        with _served(port, environment, home / "server.log") as url, _worked(environment, home / "worker.log"):
            yield Site(url, environment, home)


def sibao(words: tuple[str, ...], environment: dict[str, str]) -> str:
    """Run `sibao <words>` against the site's database and return what it printed; raises with its complaint."""
    done = subprocess.run(
        [sys.executable, "-m", "sibao", *words], env=environment, cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(
            f"sibao {' '.join(words)} answered {done.returncode}:\n{(done.stdout + done.stderr)[-3000:]}"
        )
    return done.stdout


def free_port() -> int:
    """A port that nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def _served(port: int, environment: dict[str, str], log: Path) -> Iterator[str]:
    url = f"http://localhost:{port}"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w+b") as output:
        words = [sys.executable, "-m", "sibao", *SERVE, "--port", str(port)]
        server = subprocess.Popen(words, env=environment, cwd=ROOT, stdout=output, stderr=output)
        try:
            _wait_until_ready(server, url, log)
            yield url
        finally:
            _stop(server)


@contextmanager
def _worked(environment: dict[str, str], log: Path) -> Iterator[None]:
    with log.open("w+b") as output:
        words = [sys.executable, "-m", "sibao", *WORK]
        worker = subprocess.Popen(words, env=environment, cwd=ROOT, stdout=output, stderr=output)
        try:
            yield
        finally:
            _stop(worker)


def _wait_until_ready(server: subprocess.Popen[bytes], url: str, log: Path) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        if _answers(f"{url}/readyz"):
            return
        time.sleep(0.1)
    how = "ended" if server.poll() is not None else f"was not ready after {READY_SECONDS} s"
    raise RuntimeError(f"the server {how}; it said:\n{log.read_text(encoding='utf-8', errors='replace')[-3000:]}")


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.terminate()
    try:
        server.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
