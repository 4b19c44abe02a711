"""One LISTEN connection per process, fanned out to every open stream; a stream that does not keep up is dropped."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import psycopg
from django.conf import settings

WAITING = 1_000
RETRY = 1.0
CHANNEL = "sibao_live"
_EVENT = "select id, topic, zone_id, area_path, sector_id, unit_id, may, ids from kernel_liveevent where id = %s"


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


class Hub:
    """Hears every announcement once and hands it to all streams of this process."""

    def __init__(self) -> None:
        self._queues: set[asyncio.Queue[Told]] = set()
        self._task: asyncio.Task[None] | None = None
        self._ready = asyncio.Event()

    @asynccontextmanager
    async def listening(self) -> AsyncIterator["asyncio.Queue[Told]"]:
        """Give a queue of what is announced from now on; LISTEN is active before it is given."""
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._run())
        await self._ready.wait()
        queue: asyncio.Queue[Told] = asyncio.Queue(WAITING)
        self._queues.add(queue)
        try:
            yield queue
        finally:
            self._queues.discard(queue)

    async def _run(self) -> None:
        while True:
            try:
                await self._hear()
            except psycopg.OperationalError:
                self._ready.clear()
                await asyncio.sleep(RETRY)

    async def _hear(self) -> None:
        at = settings.DATABASES["default"]
        async with (
            await psycopg.AsyncConnection.connect(
                host=at["HOST"],
                port=at["PORT"],
                user=at["USER"],
                password=at["PASSWORD"],
                dbname=at["NAME"],
                autocommit=True,
            ) as connection,
            await psycopg.AsyncConnection.connect(
                host=at["HOST"],
                port=at["PORT"],
                user=at["USER"],
                password=at["PASSWORD"],
                dbname=at["NAME"],
                autocommit=True,
            ) as reading,
        ):
            await connection.execute(f"listen {CHANNEL}")
            self._ready.set()
            async for notice in connection.notifies():
                row = await (await reading.execute(_EVENT, [int(notice.payload)])).fetchone()
                if row is not None:
                    self._hand_out(Told(*row))

    def _hand_out(self, told: Told) -> None:
        for queue in list(self._queues):
            if queue.full():
                self._queues.discard(queue)
            else:
                queue.put_nowait(told)


HUB = Hub()
