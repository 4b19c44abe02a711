"""What the directory does by itself when units change: pairs that may be one are looked for in the background."""

from sibao.directory.events import UnitsChanged
from sibao.directory.tasks import FIND
from sibao.kernel.events import on
from sibao.kernel.jobs import defer_once


@on(UnitsChanged)
def units_changed(event: UnitsChanged) -> None:
    """Look for pairs once more, unless that waits to be done already."""
    defer_once(FIND, f"likeness-{event.zone_id}", zone_id=event.zone_id)
