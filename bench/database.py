"""A database for benches alone: made by the owner, used by the application's role, dropped at the end."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from django.db import connection

from tests import database


class _Open:
    """Benches may always reach the database."""

    @contextmanager
    def unblock(self) -> Iterator[None]:
        yield


def prepare() -> None:
    """Start the server if need be and make Django ready."""
    home = Path(os.environ.get("SIBAO_TEST_HOME") or Path(tempfile.gettempdir()) / f"sibao-tests-{os.getuid()}")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sibao.config.settings")
    os.environ.setdefault("SIBAO_TEST_NAME", "bench")
    database.prepare(home)
    django.setup()


@contextmanager
def filled() -> Iterator[None]:
    """An empty database, for as long as the bench runs."""
    database.name_test_database()
    former = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        with database.as_application(_Open()):
            yield
    finally:
        connection.creation.destroy_test_db(former, verbosity=0)
