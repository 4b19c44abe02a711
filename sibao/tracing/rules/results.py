"""What a screening finds, and the digest that says whether it was found again (结果摘要)."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

CASE, FIRST, SECOND = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody whose stays are followed: from when, until when."""

    person_id: int
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Met:
    """Somebody who was found, and the strongest way in which she is connected.

    Args:
        ring: 0 a case, 1 who met one or was at a place asked about, 2 who met one of ring 1.
        via_id: whom she met; None for a case, or who was at a place asked about.
        kind, place_id: where; 0 for a case.
        met_at: when that began; `first_at` when the first of all her meetings did.
        minutes: how long they were there together.
    """

    ring: int
    person_id: int
    via_id: int | None
    kind: int
    place_id: int
    met_at: datetime
    minutes: int
    first_at: datetime


@dataclass(frozen=True, slots=True, order=True)
class Crowd:
    """A place where more people were at once than can be told one from another: to be sampled first."""

    kind: int
    place_id: int


def digest_of(people: Iterable[Met], crowds: Iterable[Crowd]) -> bytes:
    """Return the digest of a result, the same for the same people and places in whatever order they were found."""
    lines = [
        f"{one.ring} {one.person_id} {one.via_id or 0} {one.kind} {one.place_id} {_said(one.met_at)} {one.minutes}"
        for one in sorted(people, key=lambda one: (one.ring, one.person_id))
    ]
    lines += [f"crowd {one.kind} {one.place_id}" for one in sorted(crowds)]
    return hashlib.sha256("\n".join(lines).encode()).digest()


def _said(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()
