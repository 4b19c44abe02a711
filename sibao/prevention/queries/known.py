"""What is known of some people now, and what was said of them since a moment, for contexts that decide by it."""

from collections.abc import Collection
from datetime import UTC, datetime
from typing import NamedTuple

from sibao.criteria import Kind
from sibao.prevention.models import Signal, SignalKind, SignalSource, StateFact, SubjectState
from sibao.prevention.rules.packed import VALUE_BITS, unpack
from sibao.prevention.rules.subjects import SUBJECTS


class Known(NamedTuple):
    """One fact of a state: a flag, the key of a label or a number; and the moment when it was observed."""

    value: bool | int | str
    at: datetime


def known_of(zone_id: int, subject: str, ids: Collection[int], keys: Collection[str]) -> dict[int, dict[str, Known]]:
    """Return what is known of subjects: id → fact → its value. Who is not followed is left out, and what is unknown.

    Args:
        ids: of whom, as the caller reaches them.
        keys: the facts that are wanted.
    """
    facts = list(StateFact.objects.filter(zone_id=zone_id, subject=subject, key__in=keys))
    states = SubjectState.objects.filter(zone_id=zone_id, subject=SUBJECTS[subject], subject_id__in=ids)
    return {
        state.subject_id: {
            fact.key: _known(fact, packed) for fact in facts if (packed := getattr(state, f"p{fact.slot}")) is not None
        }
        for state in states
    }


def _known(fact: StateFact, packed: int) -> Known:
    _minute, value = unpack(packed)
    at = datetime.fromtimestamp((packed >> VALUE_BITS) / 1_000, UTC)
    if fact.kind == Kind.FLAG:
        return Known(bool(value), at)
    return Known(fact.labels[value]["key"] if fact.kind == Kind.LABEL else value, at)


def said_since(zone_id: int, kind: str, value: str, ids: Collection[int], since: datetime) -> dict[int, list[datetime]]:
    """Return when a kind of signal said something of subjects since a moment: id → moments, earliest first."""
    found = SignalKind.objects.filter(zone_id=zone_id, key=kind).first()
    if found is None:
        return {}
    answers = [one["key"] for one in found.values]
    rows = Signal.objects.filter(
        zone_id=zone_id,
        subject=SUBJECTS[found.subject],
        subject_id__in=ids,
        kind=found.number,
        value=answers.index(value) if answers else 1,
        occurred_at__gte=since,
    )
    told: dict[int, list[datetime]] = {}
    for subject_id, at in rows.order_by("occurred_at").values_list("subject_id", "occurred_at"):
        told.setdefault(subject_id, []).append(at)
    return told


def heard_at(zone_id: int, kind: str) -> datetime | None:
    """Return when a source that may send a kind of signal was last heard; None = never."""
    sources = SignalSource.objects.filter(zone_id=zone_id, revoked_at=None, kinds__contains=[kind])
    return max((one.last_seen_at for one in sources if one.last_seen_at), default=None)
