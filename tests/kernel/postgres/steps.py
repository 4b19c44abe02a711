"""What the tests of the database server do again and again."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import psycopg

from sibao.kernel.postgres import EmbeddedServer, ensure
from sibao.kernel.postgres.postmaster import alive, pid_of, wait_until
from sibao.kernel.postgres.servers import Role

PROJECT = Path(__file__).resolve().parents[3]


def started(home: Path, *, fast: bool = True) -> EmbeddedServer:
    server = ensure(home, fast=fast)
    assert isinstance(server, EmbeddedServer)
    return server


def asked(server: EmbeddedServer, query: str, role: Role = "app", database: str = "") -> Any:
    """Return the first value of the answer, None where there is none."""
    with psycopg.connect(server.dsn(role, database).conninfo, autocommit=True) as connection:
        cursor = connection.execute(query)
        row = cursor.fetchone() if cursor.description else None
        return row[0] if row else None


def process_of(server: EmbeddedServer) -> int:
    pid = pid_of(server.place.data)
    assert pid is not None
    return pid


def kill_hard(server: EmbeddedServer) -> None:
    """Kill the server's main process and wait until its children have noticed and left."""
    pid = process_of(server)
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    os.kill(pid, signal.SIGKILL)
    assert wait_until(lambda: not any(alive(int(number)) for number in [pid, *children]), 20)


def python(code: str, *arguments: object) -> "subprocess.Popen[str]":
    """Start a Python process of its own with this code."""
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        text=True,
    )
