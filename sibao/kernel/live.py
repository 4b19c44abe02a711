"""Telling open pages that something changed: a row in the caller's transaction, and a notification when it commits."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from django.db import connection

from sibao.kernel import clock
from sibao.kernel.access import Actor
from sibao.kernel.live_hub import CHANNEL, COLUMNS, LOOK_AGAIN, Told, told_of
from sibao.kernel.models import LiveEvent

OVERLAP = timedelta(seconds=10)
MOST = 500
MOST_NAMED = 500
"""Accounts that one announcement names; more are told by several."""


def announce(
    topic: str,
    *,
    zone_id: int,
    area_path: str = "",
    sector_id: int | None = None,
    unit_id: int | None = None,
    may: str = "",
    ids: Sequence[int] = (),
    account_ids: Collection[int] = (),
) -> None:
    """Announce a topic to every open page whose actor reaches it; told only if the transaction commits.

    Args:
        topic: what pages listen to, such as "coverage".
        zone_id, area_path, sector_id, unit_id: whom it concerns, as in an actor's scope.
        may: the permission an actor needs to be told; empty = everyone of the zone.
        ids: which rows changed; a page that needs more asks for it, within its own rights.
        account_ids: whose pages alone are told; empty = everyone's.
    """
    place = {"zone_id": zone_id, "area_path": area_path, "sector_id": sector_id, "unit_id": unit_id}
    named = sorted({*account_ids})
    for start in range(0, len(named) or 1, MOST_NAMED):
        told = {"topic": topic, "may": may, "ids": list(ids), "account_ids": named[start : start + MOST_NAMED]}
        event = LiveEvent.objects.create(at=clock.real(), **place, **told)
        _notify(str(event.id))


def look_again(account_id: int) -> None:
    """Have an account's open streams ask anew who they are, once the transaction commits: it signed out, or its rights changed."""
    _notify(f"{LOOK_AGAIN}{account_id}")


def _notify(payload: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select pg_notify(%s, %s)", [CHANNEL, payload])


def reaches(actor: Actor, told: Told, now: datetime) -> bool:
    """Return whether an announcement concerns this actor: her term runs, the same zone, her permission, and her scope.

    It asks no clock and no database, for streams ask it on their event loop.

    An announcement that names no area, sector or unit is about the zone as a whole, and carries no row of it.
    """
    scope = actor.scope
    return (
        (actor.until is None or now < actor.until)
        and told.zone_id == scope.zone_id
        and (not told.may or told.may in actor.permissions)
        and (not told.account_ids or actor.account_id in told.account_ids)
        and (not told.area_path or told.area_path.startswith(scope.area_path))
        and (told.sector_id is None or scope.sector_id in (None, told.sector_id))
        and (told.unit_id is None or scope.unit_id in (None, told.unit_id))
    )


def since(last: int) -> list[Told]:
    """Return what was announced after an id, and again what was announced shortly before it.

    Ids are given before a transaction commits, so an older id may become visible later; repeating the last seconds
    loses nothing, and a page that draws itself twice is none the worse. Of very many, only the newest are told.

    Args:
        last: the newest id heard; 0 = a page that has heard none yet: it was made moments before it could listen.
    """
    seen = LiveEvent.objects.filter(pk=last).first()
    if seen or not last:
        rows = LiveEvent.objects.filter(at__gte=(seen.at if seen else clock.real()) - OVERLAP)
    else:
        rows = LiveEvent.objects.filter(pk__gt=last)
    newest = rows.exclude(pk=last).order_by("-id").values_list(*COLUMNS)[:MOST]
    return [told_of(row) for row in reversed(newest)]


def last_id() -> int:
    """Return the id of the newest announcement, 0 before the first."""
    return LiveEvent.objects.order_by("-id").values_list("id", flat=True).first() or 0


def forget(before: datetime) -> None:
    """Drop what was announced before a moment of real time."""
    LiveEvent.objects.filter(at__lt=before).delete()
