"""Databases for benches alone: made by the owner, used by the application's role."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal
from unittest.mock import patch

import django
from django.core.management import call_command
from django.db import connection

from sibao.config.databases import django_database
from sibao.config.memory import settle
from sibao.kernel.database.grants import grant_application
from sibao.kernel.database.migrating import render_only_what_changed
from sibao.kernel.postgres import EmbeddedServer, ensure
from tests import database

DATABASE = "sibao"


class _Open:
    """Benches may always reach the database."""

    @contextmanager
    def unblock(self) -> Iterator[None]:
        yield


def prepare() -> None:
    """Start the server if need be, make Django ready, and hold memory as the product's own processes do."""
    home = Path(os.environ.get("SIBAO_TEST_HOME") or Path(tempfile.gettempdir()) / f"sibao-tests-{os.getuid()}")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sibao.config.settings")
    os.environ.setdefault("SIBAO_TEST_NAME", "bench")
    database.prepare(home)
    django.setup()
    settle()


@contextmanager
def filled() -> Iterator[None]:
    """A database of the pack's tables alone, dropped when the bench has run."""
    database.name_test_database()
    former = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        with database.as_application(_Open()):
            yield
    finally:
        connection.creation.destroy_test_db(former, verbosity=0)


@contextmanager
def signed_in(role: Literal["app", "owner"], name: str) -> Iterator[None]:
    """Point Django at a database of that name, as the application or as the owner."""
    there = django_database(role)
    with reaching({key: there[key] for key in ("USER", "PASSWORD")} | {"NAME": name}):
        yield


@contextmanager
def reaching(there: dict[str, Any]) -> Iterator[None]:
    """Point Django elsewhere for a while."""
    former = dict(connection.settings_dict)
    connection.close()
    connection.settings_dict.update(there)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(former)


@contextmanager
def durable() -> Iterator[EmbeddedServer]:
    """A server of its own that writes as the product's does, with the product's tables; gone when the bench has run."""
    unsaid = {key: value for key, value in os.environ.items() if not key.startswith("DATABASE_")}
    with tempfile.TemporaryDirectory() as home, patch.dict(os.environ, unsaid, clear=True):
        server = ensure(Path(home))
        if not isinstance(server, EmbeddedServer):
            raise RuntimeError("what is written durably is measured on the embedded server; leave DATABASE_URL out")
        os.environ |= {"DATABASE_URL": server.url("app"), "DATABASE_OWNER_URL": server.url("owner")}
        try:
            with reaching(server.dsn("owner").django):
                render_only_what_changed()
                call_command("migrate", verbosity=0)
                grant_application()
            with reaching(server.dsn("app").django):
                yield server
        finally:
            server.stop()
