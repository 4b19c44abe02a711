"""A real Chromium on the real server: `page` and `phone` fail the test on any complaint of the browser."""

import os
import tomllib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Protocol

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests import database
from tests.browser import axe as axe_core
from tests.browser import chromium, pages
from tests.browser import site as sites
from tests.browser.site import Site

# Playwright's synchronous interface keeps an event loop running in this thread, which Django would take for async code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
DEMO_ACCOUNTS = Path(__file__).resolve().parents[2] / "packs" / "jiyuan" / "demo-accounts.toml"


class NewPage(Protocol):
    """Opens a further page in a profile of its own, such as a second person at another desk."""

    def __call__(self, look: dict[str, Any] = pages.DESKTOP) -> Page: ...


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """A test that fails on the served product says what the server, the worker and the queue were doing."""
    report: Any = yield
    served = getattr(item, "funcargs", {}).get("site")
    if served is not None and report.failed:
        report.sections += served.said()
    return report


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep a file's tests on one site when two processes share the work; pages that are only looked at go to either."""
    for item in items:
        if item.path.parent == Path(__file__).parent and item.path.stem != "test_pages":
            item.add_marker(pytest.mark.xdist_group(item.path.stem))


@pytest.fixture(autouse=True)
def _marked(request: pytest.FixtureRequest) -> None:
    request.applymarker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole run."""
    found = chromium.find()
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=found.program, env=dict(found.whole_environment), args=list(found.arguments)
        )
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The product as served, on a database that holds the demo zone; all browser tests of a process share it."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    name = database.called(f"site{worker}")
    with sites.running(name, tmp_path_factory.mktemp("site")) as running:
        yield running


@pytest.fixture
def new_page(browser: Browser, site: Site) -> Iterator[NewPage]:
    """A factory of pages; each is closed after the test and must then have no complaint."""
    with ExitStack() as stack:

        def make(look: dict[str, Any] = pages.DESKTOP) -> Page:
            return stack.enter_context(pages.opened(browser, look, base_url=site.url))

        yield make


@pytest.fixture
def page(new_page: NewPage) -> Page:
    """A desk: 1440 × 900."""
    return new_page()


@pytest.fixture
def phone(new_page: NewPage) -> Page:
    """A phone: 390 × 844, touched."""
    return new_page(pages.PHONE)


@pytest.fixture(scope="session")
def demo_password() -> str:
    """The one password of all demo accounts."""
    return str(tomllib.loads(DEMO_ACCOUNTS.read_text(encoding="utf-8"))["password"])


@pytest.fixture
def sign_in(demo_password: str) -> Callable[..., None]:
    """`sign_in(page, "gongxin")` signs in by the form, as that person would."""

    def by_form(page: Page, login: str, password: str = demo_password) -> None:
        pages.sign_in(page, login, password)

    return by_form


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """`axe(page)` fails with one line for each element that breaks WCAG A or AA."""

    def check(page: Page) -> None:
        found = axe_core.violations(page)
        assert not found, f"{page.url} breaks WCAG:\n- " + "\n- ".join(found)

    return check
