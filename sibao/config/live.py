"""The live stream: who asks is found once and again every minute; what she may not see is never sent."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from http.cookies import CookieError, SimpleCookie
from importlib import import_module
from typing import Any
from urllib.parse import parse_qs

from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import connections

from sibao.accounts import queries as accounts
from sibao.config.streams import STREAMS, TooManyStreams
from sibao.kernel import clock, live
from sibao.kernel.access import Actor
from sibao.kernel.live_hub import HUB, Heard, Line, LookAgain, Told

HEARTBEAT = 15.0
RECHECK = 60.0
STREAM = ((b"content-type", b"text/event-stream"), (b"cache-control", b"no-store"), (b"x-accel-buffering", b"no"))


async def stream(scope: dict[str, Any], receive: Any, send: Any) -> int:
    """Answer one `/events` request until it is closed, the session ends or the process stops; return the status."""
    session = _cookie(scope)
    found = await _found(session)
    if found is None:
        return await _refuse(send, 401, b"not signed in\n")
    try:
        with STREAMS.one_more(session):
            await _until_gone(receive, _flow(Reader(session, found), _last_seen(scope), send))
    except TooManyStreams:
        return await _refuse(send, 429, b"too many streams in one browser\n")
    return 200


async def _until_gone(receive: Any, flow: Any) -> None:
    """Let it flow until it ends by itself or the browser has gone."""
    flowing, gone = asyncio.ensure_future(flow), asyncio.ensure_future(_gone(receive))
    try:
        await asyncio.wait((flowing, gone), return_when=asyncio.FIRST_COMPLETED)
        if flowing.done():
            flowing.result()
    finally:
        flowing.cancel()
        gone.cancel()
        await asyncio.gather(flowing, gone, return_exceptions=True)


async def _gone(receive: Any) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _flow(reader: "Reader", last: int | None, send: Any) -> None:
    async with HUB.listening() as line:
        await send({"type": "http.response.start", "status": 200, "headers": list(STREAM)})
        async for chunk in _chunks(reader, line, last):
            if chunk:
                await send({"type": "http.response.body", "body": chunk, "more_body": True})
        await send({"type": "http.response.body", "body": b""})


async def _chunks(reader: "Reader", line: Line, last: int | None) -> AsyncIterator[bytes]:
    yield b": listening\n\n"
    for told in await sync_to_async(_missed)(last) if last is not None else ():
        yield reader.told(told)
    async for heard in _heard(line):
        if isinstance(heard, Told):
            yield reader.told(heard)
        elif heard is None:
            yield b": still here\n\n"
        if not await reader.still_signed_in(heard):
            return


async def _heard(line: Line) -> AsyncIterator[Heard | None]:
    """What is announced, and None whenever nothing was for a while; ends when something was missed."""
    while True:
        try:
            heard = await asyncio.wait_for(line.get(), HEARTBEAT)
        except TimeoutError:
            yield None
            continue
        if heard is None:
            return
        yield heard


@dataclass(frozen=True, slots=True)
class Found:
    """Who acts in a session, and how far the product's time stands from real time."""

    actor: Actor
    offset: timedelta


class Reader:
    """Who reads a stream, looked up again from time to time and whenever her account has changed."""

    def __init__(self, session: str, found: Found) -> None:
        self._session, self._found = session, found
        self._checked = time.monotonic()

    def told(self, told: Told) -> bytes:
        """Return an announcement as it goes over the line; nothing when it does not reach the reader."""
        now = clock.real() + self._found.offset
        return _written(told) if live.reaches(self._found.actor, told, now) else b""

    async def still_signed_in(self, heard: Heard | None) -> bool:
        """Look again if it is time; return False when the session has ended."""
        changed = heard == LookAgain(self._found.actor.account_id)
        if not changed and time.monotonic() - self._checked < RECHECK:
            return True
        self._checked, found = time.monotonic(), await _found(self._session)
        self._found = found or self._found
        return found is not None


def _missed(last: int) -> list[Told]:
    try:
        return live.since(last)
    finally:
        connections.close_all()


def _written(told: Told) -> bytes:
    data = json.dumps({"topic": told.topic, "ids": told.ids}, ensure_ascii=False)
    return f"id: {told.id}\nevent: live\ndata: {data}\n\n".encode()


async def _refuse(send: Any, status: int, words: bytes) -> int:
    await send({"type": "http.response.start", "status": status, "headers": [(b"content-type", b"text/plain")]})
    await send({"type": "http.response.body", "body": words})
    return status


def _cookie(scope: dict[str, Any]) -> str:
    jar: SimpleCookie = SimpleCookie()
    for name, value in scope["headers"]:
        if name == b"cookie":
            try:
                jar.load(value.decode("latin-1"))
            except CookieError:
                return ""
    kept = jar.get(settings.SESSION_COOKIE_NAME)
    return kept.value if kept else ""


def _last_seen(scope: dict[str, Any]) -> int | None:
    given = dict(scope["headers"]).get(b"last-event-id", b"").decode("ascii", "ignore")
    given = given or parse_qs(scope["query_string"].decode("latin-1")).get("since", [""])[0]
    return int(given) if given.isascii() and given.isdigit() and len(given) < 19 else None


async def _found(session: str) -> Found | None:
    return await sync_to_async(_resolved)(session)


def _resolved(session: str) -> Found | None:
    store = import_module(settings.SESSION_ENGINE).SessionStore(session)
    try:
        actor = accounts.actor_of_session(store) if session else None
        return Found(actor, clock.offset()) if actor else None
    finally:
        connections.close_all()
