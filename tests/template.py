"""Databases that are made once and copied by whoever needs one, such as the one with all tables and no row."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from tests.database import mark

ROOT = Path(__file__).resolve().parents[1]
MADE_OF = ("sibao/*/migrations/*.py", "sibao/kernel/database/*.py", "sibao/config/settings/*.py", "requirements.txt")
NAMED = "sibao_tables_"
Server = psycopg.Connection[tuple[Any, ...]]
LOCK = 20_220_603
"""Held on the server while a template is looked for or made, so that of several runs one makes it."""


def ready() -> str:
    """Return the name of the database with all tables and no row."""
    return kept(NAMED, digest(path for pattern in MADE_OF for path in sorted(ROOT.glob(pattern))), _migrate)


def kept(named: str, state: str, fill: Callable[[str], None], *, like: str = "template0") -> str:
    """Return the name of a database to copy, which is made and filled now if there is none of this state.

    This checkout's older ones of the same name go. Only when it is whole is it marked as a template, so that a
    broken-off one is made anew.
    """
    own = f"{named}{mark()}_"
    name = own + state
    with on_server() as server:
        server.execute("select pg_advisory_lock(%s)", [LOCK])
        found = server.execute("select datname, datistemplate from pg_database where starts_with(datname, %s)", [own])
        there: dict[str, bool] = dict(found.fetchall())
        if not there.get(name):
            for old in there:
                with suppress(psycopg.errors.ObjectInUse):
                    _drop(server, old)
            copy(server, like, name)
            fill(name)
            server.execute(sql.SQL("alter database {} is_template true").format(sql.Identifier(name)))
    return name


@contextmanager
def database(name: str, *, like: str = "template0") -> Iterator[dict[str, str]]:
    """A database of that name, new or a copy of another, and the addresses by which both roles reach it."""
    with on_server() as server:
        copy(server, like, name)
        try:
            yield addresses(name)
        finally:
            remove(server, name)


def addresses(name: str) -> dict[str, str]:
    """The addresses by which the application's role and the owner reach a database of the server."""
    return {"DATABASE_URL": at(os.environ["DATABASE_URL"], name), "DATABASE_OWNER_URL": at(_owner(), name)}


def on_server() -> Server:
    """A connection of the owner to the server, in none of the tests' databases."""
    return psycopg.connect(at(_owner(), "postgres"), autocommit=True)


def _owner() -> str:
    return os.environ.get("DATABASE_OWNER_URL") or os.environ["DATABASE_URL"]


def copy(server: Server, like: str, name: str) -> None:
    """Put a copy of the database `like` in the place of `name`."""
    remove(server, name)
    make = sql.SQL("create database {} template {} strategy file_copy")
    server.execute(make.format(sql.Identifier(name), sql.Identifier(like)))


def remove(server: Server, name: str) -> None:
    """Drop a database if it is there; whoever is in it is thrown out."""
    server.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))


def at(url: str, database: str) -> str:
    """The address of another database of the same server."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/{database}{'?' if parts.query else ''}{parts.query}"


def digest(paths: Iterable[Path]) -> str:
    """Tell one state of these files from another."""
    found = hashlib.sha256()
    for path in paths:
        found.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return found.hexdigest()[:16]


def _migrate(name: str) -> None:
    words = [sys.executable, "-m", "sibao", "manage", "migrate", "--verbosity", "0"]
    subprocess.run(words, env={**os.environ, **addresses(name)}, cwd=ROOT, check=True)


def _drop(server: Server, name: str) -> None:
    server.execute(sql.SQL("alter database {} is_template false").format(sql.Identifier(name)))
    server.execute(sql.SQL("drop database {}").format(sql.Identifier(name)))
