"""Jobs of the directory."""

from procrastinate.contrib.django import app

from sibao.directory import queries
from sibao.directory.services import likenesses
from sibao.kernel import clock
from sibao.kernel.jobs import AGAIN, daily, on_fresh_connection

FIND = "sibao.directory.likeness.find"


@app.task(name=FIND, queue="default", retry=AGAIN)
@on_fresh_connection
def find_likenesses(zone_id: int) -> None:
    """Find the pairs of units that may be one."""
    likenesses.find(zone_id, clock.now())


@app.periodic(cron=daily(3, 51))
@app.task(name="sibao.directory.likeness.nightly", queue="default")
@on_fresh_connection
def find_nightly(timestamp: int) -> None:
    """Find them once a night in any case, for what came without an event, such as a database that was restored."""
    for zone_id in queries.zone_ids():
        likenesses.find(zone_id, clock.now())
