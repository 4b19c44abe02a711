"""States kept by night and made anew from what was kept and what was said since, so that they can be examined."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from sibao.kernel import clock
from sibao.prevention import queries, sql
from sibao.prevention.models import SnapshotSeal, StateFact
from sibao.prevention.rules.subjects import SUBJECTS


class Finding(NamedTuple):
    """What is not as it should be: in words, of which subject, what is held and what follows from snapshot and log."""

    subject: str
    subject_id: int
    fact: str
    held: int | None
    made: int | None


class Examined(NamedTuple):
    """What an examination found: since which snapshot, whether it is as sealed, and each slot that differs."""

    since: datetime | None
    as_sealed: bool
    findings: tuple[Finding, ...]


@transaction.atomic
def take_snapshot(zone_id: int, now: datetime) -> SnapshotSeal | None:
    """Keep and seal all states of a zone as the snapshot of today, and let go of all but the last two.

    Returns:
        The seal; None where today has one.
    """
    day = now.astimezone(clock.SHANGHAI).date()
    if SnapshotSeal.objects.filter(zone_id=zone_id, taken_on=day).exists():
        return None
    made = sql.snapshot(zone_id, day)
    seal = SnapshotSeal.objects.create(zone_id=zone_id, taken_on=day, taken_at=now, rows=made.rows, digest=made.digest)
    sql.forget_snapshots(zone_id)
    return seal


def examine(zone_id: int, now: datetime) -> Examined:
    """Compare all states of a zone with what follows from the last snapshot and the log since."""
    begun = sql.start(zone_id, now)
    as_sealed = begun.day is None or sql.examined(zone_id, begun.day) == begun.seal
    seals = SnapshotSeal.objects.filter(zone_id=zone_id)
    since = seals.get(taken_on=begun.day).taken_at if begun.day else None
    return Examined(since, as_sealed, tuple(_findings(zone_id, now, begun)))


def _findings(zone_id: int, now: datetime, begun: sql.Start) -> Iterator[Finding]:
    facts = {(SUBJECTS[one.subject], one.slot): one.name for one in StateFact.objects.filter(zone_id=zone_id)}
    names = {number: name for name, number in SUBJECTS.items()}
    for one in sql.differences(queries.monitoring(zone_id).program, zone_id, now, begun):
        fact = facts.get((one.subject, one.slot), f"p{one.slot}")
        yield Finding(names[one.subject], one.subject_id, fact, one.held, one.made)
