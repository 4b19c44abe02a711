"""Jobs of duties: who leaves answers for nothing any more; every morning units are told whose last day is over (R45)."""

from collections.abc import Sequence
from datetime import timedelta

from procrastinate.contrib.django import app

from sibao.directory import queries as directory
from sibao.duty import queries, services
from sibao.duty.inputs import LapseResponsibles, NoticeOpenings
from sibao.kernel import clock
from sibao.kernel.access import Actor, acting, system
from sibao.kernel.jobs import AGAIN, daily, on_fresh_connection

LAPSE = "sibao.duty.responsible.lapse"
LOOKED_BACK = timedelta(days=7)
"""Mornings on which nothing ran are made up for."""


@app.periodic(cron=daily(7, 11))
@app.task(name="sibao.duty.openings", queue="default", retry=AGAIN, queueing_lock="duty-openings")
@on_fresh_connection
def openings(timestamp: int) -> None:
    """End what those answer for who left lately, and tell each unit where nobody answers since a last day of the last week."""
    zone = directory.sole_zone()
    if zone is None:
        return
    actor, today = system(zone.pk, door="schedule"), clock.today()
    with acting(actor):
        _lapse(actor, directory.left_between(zone.pk, today - LOOKED_BACK, today - timedelta(days=1)))
        for unit_id in queries.lately_ended(zone.pk, today - LOOKED_BACK, today - timedelta(days=1)):
            services.notice_openings(actor=actor, given=NoticeOpenings(unit_id=unit_id))


@app.task(name=LAPSE, queue="default", retry=AGAIN)
@on_fresh_connection
def lapse(zone_id: int, employment_ids: list[int]) -> None:
    """End what those answer for who left their unit with these employments."""
    actor = system(zone_id, door="queue")
    with acting(actor):
        _lapse(actor, employment_ids)


def _lapse(actor: Actor, employment_ids: Sequence[int]) -> None:
    """End what leavers answer for, each in a transaction of its own; who leaves on a day to come is found on that morning."""
    today = clock.today()
    for leaver in directory.leavers(actor.zone_id, employment_ids):
        if leaver.last_day <= today and (ids := queries.answering_as(leaver)):
            given = {"unit_id": leaver.unit_id, "responsible_ids": ids, "ended_on": leaver.last_day}
            services.lapse_responsibles(actor=actor, given=LapseResponsibles.model_validate(given))
