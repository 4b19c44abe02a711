"""Jobs of imports."""

from procrastinate.contrib.django import app

from sibao.kernel import clock
from sibao.kernel.imports import deferring, working
from sibao.kernel.jobs import AGAIN, daily, on_fresh_connection


@app.task(name=deferring.READ, queue=deferring.QUEUE, retry=AGAIN)
@on_fresh_connection
def read_import(run_id: int, zone_id: int) -> None:
    """Read a workbook and prepare its preview."""
    working.read_run(run_id)


@app.task(name=deferring.WRITE, queue=deferring.QUEUE, retry=AGAIN)
@on_fresh_connection
def write_import(run_id: int, zone_id: int) -> None:
    """Write an import's rows."""
    working.write_run(run_id)


@app.periodic(cron=daily(3, 27))
@app.task(name="sibao.kernel.imports.prune", queue="default")
@on_fresh_connection
def prune_imports(timestamp: int) -> None:
    """Drop the rows of old imports."""
    working.prune_imports(clock.now())
