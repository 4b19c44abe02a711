"""A record of this module's own in a database of its own, written by the application and reached by a superuser."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.test import override_settings

from sibao.audit.handlers import record
from sibao.audit.models import AuditLine
from sibao.directory.models import Zone
from sibao.kernel import clock
from sibao.kernel.access import system
from sibao.kernel.commands import Record, Subject
from sibao.kernel.postgres import EmbeddedServer, attached
from sibao.kernel.secrets import signing
from tests.config.conftest import filled, place, site
from tests.config.site import Site

__all__ = ["filled", "place", "site"]


@pytest.fixture
def keys(site: Site) -> Iterator[Path]:
    """The folder of keys of the module's home, with a new signing key in it beside the public ones of former tests."""
    with override_settings(SIBAO_HOME=site.home):
        signing.make("audit", replace=True)
        yield site.home / "keys"


def write(zone: Zone, count: int) -> None:
    """So many lines, each in a transaction of its own."""
    for number in range(count):
        actor = system(zone.pk, door="cli")
        subject = Subject("unit", number, f"单位{number}（演示）")
        details = {"number": number, "share": 0.1, "nested": {"乙": [1, None], "a": "é"}}
        record(Record("directory:unit:edit", actor, clock.now(), "done", "", subject, details))


def write_many(zone: Zone, count: int) -> None:
    """So many lines in one transaction."""
    now = clock.now()
    given = {"zone_id": zone.pk, "at": now, "recorded_at": now, "command": "directory:unit:edit", "outcome": "done"}
    AuditLine.objects.bulk_create(
        AuditLine(account_id=0, actor_name="system", position="system", door="cli", subject_id=number, **given)
        for number in range(count)
    )


@contextmanager
def elsewhere() -> Iterator[Callable[[Callable[[], Any]], Any]]:
    """Another thread with a connection of its own, which does one thing after another while this one waits for it."""
    with ThreadPoolExecutor(1) as pool:
        yield lambda do: pool.submit(do).result(timeout=60)
        pool.submit(connections.close_all).result()


@contextmanager
def held_open(zone: Zone) -> Iterator[int]:
    """A line written by a command that takes its time: its id, committed at the end."""

    def begin() -> int:
        transaction.set_autocommit(False)
        write(zone, 1)
        return AuditLine.objects.latest("id").pk

    with elsewhere() as there:
        yield there(begin)
        there(transaction.commit)


def server() -> EmbeddedServer:
    """The tests' own server; a customer's would lend no superuser."""
    found = attached(Path(os.environ["SIBAO_HOME"]))
    if found is None:
        pytest.skip("DATABASE_URL names a server that lends no superuser to tamper as")
    return found


@contextmanager
def as_superuser() -> Iterator[None]:
    """Turn this process's connection into a superuser's, in the same database; what is done is undone at the end."""
    settings = connection.settings_dict
    former = dict(settings)
    dsn = server().dsn("superuser", settings["NAME"])
    settings.update({key: value for key, value in dsn.django.items() if key != "OPTIONS"})
    connection.close()
    try:
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
    finally:
        connection.close()
        settings.update(former)
