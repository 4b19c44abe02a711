"""The database of the tests: started if need be, owned by the owner, used by the application's role."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from pytest_django import DjangoDbBlocker

ROOT = Path(__file__).resolve().parents[1]


def prepare(home: Path) -> None:
    """Point the settings at a server before Django reads them: the given one, else the embedded one."""
    os.environ["SIBAO_HOME"] = str(home)
    os.environ.setdefault("SECRET_KEY", "tests-only")
    os.environ.setdefault("SIBAO_LOG", "text")
    os.environ.setdefault("SIBAO_LIMITS", "0")
    os.environ["SIBAO_POOL"] = "0"
    if "DATABASE_URL" not in os.environ:
        start_embedded(home)


def start_embedded(home: Path) -> None:
    """Start the embedded server and put both roles' addresses into the environment."""
    from sibao.kernel.postgres import ensure

    server = ensure(home, fast=True)
    os.environ["DATABASE_URL"] = server.url("app")
    os.environ["DATABASE_OWNER_URL"] = server.url("owner")


def mark() -> str:
    """What tells this run's databases from those of another checkout on the same server: SIBAO_TEST_NAME, else its path."""
    return os.environ.get("SIBAO_TEST_NAME") or hashlib.sha256(str(ROOT).encode()).hexdigest()[:8]


def called(part: str = "") -> str:
    """Name a database of this run; two runs at once never meet in one."""
    return "_".join(filter(None, ("test_sibao", mark(), part)))


def name_test_database() -> None:
    """Give the tests' database a name of its own; it is a copy of the template."""
    from django.db import connections

    from tests import template

    settings = connections["default"].settings_dict
    settings["TEST"]["NAME"] = called(os.environ.get("PYTEST_XDIST_WORKER", ""))
    settings["TEST"]["TEMPLATE"] = template.ready()
    settings.update(_role("owner"))


def _role(role: Any) -> dict[str, Any]:
    from sibao.config.databases import django_database

    coordinates = django_database(role)
    return {key: coordinates[key] for key in ("USER", "PASSWORD", "HOST", "PORT")}


@contextmanager
def as_application(blocker: DjangoDbBlocker) -> Iterator[None]:
    """Grant the application's role its rights and sign in as it; the owner returns to drop the database."""
    from django.db import connections

    from sibao.kernel.database.grants import grant_application

    connection = connections["default"]
    with blocker.unblock():
        grant_application()
        connection.close()
        connection.settings_dict.update(_role("app"))
    try:
        yield
    finally:
        with blocker.unblock():
            connection.close()
            connection.settings_dict.update(_role("owner"))


@contextmanager
def put_back() -> Iterator[None]:
    """Put a copy of the database as it is now in its place after each test that commits.

    That is sooner done than to empty every table, and what was loaded for all tests is there for the next one.
    """
    from django.db import connections
    from django.test import TransactionTestCase

    from tests import template

    name = connections["default"].settings_dict["NAME"]
    kept = f"{name}_kept"

    def copied(_case: TransactionTestCase) -> None:
        connections.close_all()
        with template.on_server() as server:
            template.copy(server, kept, name)

    connections.close_all()
    with template.database(kept, like=name), patch.object(TransactionTestCase, "_fixture_teardown", copied):
        yield
