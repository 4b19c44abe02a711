"""The demo province in a database of its own: loaded once, kept on the server, loaded anew when its making changes."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import psycopg
from django.core.management import call_command
from django.db import connection, transaction
from psycopg.sql import SQL, Identifier

from bench import database
from sibao.config.demo import load
from sibao.config.environment import PROJECT
from sibao.directory.models import Zone
from sibao.kernel import clock, postgres
from sibao.kernel.database.grants import grant_application
from sibao.kernel.database.migrating import render_only_what_changed
from tests.static_files import plain_static_files

PREFIX = "bench_province_"
SOURCES = ("sibao/config/demo/**/*.py", "sibao/*/migrations/*.py", "packs/**/*.*")
MORNING = datetime(2022, 6, 3, 8, tzinfo=clock.SHANGHAI)


@contextmanager
def province() -> Iterator[Zone]:
    """15,000 units and two million staff as the application's role sees them; whatever a bench writes is rolled back."""
    name = f"{PREFIX}{_fingerprint()}"
    if name not in _names():
        _load(name)
    try:
        with database.signed_in("app", name), plain_static_files(), transaction.atomic():
            clock.set_to(MORNING)
            yield Zone.objects.get(code=load.PROVINCE["zone_code"])
            transaction.set_rollback(True)
    finally:
        clock.forget()


@contextmanager
def as_superuser() -> Iterator[psycopg.Connection]:
    """The same database as a role whom no policy binds; the embedded server alone lends one."""
    server = postgres.attached(postgres.home_directory())
    if server is None:
        raise RuntimeError(
            "row-level security is measured beside the embedded server's superuser; leave DATABASE_URL out"
        )
    with psycopg.connect(
        server.dsn("superuser", connection.settings_dict["NAME"]).conninfo, prepare_threshold=None
    ) as there:
        yield there


def _fingerprint() -> str:
    """What the province is made of; the seed is always the same."""
    digest = hashlib.sha256()
    for pattern in SOURCES:
        for path in sorted(PROJECT.glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _names() -> list[str]:
    with _server() as server:
        rows = server.execute("select datname from pg_database where datname like %s", [f"%{PREFIX}%"])
        return [name for (name,) in rows]


def _load(name: str) -> None:
    """Load under another name, so that a load that was broken off is never taken for the province."""
    draft = f"loading_{name}"
    for former in _names():
        _administer("drop database {}", former)
    _administer("create database {}", draft)
    with database.signed_in("owner", draft):
        render_only_what_changed()
        call_command("migrate", verbosity=0)
        load.load(1, "province")
        grant_application()
        with connection.cursor() as cursor:
            cursor.execute("vacuum analyze")
    _administer("alter database {} rename to {}", draft, name)


def _administer(statement: str, *names: str) -> None:
    with _server() as server:
        server.execute(SQL(statement).format(*map(Identifier, names)))


def _server() -> psycopg.Connection:
    return psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True)
