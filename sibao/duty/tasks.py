"""Jobs of duties: every morning units are told whose responsible person's last day is over (R45)."""

from datetime import timedelta

from procrastinate.contrib.django import app

from sibao.directory import queries as directory
from sibao.duty import queries, services
from sibao.duty.inputs import NoticeOpenings
from sibao.kernel import clock
from sibao.kernel.access import acting, system
from sibao.kernel.jobs import AGAIN, daily, on_fresh_connection

LOOKED_BACK = timedelta(days=7)
"""Mornings on which nothing ran are made up for."""


@app.periodic(cron=daily(7, 11))
@app.task(name="sibao.duty.openings", queue="default", retry=AGAIN, queueing_lock="duty-openings")
@on_fresh_connection
def openings(timestamp: int) -> None:
    """Tell each unit where nobody answers since a last day of the last week, each in a transaction of its own."""
    zone = directory.sole_zone()
    if zone is None:
        return
    actor, today = system(zone.pk, door="schedule"), clock.today()
    with acting(actor):
        for unit_id in queries.lately_ended(zone.pk, today - LOOKED_BACK, today - timedelta(days=1)):
            services.notice_openings(actor=actor, given=NoticeOpenings(unit_id=unit_id))
