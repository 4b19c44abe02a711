"""The live stream: who asks is found once and again every minute; what she may not see is never sent."""

import asyncio
import json
from collections.abc import AsyncIterator
from http.cookies import SimpleCookie
from importlib import import_module
from typing import Any
from urllib.parse import parse_qs

from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import connections

from sibao.accounts import queries as accounts
from sibao.kernel import live
from sibao.kernel.access import Actor
from sibao.kernel.live_hub import HUB, Told

HEARTBEAT = 15.0
RECHECK = 60.0


async def stream(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Answer one `/events` request until it is closed, the session ends or the process stops."""
    session = _cookie(scope)
    actor = await _actor(session)
    if actor is None:
        await send({"type": "http.response.start", "status": 401, "headers": [(b"content-type", b"text/plain")]})
        await send({"type": "http.response.body", "body": b"not signed in\n"})
        return
    gone = asyncio.ensure_future(_until_gone(receive))
    try:
        async with HUB.listening() as queue:
            headers = [
                (b"content-type", b"text/event-stream"),
                (b"cache-control", b"no-store"),
                (b"x-accel-buffering", b"no"),
            ]
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            async for chunk in _chunks(actor, session, queue, _last_seen(scope)):
                if gone.done():
                    return
                await send({"type": "http.response.body", "body": chunk, "more_body": True})
            await send({"type": "http.response.body", "body": b""})
    finally:
        gone.cancel()


async def _chunks(actor: Actor, session: str, queue: "asyncio.Queue[Told]", last: int) -> AsyncIterator[bytes]:
    yield b": listening\n\n"
    for told in await sync_to_async(_missed)(last) if last else ():
        if live.reaches(actor, told):
            yield _written(told)
    checked = asyncio.get_running_loop().time()
    while True:
        heard = await _next(queue)
        if heard is None:
            yield b": still here\n\n"
        elif live.reaches(actor, heard):
            yield _written(heard)
        if asyncio.get_running_loop().time() - checked > RECHECK:
            checked = asyncio.get_running_loop().time()
            found = await _actor(session)
            if found is None:
                return
            actor = found


async def _next(queue: "asyncio.Queue[Told]") -> Told | None:
    """The next announcement, or None after a heartbeat without any."""
    try:
        return await asyncio.wait_for(queue.get(), HEARTBEAT)
    except TimeoutError:
        return None


def _missed(last: int) -> list[Told]:
    try:
        return live.since(last)
    finally:
        connections.close_all()


def _written(told: Told) -> bytes:
    data = json.dumps({"topic": told.topic, "ids": told.ids}, ensure_ascii=False)
    return f"id: {told.id}\nevent: live\ndata: {data}\n\n".encode()


async def _until_gone(receive: Any) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _cookie(scope: dict[str, Any]) -> str:
    jar = SimpleCookie()
    for name, value in scope["headers"]:
        if name == b"cookie":
            jar.load(value.decode("latin-1"))
    kept = jar.get(settings.SESSION_COOKIE_NAME)
    return kept.value if kept else ""


def _last_seen(scope: dict[str, Any]) -> int:
    given = dict(scope["headers"]).get(b"last-event-id", b"").decode("ascii", "ignore")
    given = given or parse_qs(scope["query_string"].decode("latin-1")).get("since", [""])[0]
    return int(given) if given.isascii() and given.isdigit() and len(given) < 19 else 0


async def _actor(session: str) -> Actor | None:
    return await sync_to_async(_resolved)(session)


def _resolved(session: str) -> Actor | None:
    store = import_module(settings.SESSION_ENGINE).SessionStore(session)
    try:
        return accounts.actor_of_session(store) if session else None
    finally:
        connections.close_all()
