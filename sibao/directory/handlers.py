"""What the directory does by itself when units change: pairs that may be one are looked for in the background."""

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from sibao.directory.events import UnitsChanged
from sibao.directory.tasks import FIND
from sibao.kernel.events import on


@on(UnitsChanged)
def units_changed(event: UnitsChanged) -> None:
    """Look for pairs once more, unless that waits to be done already."""
    task = app.configure_task(FIND, queue="default", queueing_lock=f"likeness-{event.zone_id}")
    try:
        with transaction.atomic():
            task.defer(zone_id=event.zone_id)
    except AlreadyEnqueued:
        return
