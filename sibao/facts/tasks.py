"""Jobs of facts: every morning departments are asked for what they owe; when facts have come, what was asked for is looked at."""

from procrastinate.contrib.django import app

from sibao.directory import queries as directory
from sibao.facts import queries, services
from sibao.facts.inputs import OneFact
from sibao.kernel import clock
from sibao.kernel.access import acting, system
from sibao.kernel.jobs import AGAIN, daily, on_fresh_connection

FOLLOW = "sibao.facts.owed.follow"


@app.periodic(cron=daily(7, 21))
@app.task(name="sibao.facts.owed.nightly", queue="default", retry=AGAIN, queueing_lock="facts-owed-nightly")
@on_fresh_connection
def owed_nightly(timestamp: int) -> None:
    """Follow up what departments owe: values grow old without an event."""
    for zone_id in directory.zone_ids():
        _follow(zone_id, "schedule")


@app.task(name=FOLLOW, queue="default", retry=AGAIN)
@on_fresh_connection
def owed_follow(zone_id: int) -> None:
    """Follow up what departments owe, after facts have come."""
    _follow(zone_id, "queue")


def _follow(zone_id: int, door: str) -> None:
    """Each fact in a transaction of its own, so that one that fails keeps no other waiting."""
    actor = system(zone_id, door=door)
    with acting(actor):
        for fact_id in queries.to_follow(zone_id):
            services.follow_owed(actor=actor, given=OneFact(fact_id=fact_id), now=clock.now())
