"""A clerk at her browser: signs in, uploads, looks at the preview, applies; and tries again when the line is dead."""

import http.client
import json
import time
from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlencode

T = TypeVar("T")
FORM = "application/x-www-form-urlencoded"
BOUNDARY = "0123456789abcdef"
TRIES_EVERY = 0.5
GIVES_UP_AFTER = 300.0
FINAL = {"applied", "refused", "cancelled", "failed"}


class NotNow(Exception):
    """The product does not answer at the moment, or answers that it cannot."""


class Clerk:
    """One account at one browser."""

    def __init__(self, port: int, login: str, password: str) -> None:
        self._port, self._login, self._password = port, login, password
        self._cookies: dict[str, str] = {}

    def sign_in(self) -> None:
        """Sign in by the page, as often as it takes."""
        self._again(self._sign_in, "signing in")

    def upload(self, name: str, content: bytes) -> int:
        """Upload a workbook and return the number of its import, which there is once even if the answer was lost."""
        return self._again(lambda: self._find(name) or self._upload(name, content), f"uploading {name}")

    def wait_for(self, run_id: int, *states: str) -> dict[str, Any]:
        """Watch an import until it has reached one of the states."""
        return self._again(lambda: self._reached(run_id, states), f"import {run_id} becoming {' or '.join(states)}")

    def apply(self, run_id: int) -> None:
        """Apply a preview; when the answer was lost, look whether it was taken."""
        self._again(lambda: self._apply(run_id), f"applying import {run_id}")

    def _again(self, step: Callable[[], T], what: str) -> T:
        deadline = time.monotonic() + GIVES_UP_AFTER
        while True:
            try:
                return step()
            except (OSError, http.client.HTTPException, NotNow) as trouble:
                if time.monotonic() > deadline:
                    raise RuntimeError(f"{what}: given up after {GIVES_UP_AFTER:.0f} s: {trouble}") from trouble
                time.sleep(TRIES_EVERY)

    def _sign_in(self) -> None:
        self._ask("GET", "/accounts/login/", expected=200)
        given = {"login": self._login, "password": self._password, "csrfmiddlewaretoken": self._cookies["csrftoken"]}
        self._ask("POST", "/accounts/login/", urlencode(given).encode(), FORM, expected=302)

    def _find(self, name: str) -> int | None:
        """The import of a workbook of this name: the list of the page names them, newest first."""
        page = self._ask("GET", "/imports/", expected=200).decode()
        before, found, _after = page.partition(name)
        return int(before.rpartition("/imports/")[2].partition("/")[0]) if found else None

    def _upload(self, name: str, content: bytes) -> int:
        parts = [("importer", "", b"directory:units"), ("file", f'; filename="{name}"', content)]
        body = b"".join(
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{field}"{more}\r\n\r\n'.encode() + value + b"\r\n"
            for field, more, value in parts
        )
        kind = f"multipart/form-data; boundary={BOUNDARY}"
        said = self._ask("POST", "/api/v1/imports", body + f"--{BOUNDARY}--\r\n".encode(), kind, expected=201)
        return int(json.loads(said)["id"])

    def _reached(self, run_id: int, states: tuple[str, ...]) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self._ask("GET", f"/api/v1/imports/{run_id}", expected=200))
        if found["state"] not in states and found["state"] not in FINAL:
            raise NotNow(f"{found['state']} {found['progress']}/{found['total']}")
        return found

    def _apply(self, run_id: int) -> None:
        found = self._reached(run_id, ("preview", "applying"))
        if found["state"] == "preview":
            given = json.dumps({"version": found["version"]}).encode()
            self._ask("POST", f"/api/v1/imports/{run_id}/apply", given, "application/json", expected=200)

    def _ask(self, method: str, path: str, body: bytes = b"", kind: str = "", *, expected: int) -> bytes:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
        headers |= {"X-CSRFToken": self._cookies.get("csrftoken", "")} | ({"Content-Type": kind} if kind else {})
        line = http.client.HTTPConnection("127.0.0.1", self._port, timeout=30)
        try:
            line.request(method, path, body or None, headers)
            answer = line.getresponse()
            said = answer.read()
        finally:
            line.close()
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _equals, value = cookie.partition(";")[0].partition("=")
            self._cookies[name] = value
        if answer.status != expected:
            raise NotNow(f"{method} {path} answered {answer.status}: {said[:200].decode(errors='replace')}")
        return said
