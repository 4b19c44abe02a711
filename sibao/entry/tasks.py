"""Jobs of coming in: codes whose days are over, whose tests are done, or whose exemption rests on nothing any more."""

from procrastinate.contrib.django import app

from sibao.directory import queries as directory
from sibao.entry.events import CodesChanged
from sibao.entry.services import renewing
from sibao.kernel import clock, events
from sibao.kernel.access import acting, system
from sibao.kernel.jobs import AGAIN, on_fresh_connection

RENEW = "sibao.entry.renew"


@app.periodic(cron="* * * * *")
@app.task(name="sibao.entry.sweep", queue="default", queueing_lock="entry-sweep")
@on_fresh_connection
def sweep(timestamp: int) -> None:
    """Judge every running code anew, minute by minute."""
    for zone_id in directory.zone_ids():
        _renew(zone_id, "schedule")


@app.task(name=RENEW, queue="default", retry=AGAIN)
@on_fresh_connection
def renew(zone_id: int) -> None:
    """Judge the running codes of a zone anew, for something that changed for many."""
    _renew(zone_id, "queue")


def _renew(zone_id: int, door: str) -> None:
    with acting(system(zone_id, door=door)):
        changed = renewing.renew(zone_id, clock.now())
        if changed:
            events.publish([CodesChanged(zone_id=zone_id, unit_ids=changed)])
