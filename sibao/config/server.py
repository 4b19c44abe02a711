"""The web process: one port; `/events` is a stream of its own, everything else is Django behind threads."""

import time
from typing import Any
from urllib.parse import quote

from a2wsgi import WSGIMiddleware

from sibao.config.bodies import Message, Receive, Send, TakenIn, Unfinished
from sibao.config.live import stream
from sibao.config.memory import settle
from sibao.config.parent import die_with_parent
from sibao.config.wsgi import application as django
from sibao.kernel.web.requests import REFUSED, log_request, request_id_from

THREADS = 8
PRINTABLE = "".join(map(chr, range(0x21, 0x7F)))

die_with_parent()
settle()
_pages = WSGIMiddleware(django, workers=THREADS)  # type: ignore[arg-type]  # Django's WSGI callable is untyped


async def application(scope: Message, receive: Receive, send: Send) -> None:
    """Answer one request."""
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    elif scope["type"] == "http" and scope["path"] == "/events":
        await _stream(_plain(scope), receive, send)
    elif scope["type"] == "http":
        await _page(_plain(scope), receive, send)


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return


def _plain(scope: Message) -> Message:
    """The request with its query in ASCII, without headers whose underscore would pass for a proxy's hyphen."""
    headers = [(name, value) for name, value in scope["headers"] if b"_" not in name]
    return {**scope, "headers": headers, "query_string": quote(scope["query_string"], safe=PRINTABLE).encode()}


async def _stream(scope: Message, receive: Receive, send: Send) -> None:
    given = dict(scope["headers"]).get(b"x-request-id", b"").decode("latin-1")
    request_id, begun = request_id_from(given), time.monotonic()

    async def named(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message["headers"], (b"x-request-id", request_id.encode())]}
        await send(message)

    status = await stream(scope, receive, named)
    log_request(request_id, scope["method"], "events", status, time.monotonic() - begun, None)


async def _page(scope: Message, receive: Receive, send: Send) -> None:
    async with TakenIn(scope["path"]) as body:
        try:
            refusal = await body.receive(receive)
        except Unfinished:
            return
        scope = _with_length(scope, body.size)
        if refusal is not None:
            scope, send = {**scope, REFUSED: refusal}, _last_answer(send)
        await _pages(scope, body.hand_over(receive), send)  # type: ignore[arg-type]  # the library's own message types


def _with_length(scope: Message, size: int) -> Message:
    """The request with the length of its body, which one in chunks does not say by itself."""
    kept = [one for one in scope["headers"] if one[0] not in (b"content-length", b"transfer-encoding")]
    return {**scope, "headers": [*kept, (b"content-length", str(size).encode())]}


def _last_answer(send: Send) -> Send:
    """An answer after which the connection ends, for the rest of the body is not read."""

    async def closing(message: Any) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message["headers"], (b"connection", b"close")]}
        await send(message)

    return closing
