"""Databases for benches alone: made by the owner, used by the application's role."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import django
from django.db import connection

from sibao.config.databases import django_database
from sibao.config.memory import settle
from tests import database


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
    former = dict(connection.settings_dict)
    there = django_database(role)
    connection.close()
    connection.settings_dict.update({key: there[key] for key in ("USER", "PASSWORD")}, NAME=name)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(former)
