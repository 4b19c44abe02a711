"""Jobs of exports."""

from typing import TYPE_CHECKING

from procrastinate.contrib.django import app

from sibao.kernel import clock
from sibao.kernel.jobs import AGAIN, daily, on_fresh_connection
from sibao.kernel.lists import exports, working

if TYPE_CHECKING:
    from sibao.kernel.models import ExportRun

QUEUE = "exports"


@app.task(name="sibao.kernel.lists.export", queue=QUEUE, retry=AGAIN)
@on_fresh_connection
def write_export(run_id: int) -> None:
    """Write an export."""
    working.run_export(run_id)


@app.periodic(cron=daily(3, 17))
@app.task(name="sibao.kernel.lists.prune", queue="default")
@on_fresh_connection
def prune_exports(timestamp: int) -> None:
    """Delete the files of old exports."""
    working.prune_exports(clock.now())


def _defer(run: "ExportRun") -> None:
    write_export.configure(lock=f"export-{run.pk}").defer(run_id=run.pk)


exports.set_queue(_defer)
