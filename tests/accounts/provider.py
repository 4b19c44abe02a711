"""A provider of identities in a process of its own, and a person who signs in there with her browser."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.test import Client

from tests.browser.site import free_port

PATIENCE = 60.0
PEOPLE: dict[str, dict[str, object]] = {
    "s-1": {"preferred_username": "Known.Clerk", "name": "张三", "email": "zhang@example.org"},
    "s-2": {"preferred_username": "known.clerk"},
    "s-3": {"preferred_username": "nobody-here"},
    "s-4": {"name": "没有登录名"},
    "s-5": {"preferred_username": ["known.clerk"]},
    "s-6": {"preferred_username": "gongxin"},
}
"""Who is known there: the name that never changes, and what else is said of her."""


@contextmanager
def running() -> Iterator[str]:
    """Start the provider, yield its issuer, and end it."""
    port = free_port()
    told = [word for sub, claims in PEOPLE.items() for word in ("--user-claims", json.dumps({"sub": sub, **claims}))]
    words = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), "--require-nonce", "true", *told]
    quiet = {**os.environ, "PYTHONWARNINGS": "ignore"}
    process = subprocess.Popen(words, env=quiet, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    issuer = f"http://localhost:{port}"
    try:
        _wait(f"{issuer}/.well-known/openid-configuration")
        yield issuer
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()


def _wait(url: str) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the provider did not start")


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_given: object) -> None:
        return None


def consent(address: str, **form: str) -> str:
    """Fill in the provider's page as a person would; return where it leads back to."""
    request = urllib.request.Request(address, data=urlencode(form).encode())
    try:
        urllib.request.build_opener(_Stay).open(request, timeout=10)
    except urllib.error.HTTPError as answer:
        return str(answer.headers["Location"])
    raise AssertionError("the provider led nowhere")


def go(client: Client, **asked: str) -> str:
    """Press the button of the sign-in page; return where at the provider it leads."""
    return str(client.get("/accounts/oidc/", asked)["Location"])


def sign_in(client: Client, subject: str, **asked: str) -> Any:
    """Sign in by way of the provider; return the product's answer."""
    return come_back(client, consent(go(client, **asked), sub=subject))


def come_back(client: Client, address: str) -> Any:
    """Follow the provider's way back into the product."""
    parts = urlsplit(address)
    return client.get(f"{parts.path}?{parts.query}")
