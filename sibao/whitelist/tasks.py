"""Jobs of the whitelist."""

from collections.abc import Collection

from django.db import transaction
from procrastinate.contrib.django import app

from sibao.directory import queries as directory
from sibao.kernel import clock
from sibao.kernel.access import Actor, acting, system
from sibao.kernel.jobs import AGAIN, daily, on_fresh_connection
from sibao.whitelist import queries
from sibao.whitelist.inputs import AssignOutreach, RecheckApplications, RenewProposals
from sibao.whitelist.services.calls import assign_outreach
from sibao.whitelist.services.chain import reckon
from sibao.whitelist.services.figures import recount
from sibao.whitelist.services.grace import tell_spared
from sibao.whitelist.services.proposing import renew_proposals
from sibao.whitelist.services.rechecking import recheck_applications

RECKON, RENEW = "sibao.whitelist.reckon", "sibao.whitelist.proposals.renew"
TELL_SPARED = "sibao.whitelist.tell-spared"


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


@app.task(name=RENEW, queue="default", retry=AGAIN)
@on_fresh_connection
def renew(
    zone_id: int, unit_ids: list[int] | None = None, sectors: list[str] | None = None, keys: list[str] | None = None
) -> None:
    """Judge again whom a change touched."""
    touched(system(zone_id, door="queue"), unit_ids, sectors, keys)


def touched(
    actor: Actor,
    unit_ids: list[int] | None = None,
    sectors: list[str] | None = None,
    keys: Collection[str] | None = None,
) -> None:
    """Judge units again, or all of some sectors, or everyone; nobody where no standard reads what was said.

    Args:
        keys: the facts that were said; None = something else changed.
    """
    with acting(actor):
        if keys is None or queries.standards_read(actor.zone_id, clock.now()) & set(keys):
            recheck_applications(actor=actor, given=RecheckApplications(unit_ids=unit_ids, sectors=sectors))
            renew_proposals(actor=actor, given=RenewProposals(unit_ids=unit_ids, sectors=sectors))


@app.periodic(cron=daily(0, 37))
@app.task(name="sibao.whitelist.proposals.nightly", queue="default", retry=AGAIN)
@on_fresh_connection
def renew_nightly(timestamp: int) -> None:
    """Judge everyone again once a night: what was known grows old, and days of grace run out, without an event (R32)."""
    for zone_id in directory.zone_ids():
        touched(system(zone_id, door="schedule"))


@app.periodic(cron=daily(7, 17))
@app.task(name="sibao.whitelist.outreach.daily", queue="default")
@on_fresh_connection
def assign_outreach_daily(timestamp: int) -> None:
    """Every morning towns are given whom they have to ask, and what has been asked ends."""
    for zone_id in directory.zone_ids():
        actor = system(zone_id, door="schedule")
        with acting(actor):
            assign_outreach(actor=actor, given=AssignOutreach())


@app.task(name=TELL_SPARED, queue="default", retry=AGAIN)
@on_fresh_connection
def tell_the_spared(zone_id: int, criterion_id: int) -> None:
    """Tell those who fall short by a version of a standard how long they are spared."""
    with acting(system(zone_id, door="queue")), transaction.atomic():
        tell_spared(zone_id, criterion_id, clock.now())
