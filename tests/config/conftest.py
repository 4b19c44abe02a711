"""A site of real processes, shared by the tests of one module; its database may be written to from here."""

import os
from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from sibao.directory.models import Zone
from tests import database, template, world
from tests.browser.site import sibao
from tests.config.site import Site, written_to

FILL = ("pack", "load")


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A database with all tables and the Jiyuan pack, to be copied."""
    name = database.called(f"filled_{os.getpid()}")
    with template.database(name, like=template.ready()) as addresses:
        home = tmp_path_factory.mktemp("filled")
        sibao(FILL, {**os.environ, **addresses, "SIBAO_HOME": str(home)})
        yield name


@pytest.fixture(scope="module")
def site(filled: str, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A database and a home of this module's own."""
    name, home = f"{filled}_copy", tmp_path_factory.mktemp("home")
    with django_db_blocker.unblock(), template.database(name, like=filled) as addresses, written_to(name):
        environment = {**os.environ, **addresses, "SIBAO_HOME": str(home), "SIBAO_LOG": "json", "SIBAO_POOL": "8"}
        yield Site(environment, home)


@pytest.fixture(scope="module")
def place(site: Site) -> Zone:
    """The zone of that database."""
    return world.load_pack()
