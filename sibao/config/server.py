"""The web process: one port; `/events` is a stream of its own, everything else is Django behind threads.

A request's body is taken in, bounded, before a thread is taken, so that slow uploads keep nobody waiting.
"""

import asyncio
import tempfile
from collections.abc import Awaitable, Callable
from typing import Any

from a2wsgi import WSGIMiddleware

from sibao.config.live import stream
from sibao.config.parent import die_with_parent
from sibao.config.wsgi import application as django

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
THREADS = 8
IN_MEMORY = 1_000_000
UPLOADS = ("/imports/start/", "/api/v1/imports")
LARGEST_UPLOAD, LARGEST_BODY = 25_000_000, 2_500_000
SLOWEST = 120.0
CHUNK = 65_536
TOO_LARGE = "内容过大：表格不超过 20 MB，其他提交不超过 2 MB。Too large.\n".encode()
TOO_SLOW = "上传过慢，已中断。Too slow.\n".encode()

die_with_parent()
_pages = WSGIMiddleware(django, workers=THREADS)  # type: ignore[arg-type]  # Django's WSGI callable is untyped


async def application(scope: Message, receive: Receive, send: Send) -> None:
    """Answer one request."""
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    elif scope["type"] == "http" and scope["path"] == "/events":
        await stream(scope, receive, send)
    elif scope["type"] == "http":
        await _page(scope, receive, send)


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return


async def _page(scope: Message, receive: Receive, send: Send) -> None:
    bound = LARGEST_UPLOAD if scope["path"].startswith(UPLOADS) else LARGEST_BODY
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as body:
        try:
            size = await asyncio.wait_for(_take_in(receive, body, bound), SLOWEST)
        except TimeoutError:
            await _refuse(send, 408, TOO_SLOW)
            return
        if size > bound:
            await _refuse(send, 413, TOO_LARGE)
            return
        body.seek(0)
        await _pages(scope, _hand_over(body, size, receive), send)  # type: ignore[arg-type]  # the library's own message types


async def _take_in(receive: Receive, body: Any, bound: int) -> int:
    size, more = 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return size
        size += len(message.get("body", b""))
        if size > bound:
            return size
        body.write(message.get("body", b""))
        more = message.get("more_body", False)
    return size


def _hand_over(body: Any, size: int, receive: Receive) -> Receive:
    left = size

    async def taken() -> Message:
        nonlocal left
        if left <= 0 and size:
            return await receive()
        chunk = body.read(CHUNK)
        left -= len(chunk)
        return {"type": "http.request", "body": chunk, "more_body": left > 0}

    return taken


async def _refuse(send: Send, status: int, words: bytes) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": words})
