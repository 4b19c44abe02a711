"""Jobs of the whitelist."""

from django.db import transaction
from procrastinate.contrib.django import app

from sibao.directory import queries as directory
from sibao.kernel import clock
from sibao.kernel.access import acting, system
from sibao.kernel.jobs import AGAIN, daily, on_fresh_connection
from sibao.whitelist.services.chain import reckon
from sibao.whitelist.services.figures import recount

RECKON = "sibao.whitelist.reckon"


@app.periodic(cron="7 * * * *")
@app.task(name="sibao.whitelist.recount", queue="default")
def recount_cells(timestamp: int) -> None:
    """Recount every cell once an hour: a day on which nothing happens is kept too, and a new year brings its values."""
    zone = directory.sole_zone()
    if zone is None:
        return
    with acting(system(zone.id, door="schedule")), transaction.atomic():
        recount(zone.id, clock.now())


@app.task(name=RECKON, queue="default", retry=AGAIN)
@on_fresh_connection
def reckon_falls(zone_id: int) -> None:
    """Reckon anew who stops with whom."""
    with acting(system(zone_id, door="schedule")):
        reckon(zone_id, clock.now())


@app.periodic(cron=daily(0, 17))
@app.task(name="sibao.whitelist.reckon.nightly", queue="default")
@on_fresh_connection
def reckon_nightly(timestamp: int) -> None:
    """Reckon once a night in any case: links end and units cease with a day, without an event."""
    for zone_id in directory.zone_ids():
        with acting(system(zone_id, door="schedule")):
            reckon(zone_id, clock.now())
