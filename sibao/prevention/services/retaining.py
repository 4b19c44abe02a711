"""Signals go when their days are over, and each time leave a certificate of what went by what rule."""

import hashlib
from datetime import datetime

from django.db import transaction

from sibao.prevention import sql
from sibao.prevention.models import SignalDeletion

SIGNALS, REJECTS = "signals", "rejects"


@transaction.atomic
def forget(zone_id: int, now: datetime) -> list[SignalDeletion]:
    """Delete what a zone keeps no longer; return the certificates, none where nothing went."""
    gone = [(SIGNALS, one) for one in sql.forget_signals(zone_id, now)]
    gone += [(REJECTS, one) for one in sql.forget_rejects(zone_id, now)]
    said = "\n".join(f"{what} {one.kind} {one.until.isoformat()} {one.rows}" for what, one in gone)
    digest = hashlib.sha256(f"{zone_id} {now.isoformat()}\n{said}".encode()).digest()
    return SignalDeletion.objects.bulk_create(
        SignalDeletion(
            zone_id=zone_id,
            at=now,
            what=what,
            kind=one.kind,
            keep_days=one.keep_days,
            until=one.until,
            rows=one.rows,
            digest=digest,
        )
        for what, one in gone
    )


def close_days(now: datetime) -> int:
    """Drop partitions of days that no zone keeps anything of, after every zone has forgotten; return how many."""
    return sql.close_days(now)
