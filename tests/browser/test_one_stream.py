"""All tabs of one browser share one live stream: browsers allow six connections to a server."""

import re
import urllib.request

from tests.browser.pages import sign_in


def streams(site):
    with urllib.request.urlopen(f"{site.url}/metrics") as answer:
        return float(re.search(r"^sibao_streams (\S+)$", answer.read().decode(), re.MULTILINE)[1])


def test_two_tabs_of_a_browser_hold_one_stream(page, site, demo_password):
    before = streams(site)
    sign_in(page, "gongxin", demo_password)
    page.wait_for_selector("[data-live-state='on']", state="attached")
    assert streams(site) == before + 1
    second = page.context.new_page()
    second.goto("/")
    second.wait_for_selector("[data-live-state='on']", state="attached")
    assert streams(site) == before + 1
    second.close()
