"""A request's body is taken in, bounded, before it gets a thread, so that slow and endless uploads keep nobody waiting."""

import asyncio
import tempfile
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from sibao.kernel.refusals import Refusal, TooLarge, TooSlow

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
UPLOADS = (
    "/imports/start/",
    "/api/v1/imports",
    "/attachments/add/",
    "/directory/boundaries/import/",
    "/facts/corrections/ask/",
    "/facts/criteria/rows/",
)
LARGEST_UPLOAD, LARGEST_BODY = 25_000_000, 2_500_000
LARGEST_DRAINED = 200_000_000
"""Bytes of a refused body that are still listened to and thrown away, so that a browser shows the answer."""
IN_MEMORY = 1_000_000
CHUNK = 65_536
TOO_LARGE = _("内容过大：表格和附件不超过 20 MB，其他提交不超过 2 MB")


class Unfinished(Exception):
    """The browser has gone before its request was whole."""


class TakenIn:
    """The body of one request: up to 1 MB in memory, the rest in a file that nobody else can open."""

    def __init__(self, path: str) -> None:
        self._bound = LARGEST_UPLOAD if path.startswith(UPLOADS) else LARGEST_BODY
        self._kept = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - closed in __aexit__
        self.size = 0

    async def __aenter__(self) -> "TakenIn":
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._kept.close()

    async def receive(self, receive: Receive) -> Refusal | None:
        """Take everything in; return why not when it is too large or too slow.

        Raises:
            Unfinished: the browser has gone.
        """
        try:
            arrived = await asyncio.wait_for(self._arrive(receive), settings.UPLOAD_SECONDS)
        except TimeoutError:
            return self._given_up(TooSlow())
        if arrived > self._bound:
            return self._given_up(TooLarge(TOO_LARGE))
        self.size = arrived
        self._kept.seek(0)
        return None

    async def _arrive(self, receive: Receive) -> int:
        arrived, more = 0, True
        while more and arrived <= LARGEST_DRAINED:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise Unfinished
            arrived += len(message.get("body", b""))
            if arrived <= self._bound:
                self._kept.write(message.get("body", b""))
            more = message.get("more_body", False)
        return arrived

    def _given_up(self, refusal: Refusal) -> Refusal:
        self._kept.seek(0)
        self._kept.truncate()
        return refusal

    def hand_over(self, receive: Receive) -> Receive:
        """Return what Django reads the body from."""
        left, handed = self.size, False

        async def taken() -> Message:
            nonlocal left, handed
            if handed and left <= 0:
                return await receive()
            handed, chunk = True, self._kept.read(CHUNK)
            left -= len(chunk)
            return {"type": "http.request", "body": chunk, "more_body": left > 0}

        return taken
