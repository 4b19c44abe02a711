"""Every test runs on a real PostgreSQL: tables made by the owner, everything else done by the application's role."""

from collections.abc import Iterator
from unittest.mock import patch

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import reset_queries
from django.utils import translation
from hypothesis import HealthCheck, settings
from pytest_django import DjangoDbBlocker

from sibao.directory.models import Zone
from sibao.kernel import clock
from tests import database, world
from tests.static_files import plain_static_files

settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")  # a busy machine is no fault of what is tested


DEAR = {
    *("test_abuse", "test_at_once", "test_coverage_at_once", "test_demo_world", "test_english", "test_faults"),
    *("test_fuzz", "test_matrix", "test_merging_killed", "test_query_budget", "test_queue"),
}
"""Files that take long: they are begun first, so that of two processes none waits for the other at the end."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: item.path.stem not in DEAR)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Give runs that share a server their own databases."""
    database.name_test_database()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Hand the finished database to the application's role for the tests."""
    with database.as_application(django_db_blocker):
        with django_db_blocker.unblock():
            world.load_pack()
        with database.put_back():
            yield


@pytest.fixture(scope="session", autouse=True)
def pages_with_plain_static_files() -> Iterator[None]:
    """Let pages of this process name their files as they lie in the sources."""
    with plain_static_files():
        yield


@pytest.fixture(scope="session", autouse=True)
def passwords_hashed_in_no_time() -> Iterator[None]:
    """Hash as the product does, with the least work instead of the most."""
    with patch.multiple(Argon2PasswordHasher, time_cost=1, memory_cost=8, parallelism=1):
        yield


@pytest.fixture(autouse=True)
def own_time_language_and_queries() -> Iterator[None]:
    """Let no test read the clock that another has moved, speak its language, or hold what was asked in it."""
    reset_queries()
    clock.forget()
    translation.deactivate()
    yield
    clock.forget()
    translation.deactivate()


@pytest.fixture
def zone(db: None) -> Zone:
    """The Jiyuan zone with its places, organisations, sectors, roles and positions, and no unit."""
    return world.load_pack()
