"""One LISTEN connection per process, fanned out to every open stream; a stream that may have missed something ends."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, replace
from typing import Any

import psycopg
from django.conf import settings
from psycopg import sql
from psycopg.rows import TupleRow

WAITING = 1_000
RETRY = 1.0
CHANNEL = "sibao_live"
LOOK_AGAIN = "account:"
COLUMNS = ("id", "topic", "zone_id", "area_path", "sector_id", "unit_id", "may", "ids", "account_ids")
_EVENT = sql.SQL("select {} from kernel_liveevent where id = %s").format(
    sql.SQL(", ").join(map(sql.Identifier, COLUMNS))
)


@dataclass(frozen=True, slots=True)
class Told:
    """One announcement as streams hear it."""

    id: int
    topic: str
    zone_id: int
    area_path: str
    sector_id: int | None
    unit_id: int | None
    may: str
    ids: list[int]
    account_ids: frozenset[int] = frozenset()


def told_of(row: Sequence[Any]) -> Told:
    """Return an announcement from its columns."""
    told = Told(*row)
    return replace(told, account_ids=frozenset(told.account_ids))


@dataclass(frozen=True, slots=True)
class LookAgain:
    """What an account may see has changed, or it has signed out: its streams ask anew who they are."""

    account_id: int


Heard = Told | LookAgain
Line = asyncio.Queue[Heard | None]
"""What a stream listens on; None = something was missed."""


class Hub:
    """Hears every announcement once and hands it to all streams of this process."""

    def __init__(self) -> None:
        self._lines: set[Line] = set()
        self._task: asyncio.Task[None] | None = None
        self._ready = asyncio.Event()

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[Line]:
        """Give a line of what is announced from now on; LISTEN is active before it is given."""
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._run())
        await self._ready.wait()
        line: Line = asyncio.Queue(WAITING)
        self._lines.add(line)
        try:
            yield line
        finally:
            self._lines.discard(line)

    async def _run(self) -> None:
        while True:
            with suppress(psycopg.Error):
                await self._hear()
            self._ready.clear()
            self._break_off(*self._lines)
            await asyncio.sleep(RETRY)

    async def _hear(self) -> None:
        async with AsyncExitStack() as stack:
            listening = await stack.enter_async_context(await _connection())
            reading = await stack.enter_async_context(await _connection())
            await listening.execute(f"listen {CHANNEL}")
            self._ready.set()
            async for notice in listening.notifies():
                if notice.payload.startswith(LOOK_AGAIN):
                    self._hand_out(LookAgain(int(notice.payload.removeprefix(LOOK_AGAIN))))
                    continue
                row = await (await reading.execute(_EVENT, [int(notice.payload)])).fetchone()
                if row is not None:
                    self._hand_out(told_of(row))

    def _hand_out(self, heard: Heard) -> None:
        self._break_off(*[line for line in self._lines if line.full()])
        for line in self._lines:
            line.put_nowait(heard)

    def _break_off(self, *lines: Line) -> None:
        for line in lines:
            self._lines.discard(line)
            while not line.empty():
                line.get_nowait()
            line.put_nowait(None)


async def _connection() -> psycopg.AsyncConnection[TupleRow]:
    at = settings.DATABASES["default"]
    return await psycopg.AsyncConnection.connect(
        host=at["HOST"],
        port=at["PORT"],
        user=at["USER"],
        password=at["PASSWORD"],
        dbname=at["NAME"],
        autocommit=True,
    )


HUB = Hub()
