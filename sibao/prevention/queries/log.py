"""What was said of a subject, newest first."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from sibao.kernel.access import Actor, require
from sibao.kernel.jobs import since_done
from sibao.prevention.models import Signal, SignalSource, SubjectState

KEPT = timedelta(days=15)


def signals_of(state: SubjectState) -> QuerySet[Any]:
    """Return what was said of a subject; the state was read within the asker's scope."""
    rows = Signal.objects.filter(zone_id=state.zone_id, subject=state.subject, subject_id=state.subject_id)
    return rows.order_by("-occurred_at", "-uid")


def last_told(state: SubjectState, now: datetime) -> dict[int, int]:
    """Return which source spoke at which minute since 1970, of the days before `now`."""
    rows = signals_of(state).filter(occurred_at__gt=now - KEPT).values_list("occurred_at", "source")[:500]
    return {int(at.timestamp()) // 60: source for at, source in reversed(rows)}


def last_heard(zone_id: int, now: datetime) -> tuple[datetime | None, list[SignalSource]]:
    """Return when any source of a zone spoke last, and the sources that have been silent for longer than they may."""
    sources = list(SignalSource.objects.filter(zone_id=zone_id, revoked_at=None).order_by("number"))
    heard = max((one.last_seen_at for one in sources if one.last_seen_at), default=None)
    return heard, [one for one in sources if _is_silent(one, now)]


def sources(actor: Actor, stream: str) -> QuerySet[SignalSource]:
    """Return who feeds one of the monitored streams."""
    require(actor, "prevention:alert:read")
    rows = SignalSource.objects.filter(zone_id=actor.zone_id, stream=stream, revoked_at=None)
    return rows.order_by("number")


def judged_at(now: datetime) -> datetime | None:
    """Return when those whose minute had come were last judged, by the product's clock; None = never."""
    since = since_done("sibao.prevention.sweep")
    return None if since is None else now - since


def _is_silent(source: SignalSource, now: datetime) -> bool:
    allowed = source.may_be_silent
    return allowed is not None and (source.last_seen_at is None or source.last_seen_at < now - allowed)
