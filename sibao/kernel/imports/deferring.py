"""Putting an import's work into the queue, inside the command's transaction."""

from procrastinate.contrib.django import app

from sibao.kernel.models import ImportRun

QUEUE = "imports"
READ, WRITE = "sibao.kernel.imports.read", "sibao.kernel.imports.write"


def read(run: ImportRun) -> None:
    """Queue the reading of a run; one at a time for each run."""
    _defer(READ, run)


def write(run: ImportRun) -> None:
    """Queue the writing of a run; one at a time for each run."""
    _defer(WRITE, run)


def _defer(task: str, run: ImportRun) -> None:
    app.configure_task(task, queue=QUEUE, lock=f"import-{run.id}").defer(run_id=run.id, zone_id=run.zone_id)
