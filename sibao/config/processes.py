"""The processes of an installation: one that serves pages, API and stream, one that works the queue."""

import argparse
import asyncio
import os
import sys
from typing import cast

from django.conf import settings
from django.core.management import call_command
from granian import Granian
from granian.constants import Interfaces, Loops
from procrastinate import App
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.signals import on_stop
from procrastinate.worker import Worker

from sibao.config import installing
from sibao.config.memory import settle
from sibao.config.parent import die_with_parent

LOOP = "asyncio"
KILL_AFTER = 3


def register(groups: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add these commands to the command line."""
    serve_ = groups.add_parser("serve", help="网页、接口与实时流 pages, API and live stream on one port")
    serve_.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
    serve_.add_argument("--host", default="127.0.0.1")
    serve_.set_defaults(run=lambda arguments: serve(arguments.host, arguments.port))
    worker_ = groups.add_parser("worker", help="后台任务 the queue's worker")
    worker_.set_defaults(run=lambda arguments: work())


def serve(host: str, port: int) -> int:
    """Serve until told to stop; a stream that is still open is cut after three seconds."""
    die_with_parent()
    installing.prepare_environment()
    installing.set_up()
    call_command("collectstatic", interactive=False, verbosity=0)
    server = Granian(
        "sibao.config.server:application",
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        loop=Loops(LOOP),
        workers=1,
        workers_kill_timeout=KILL_AFTER,
        log_access=False,
        websockets=False,
    )
    os.environ["SIBAO_PARENT"] = str(os.getpid())
    print(f"就绪 ready: http://{'localhost' if host == '127.0.0.1' else host}:{port}/", file=sys.stderr, flush=True)
    server.serve()
    return 0


def work() -> int:
    """Work the queue until told to stop."""
    die_with_parent()
    installing.set_up()
    settle()
    asyncio.run(_lanes(app.with_connector(cast(DjangoConnector, app.connector).get_worker_connector())))
    return 0


async def _lanes(worker_app: App) -> None:
    """Work the lanes side by side; when one ends, for a signal or a lost database, the others end what they have in hand."""
    workers = [
        Worker(worker_app, queues=list(queues), concurrency=1, install_signal_handlers=False)
        for queues in settings.LANES
    ]

    def stop() -> None:
        for worker in workers:
            worker.stop()  # type: ignore[no-untyped-call]

    async with worker_app.open_async():
        lanes = [asyncio.create_task(worker.run()) for worker in workers]  # type: ignore[no-untyped-call]
        with on_stop(stop):
            await asyncio.wait(lanes, return_when=asyncio.FIRST_COMPLETED)
            stop()
            await asyncio.wait(lanes)
    for lane in lanes:
        lane.result()
