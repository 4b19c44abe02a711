"""Pages that listen to themselves: what the browser complains about fails the test that caused it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Response

DESKTOP: dict[str, Any] = {"viewport": {"width": 1440, "height": 900}}
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
TELL_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", event => console.error(
  `content policy broken: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile || ""}:${event.lineNumber}`));
"""


@dataclass
class Complaints:
    """What the browser complained about on one page; `allow` names words of complaints that a test provokes."""

    said: list[str] = field(default_factory=list)
    allowed: list[str] = field(default_factory=list)

    def allow(self, *words: str) -> None:
        """From now on complaints with these words are expected, for instance "status of 404"."""
        self.allowed += words

    @property
    def unexpected(self) -> list[str]:
        """Complaints that no test asked for."""
        return [line for line in self.said if not any(words in line for words in self.allowed)]

    def hear_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.said.append(f"console: {message.text} ({message.location.get('url', '')})")

    def hear_error(self, error: Error) -> None:
        self.said.append(f"script: {error.message}")

    def hear_response(self, response: Response) -> None:
        if response.status >= 500:
            self.said.append(f"server: status of {response.status} at {response.url}")


complaints: dict[Page, Complaints] = {}


@contextmanager
def opened(browser: Browser, look: dict[str, Any], *, base_url: str | None = None) -> Iterator[Page]:
    """A page in a browser profile of its own, in Chinese and Shanghai time; on leaving it must have no complaint.

    Raises `AssertionError` with every console error, broken content policy, script error and answer of 500 and above.
    """
    context = browser.new_context(**look, base_url=base_url, locale="zh-CN", timezone_id="Asia/Shanghai")
    context.add_init_script(TELL_VIOLATIONS)
    page = context.new_page()
    heard = complaints[page] = Complaints()
    page.on("console", heard.hear_console)
    page.on("pageerror", heard.hear_error)
    page.on("response", heard.hear_response)
    try:
        yield page
        page.evaluate("0")  # what was said before this answer has been heard
    finally:
        context.close()
        del complaints[page]
    assert not heard.unexpected, "the browser complained:\n- " + "\n- ".join(heard.unexpected)


def allow(page: Page, *words: str) -> None:
    """Expect complaints with these words on this page, for a test that provokes them."""
    complaints[page].allow(*words)


def sign_in(page: Page, login: str, password: str) -> None:
    """Fill in the login form and wait until it lets the person in."""
    page.goto("/accounts/login/")
    page.locator("input[name=login]").fill(login)
    page.locator("input[name=password]").fill(password)
    page.locator("form:has(input[name=password]) button.btn-primary").click()
    page.wait_for_url(lambda url: "/accounts/login/" not in url)
