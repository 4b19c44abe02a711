"""Jobs of exports."""

from procrastinate.contrib.django import app

from sibao.kernel import clock
from sibao.kernel.lists import exports, working
from sibao.kernel.models import ExportRun

QUEUE = "exports"


@app.task(name="kernel.write_export", queue=QUEUE)
def write_export(run_id: int, zone_id: int) -> None:
    """Make the file of an export."""
    working.run_export(run_id)


@app.periodic(cron="17 3 * * *")
@app.task(name="kernel.prune_exports", queue=QUEUE)
def prune_exports(timestamp: int) -> None:
    """Delete the files of old exports every night."""
    working.prune_exports(clock.now())


def _defer(run: ExportRun) -> None:
    write_export.defer(run_id=run.pk, zone_id=run.zone_id)


exports.set_queue(_defer)
