"""Two hundred people at once: each holds a live stream while some turn pages, on the real server with the demo zone."""

import http.client
import itertools
import json
import os
import socket
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from selectors import EVENT_READ, DefaultSelector
from unittest.mock import patch
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.test import Client

from bench import database
from bench.tables import Line, Table, timed
from sibao.accounts.models import Account
from sibao.directory.models import Zone
from sibao.kernel import live
from tests.accounts.people import signed_in
from tests.browser import site as sites

PEOPLE = 200
TURNING = 4
"""How many of them turn pages at the same time."""
PAGES = ("/", "/directory/units/?applied=1", "/whitelist/?applied=1", "/screen/", "/tasks/?applied=1")
LOOKS = 25
"""Pages that each of them turns, with and without the streams."""
EVENTS = 30
DELAY = 1.0
"""Seconds within which an open page is to know."""
PAGE = 1.0
"""Seconds within which all but one of twenty pages are to stand."""
PATIENCE = 60.0
NAME = "bench_streams"


def run() -> Table:
    """Measure pages with nobody listening and with all listening, and how late what is announced reaches them."""
    ours = {"SECRET_KEY": settings.SECRET_KEY, "SIBAO_LIMITS": "0"}
    with (
        patch.dict(os.environ, ours),
        tempfile.TemporaryDirectory() as home,
        sites.running(NAME, Path(home)) as site,
    ):
        port = urlsplit(site.url).port or 0
        with database.signed_in("app", NAME):
            cookies = _sessions()
            _turn_pages(port, cookies)
            alone = _turn_pages(port, cookies)
            with _listening(port, cookies) as streams:
                told = [delay for number in range(EVENTS) for delay in _announce(streams, number)]
                beside = _turn_pages(port, cookies)
    return _table(alone, beside, told)


def _table(alone: list[float], beside: list[float], told: list[float]) -> Table:
    median = statistics.median(alone)
    return Table(
        f"{PEOPLE} people signed in, {TURNING} of them turning pages",
        (
            Line("a page, nobody listening", median, 1.0),
            Line("95th percentile", _late(alone), _late(alone) / median, within=PAGE),
            Line(f"a page, {PEOPLE} streams open", statistics.median(beside), statistics.median(beside) / median),
            Line("95th percentile", _late(beside), _late(beside) / median, within=PAGE),
            Line("what is announced reaches a stream", statistics.median(told), statistics.median(told) / median),
            Line("95th percentile", _late(told), _late(told) / median, within=DELAY),
            Line("the latest of all", max(told), max(told) / median, within=DELAY),
        ),
        (
            f"{len(alone)} and {len(beside)} pages of {len(PAGES)} kinds over sockets; {EVENTS} events, {len(told)} arrivals",
            "server, worker, database and the two hundred share one machine",
        ),
    )


def _late(seconds: Sequence[float]) -> float:
    return statistics.quantiles(seconds, n=20)[-1]


def _sessions() -> list[str]:
    """Sign the demo's people in again and again, until there are as many sessions as people wanted."""
    accounts = list(Account.objects.filter(is_active=True, is_machine=False, appointments__isnull=False).distinct())
    chosen = itertools.islice(itertools.cycle(accounts), PEOPLE)
    return [f"sessionid={signed_in(Client(), account).cookies['sessionid'].value}" for account in chosen]


def _turn_pages(port: int, cookies: Sequence[str]) -> list[float]:
    seconds: list[float] = []
    readers = [
        threading.Thread(target=lambda mine: seconds.extend(_look(port, mine) for _ in range(LOOKS)), args=[cookie])
        for cookie in cookies[:TURNING]
    ]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    return seconds


_next_page = itertools.cycle(PAGES)


def _look(port: int, cookie: str) -> float:
    path = next(_next_page)

    def look() -> None:
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as line:
            line.request("GET", path, headers={"Cookie": cookie})
            answer = line.getresponse()
            answer.read()
            if answer.status not in {200, 403}:
                raise RuntimeError(f"{path} answered {answer.status}")

    return timed(look)


@contextmanager
def _listening(port: int, cookies: Sequence[str]) -> Iterator[list[socket.socket]]:
    with ExitStack() as stack:
        streams = [
            stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)) for _ in cookies
        ]
        for stream, cookie in zip(streams, cookies, strict=True):
            stream.sendall(f"GET /events HTTP/1.1\r\nHost: localhost:{port}\r\nCookie: {cookie}\r\n\r\n".encode())
        for stream in streams:
            _read_until(stream, b": listening")
        yield streams


def _read_until(stream: socket.socket, words: bytes) -> None:
    said = b""
    while words not in said:
        more = stream.recv(65536)
        if not more:
            raise RuntimeError(f"a stream has ended: {said[-300:]!r}")
        said += more


def _announce(streams: Sequence[socket.socket], number: int) -> list[float]:
    """Announce something to everyone and return how long it took to reach each stream."""
    mark = json.dumps({"topic": "bench", "ids": [number]})[1:-1].encode()
    begun = time.perf_counter()
    with transaction.atomic():
        live.announce("bench", zone_id=Zone.objects.get().pk, ids=[number])
    with DefaultSelector() as waiting:
        for stream in streams:
            waiting.register(stream, EVENT_READ, bytearray())
        arrived: list[float] = []
        while len(arrived) < len(streams):
            ready = waiting.select(PATIENCE)
            if not ready:
                raise RuntimeError(f"event {number} reached {len(arrived)} of {len(streams)} streams")
            for key, _events in ready:
                key.data.extend(key.fileobj.recv(65536))  # type: ignore[union-attr]
                if mark in key.data:
                    arrived.append(time.perf_counter() - begun)
                    waiting.unregister(key.fileobj)
    return arrived
