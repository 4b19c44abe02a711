"""A page that is open misses nothing: not while a piece of it is on its way, and not when one could not be fetched."""

import json
from typing import Any

import psycopg
import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser import pages
from tests.browser.site import Site
from tests.config.site import eventually

PATIENCE = 30_000
ECONOMY = "**/screen/tiles/economy/"
ANNOUNCE = """
  with told as (
    insert into kernel_liveevent (at, topic, zone_id, area_path, may, ids, account_ids)
    select now(), 'coverage', min(id), '', '', '[]', '{}' from directory_zone returning id
  )
  select pg_notify('sibao_live', id::text) from told
"""


@pytest.fixture
def screen(new_page: Any, sign_in: Any) -> Page:
    opened: Page = new_page()
    sign_in(opened, "zhiban")
    opened.goto("/screen/")
    expect(opened.locator("[data-live-state=on]")).to_be_visible(timeout=PATIENCE)
    expect(opened.locator("[aria-busy=true]")).to_have_count(0, timeout=PATIENCE)
    expect(opened.locator(".htmx-request")).to_have_count(0, timeout=PATIENCE)
    return opened


def announce(site: Site) -> None:
    with psycopg.connect(site.environment["DATABASE_OWNER_URL"]) as owner:
        owner.execute(ANNOUNCE)


def count_what_is_told(screen: Page) -> None:
    """Have the page count what the stream tells it, beside the pieces that hear it."""
    screen.evaluate("""() => {
      document.body.dataset.told = 0;
      const worker = new SharedWorker(document.querySelector("script[data-live-worker]").dataset.liveWorker, "sibao-live");
      worker.port.onmessage = (event) => { if (event.data.kind === "live") document.body.dataset.told++; };
    }""")


def announce_and_hear(screen: Page, site: Site) -> None:
    count = "Number(document.body.dataset.told)"
    before = screen.evaluate(count)
    announce(site)
    eventually(lambda: screen.evaluate(count) > before, "the page hears the announcement")


def test_what_is_announced_while_a_tile_is_on_its_way_is_drawn_after_it(screen: Page, site: Site) -> None:
    count_what_is_told(screen)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    screen.route(ECONOMY, hold)
    announce_and_hear(screen, site)
    expect(screen.locator("#tile-economy.htmx-request")).to_have_count(1)
    announce_and_hear(screen, site)
    screen.wait_for_timeout(1_000)
    assert len(held) == 1
    held[0].continue_()
    eventually(lambda: screen.evaluate("1") and len(held) == 2, "the tile is fetched once more")
    held[1].continue_()
    expect(screen.locator("#tile-economy .sb-figure").first).to_be_visible()


def test_a_tile_that_could_not_be_fetched_is_fetched_again(screen: Page, site: Site) -> None:
    pages.allow(screen, "503")
    failed: list[str] = []

    def refuse_once(route: Route) -> None:
        if failed:
            route.continue_()
        else:
            failed.append(route.request.url)
            route.fulfill(status=503, body=json.dumps({}))

    screen.route(ECONOMY, refuse_once)
    with screen.expect_response(lambda answer: answer.ok and "/tiles/economy/" in answer.url, timeout=PATIENCE):
        announce(site)
    assert failed
