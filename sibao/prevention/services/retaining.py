"""Signals go when their days are over, and each time leave a certificate of what went by what rule."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from sibao.directory import queries as directory
from sibao.kernel import clock
from sibao.kernel.access import Actor
from sibao.prevention import queries, sql
from sibao.prevention.models import Deletion, SignalDeletion
from sibao.prevention.rules.deletions import digest


@transaction.atomic
def forget(actor: Actor, now: datetime) -> Deletion | None:
    """Delete what the actor's zone keeps no longer, also what contexts above made of it; return the certificate, if any went.

    Raises:
        DatabaseError: `now` is ahead of the server's own time, and nothing goes.
    """
    directory.lock_zone(actor.zone_id)
    gone = [*sql.forget_signals(actor.zone_id, now), *sql.forget_rejects(actor.zone_id, now)]
    for keeper in queries.keepers():
        gone += keeper.forget(actor.zone_id, now)
    return certify(actor, gone, now) if gone else None


def certify(actor: Actor, gone: Sequence[sql.Gone], now: datetime) -> Deletion:
    """Write down what went; the zone is held."""
    year = now.astimezone(clock.SHANGHAI).year
    made = Deletion.objects.create(
        zone_id=actor.zone_id,
        year=year,
        serial=queries.next_deletion(actor.zone_id, year),
        at=now,
        by=actor.account_id,
        by_as=actor.name,
        rows=sum(one.rows for one in gone),
        digest=digest(actor.zone_id, now, gone),
    )
    SignalDeletion.objects.bulk_create(
        SignalDeletion(
            zone_id=actor.zone_id,
            deletion=made,
            what=one.what,
            kind=one.kind,
            keep_days=one.keep_days,
            basis=one.basis,
            since=one.since,
            until=one.until,
            rows=one.rows,
        )
        for one in gone
    )
    return made


def close_days(now: datetime) -> int:
    """Drop partitions of days that no zone keeps anything of, after every zone has forgotten; return how many."""
    return sql.close_days(now)
