"""The harness itself: that it hears what it must hear, on pages of a small server with the product's content policy."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import axe, chromium, pages

POLICY = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:"
HEAD = '<!doctype html><html lang="zh"><head><title>四保</title><link rel="icon" href="data:,"></head>'
CONTENT = {
    "/quiet": f"{HEAD}<body><main><h1>白名单</h1></main></body></html>",
    "/inline-style": f'{HEAD}<body><h1 style="color:red">白名单</h1></body></html>',
    "/inline-script": f"{HEAD}<body><script>1</script></body></html>",
    "/broken-script": f'{HEAD}<body><script src="/throws.js"></script></body></html>',
    "/throws.js": "throw new Error('坏了')",
    "/unlabelled": f'{HEAD}<body><main><h1>登录</h1><input name="login"></main></body></html>',
}


class Answer(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        status = 500 if self.path == "/failing" else 200 if self.path in CONTENT else 404
        body = CONTENT.get(self.path, CONTENT["/quiet"]).encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/javascript" if self.path.endswith(".js") else "text/html; charset=utf-8")
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_words: object) -> None:
        """Says nothing."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@contextmanager
def at(browser: Browser, address: str, path: str, look: dict[str, object] = pages.DESKTOP) -> Iterator[Page]:
    with pages.opened(browser, look, base_url=address) as page:
        page.goto(path)
        yield page


def test_a_page_without_fault_passes(browser: Browser, address: str) -> None:
    with at(browser, address, "/quiet") as page:
        assert page.locator("h1").inner_text() == "白名单"


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/inline-style", "content policy broken: style-src"),
        ("/inline-script", "content policy broken: script-src"),
        ("/broken-script", "script: 坏了"),
        ("/failing", "server: status of 500"),
        ("/absent", "status of 404"),
    ],
)
def test_whatever_the_browser_complains_about_fails_the_test(
    browser: Browser, address: str, path: str, words: str
) -> None:
    with pytest.raises(AssertionError, match=words), at(browser, address, path):
        pass


def test_a_complaint_that_the_test_provokes_is_allowed_by_its_words(browser: Browser, address: str) -> None:
    with at(browser, address, "/quiet") as page:
        pages.allow(page, "status of 404")
        page.goto("/absent")


def test_axe_names_the_element_that_breaks_a_rule_under_the_strict_policy(browser: Browser, address: str) -> None:
    with at(browser, address, "/unlabelled") as page:
        found = axe.violations(page)
    assert len(found) == 1
    assert found[0].startswith("label: <input")


def test_axe_finds_nothing_on_a_page_without_fault(browser: Browser, address: str) -> None:
    with at(browser, address, "/quiet") as page:
        assert axe.violations(page) == []


def test_a_phone_page_is_a_phone_wide_and_touched(browser: Browser, address: str) -> None:
    with at(browser, address, "/quiet", pages.PHONE) as page:
        assert page.evaluate("[screen.width, screen.height, 'ontouchstart' in window]") == [390, 844, True]


def test_chinese_characters_are_drawn_each_with_its_own_shape(browser: Browser, address: str) -> None:
    with at(browser, address, "/quiet") as page:
        shapes = [_drawn(page, character) for character in ("四", "保", "济", "\U0010fffd")]
    assert len(set(shapes)) == 4


def _drawn(page: Page, character: str) -> bytes:
    page.evaluate("character => { document.querySelector('h1').textContent = character }", character)
    return page.locator("h1").screenshot()


def test_a_named_chromium_that_does_not_start_is_an_error_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROMIUM", "/nowhere/chromium")
    with pytest.raises(chromium.NoChromium, match="CHROMIUM names /nowhere/chromium, which does not start"):
        chromium.find()


def test_a_machine_without_any_chromium_is_told_what_was_tried(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(chromium.NoChromium, match="node and npm not on the search path") as refusal:
        chromium.find(tmp_path)
    assert "CHROMIUM=/path/to/chromium" in str(refusal.value)


def test_the_named_chromium_goes_before_all_others(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    named = tmp_path / "my-chromium"
    named.write_text("#!/bin/sh\necho Chromium of my own\n", encoding="utf-8")
    named.chmod(0o755)
    monkeypatch.setenv("CHROMIUM", str(named))
    found = chromium.find()
    assert found.program == named
    assert found.version() == "Chromium of my own"
