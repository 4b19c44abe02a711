"""What people may enter: the source under which they do, and its kinds of signals."""

from collections.abc import Collection
from datetime import datetime

from sibao.kernel.access import Actor
from sibao.prevention.models import Signal, SignalKind, SignalSource

UNITS, OFFICES = "unit_reports", "office_reports"


def entered_under(actor: Actor) -> str:
    """Return the key of the source under which a person enters: the offices' for whom the whole zone is in reach."""
    return OFFICES if actor.scope.whole_zone else UNITS


def enterable(actor: Actor) -> tuple[SignalSource | None, list[SignalKind]]:
    """Return the source under which a person enters, and the kinds that it may say, in the pack's order."""
    source = SignalSource.objects.filter(zone_id=actor.zone_id, key=entered_under(actor), revoked_at=None).first()
    if source is None:
        return None, []
    kinds = SignalKind.objects.filter(zone_id=actor.zone_id, key__in=source.kinds, retired=False)
    return source, list(kinds.order_by("number"))


def said_already(zone_id: int, moments: Collection[datetime], uids: Collection[int]) -> set[int]:
    """Return those of the signals that are in the log, looked for at their moments."""
    rows = Signal.objects.filter(zone_id=zone_id, occurred_at__in=set(moments), uid__in=set(uids))
    return set(rows.values_list("uid", flat=True))
