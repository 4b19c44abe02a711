"""Jobs of readiness: reckoned anew when a guide or units change, and every morning, for days pass without an event (R14)."""

from procrastinate.contrib.django import app

from sibao.directory import queries as directory
from sibao.guidance.services.reckoning import reckon
from sibao.kernel import clock, live
from sibao.kernel.access import acting, system
from sibao.kernel.jobs import AGAIN, daily, on_fresh_connection

RECKON = "sibao.guidance.reckon"


@app.task(name=RECKON, queue="default", retry=AGAIN)
@on_fresh_connection
def reckon_zone(zone_id: int) -> None:
    """Reckon how ready the units of a zone are."""
    with acting(system(zone_id, door="queue")):
        _reckon(zone_id)


@app.periodic(cron=daily(0, 27))
@app.task(name="sibao.guidance.reckon.nightly", queue="default")
@on_fresh_connection
def reckon_nightly(timestamp: int) -> None:
    """Reckon once a day in any case: what was good runs out, and deadlines pass."""
    for zone_id in directory.zone_ids():
        with acting(system(zone_id, door="schedule")):
            _reckon(zone_id)


def _reckon(zone_id: int) -> None:
    if reckon(zone_id, None, clock.now()):
        live.announce("readiness", zone_id=zone_id, may="guidance:readiness:read")
