"""Jobs of revisions."""

from typing import TYPE_CHECKING

from procrastinate.contrib.django import app

from sibao.kernel.jobs import AGAIN, on_fresh_connection
from sibao.kernel.revising import services, working

if TYPE_CHECKING:
    from sibao.kernel.models import Revision

QUEUE = "imports"


@app.task(name="sibao.kernel.revisions.write", queue=QUEUE, retry=AGAIN)
@on_fresh_connection
def write_revision(revision_id: int) -> None:
    """Write a revision's rows."""
    working.write_revision(revision_id)


def _defer(run: "Revision") -> None:
    write_revision.configure(lock=f"revision-{run.pk}").defer(revision_id=run.pk)


services.set_queue(_defer)
