"""Jobs of the whitelist."""

from django.db import transaction
from procrastinate.contrib.django import app

from sibao.directory import queries as directory
from sibao.kernel import clock
from sibao.kernel.access import acting, system
from sibao.whitelist.services.figures import recount


@app.periodic(cron="7 * * * *")
@app.task(name="sibao.whitelist.recount", queue="default")
def recount_cells(timestamp: int) -> None:
    """Recount every cell once an hour: a day on which nothing happens is kept too, and a new year brings its values."""
    zone = directory.sole_zone()
    if zone is None:
        return
    with acting(system(zone.id, door="schedule")), transaction.atomic():
        recount(zone.id, clock.now())
