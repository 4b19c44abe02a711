"""Telling open pages that something changed: a row in the caller's transaction, and a notification when it commits."""

from collections.abc import Sequence

from django.db import connection

from sibao.kernel import clock
from sibao.kernel.models import LiveEvent

CHANNEL = "sibao_live"


def announce(
    topic: str,
    *,
    zone_id: int,
    area_path: str = "",
    sector_id: int | None = None,
    unit_id: int | None = None,
    may: str = "",
    ids: Sequence[int] = (),
) -> None:
    """Announce a topic to every open page whose actor reaches it; told only if the transaction commits.

    Args:
        topic: what pages listen to, such as "coverage".
        zone_id, area_path, sector_id, unit_id: whom it concerns, as in an actor's scope.
        may: the permission an actor needs to be told; empty = everyone of the zone.
        ids: which rows changed; a page that needs more asks for it, within its own rights.
    """
    event = LiveEvent.objects.create(
        at=clock.real(),
        topic=topic,
        zone_id=zone_id,
        area_path=area_path,
        sector_id=sector_id,
        unit_id=unit_id,
        may=may,
        ids=list(ids),
    )
    with connection.cursor() as cursor:
        cursor.execute("select pg_notify(%s, %s)", [CHANNEL, str(event.id)])
