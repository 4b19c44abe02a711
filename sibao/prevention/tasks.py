"""Jobs of monitoring: whom time has made due, who is followed, what is asked about alerts, and partitions for days to come."""

from django.db import transaction
from procrastinate.contrib.django import app

from sibao.directory import queries as directory
from sibao.kernel import clock
from sibao.kernel.access import acting, system
from sibao.kernel.jobs import AGAIN, daily, on_fresh_connection
from sibao.prevention import queries, services
from sibao.prevention.inputs import FollowPeople, OneDeletion
from sibao.prevention.services import asking
from sibao.prevention.services.rebuilding import take_snapshot
from sibao.prevention.services.retaining import close_days, forget
from sibao.prevention.services.sweeping import judge_all, open_days, sweep

ROUNDS = 10
"""How many transactions one job asks in, so that a thousand alerts at once do not hold up what else is to be done."""
NIGHTS = 50
"""For how many deletions one night issues the certificates that are missing."""
ASK, FOLLOW, FOLLOW_UNIT = "sibao.prevention.ask", "sibao.prevention.follow", "sibao.prevention.follow.unit"
JUDGE_ALL = "sibao.prevention.judge.all"


@app.periodic(cron="* * * * * */5")
@app.task(name="sibao.prevention.sweep", queue="default", queueing_lock="prevention-sweep")
@on_fresh_connection
def sweep_all(timestamp: int) -> None:
    """Judge those whose minute has come, and ask about alerts that nobody was asked about."""
    for zone_id in directory.zone_ids():
        with acting(system(zone_id, door="schedule")):
            sweep(zone_id, clock.now())
            _ask(zone_id)


@app.task(name=ASK, queue="default", retry=AGAIN)
@on_fresh_connection
def ask(zone_id: int) -> None:
    """Give and end the tasks about alerts."""
    with acting(system(zone_id, door="queue")):
        _ask(zone_id)


@app.task(name=FOLLOW_UNIT, queue="default", retry=AGAIN)
@on_fresh_connection
def follow_unit(zone_id: int, unit_id: int) -> None:
    """Bring the followed people of a unit in line with the directory."""
    services.follow_people(actor=system(zone_id, door="queue"), given=FollowPeople(unit_ids=(unit_id,)))


@app.task(name=FOLLOW, queue="default", retry=AGAIN)
@on_fresh_connection
def follow_zone(zone_id: int) -> None:
    """Bring all followed people of a zone in line with the directory."""
    services.follow_people(actor=system(zone_id, door="queue"), given=FollowPeople())


@app.task(name=JUDGE_ALL, queue="default", retry=AGAIN)
@on_fresh_connection
def judge_zone(zone_id: int) -> None:
    """Follow whoever is not followed yet, and judge everybody by the rules as they are now."""
    services.follow_people(actor=system(zone_id, door="queue"), given=FollowPeople())
    with acting(system(zone_id, door="queue")):
        judge_all(zone_id, clock.now())


@app.periodic(cron=daily(0, 3))
@app.task(name="sibao.prevention.nightly", queue="default")
@on_fresh_connection
def begin_day(timestamp: int) -> None:
    """Make the log's partitions of the days to come, follow who begins or ends today, and keep a snapshot of all states.

    What is kept no longer goes, with a certificate, and then the partitions of days that no zone keeps anything of.
    """
    open_days(clock.today())
    for zone_id in directory.zone_ids():
        services.follow_people(actor=system(zone_id, door="schedule"), given=FollowPeople())
        actor = system(zone_id, door="schedule")
        with acting(actor):
            take_snapshot(zone_id, clock.now())
            forget(actor, clock.now())
        for deletion_id in queries.undocumented_deletions(zone_id, NIGHTS):
            services.issue_certificate(actor=actor, given=OneDeletion(deletion_id=deletion_id))
    close_days(clock.now())


def _ask(zone_id: int) -> None:
    """Ask about some alerts, few in a transaction, for everybody else waits for the zone meanwhile; the next round goes on."""
    for _round in range(ROUNDS):
        with transaction.atomic():
            if not asking.follow(zone_id, clock.now()):
                return
