"""Certificates of deletion: their number, and what their digest is made of."""

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Protocol


class Line(Protocol):
    """What one line of a certificate says."""

    @property
    def what(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def since(self) -> datetime | None: ...
    @property
    def until(self) -> datetime: ...
    @property
    def rows(self) -> int: ...
    @property
    def basis(self) -> str: ...


def deletion_number(prefix: str, year: int, serial: int) -> str:
    """Return a certificate's number, which its document carries too, such as JY-SC-2022-0007."""
    return f"{prefix}-SC-{year}-{serial:04d}"


def digest(zone_id: int, at: datetime, lines: Iterable[Line], ended: str = "") -> bytes:
    """Return the SHA-256 of what a deletion deleted.

    Args:
        lines: in the order in which they were written.
        ended: which hazard was ended by it, by whom and why; "" where the days of the kinds were over.
    """
    head = f"{zone_id} {_moment(at)}{ended and ' '}{ended}"
    return hashlib.sha256("\n".join([head, *map(_line, lines)]).encode()).digest()


def _line(one: Line) -> str:
    said = f"{one.what} {one.kind} {_moment(one.until)} {one.rows}"
    return said if one.since is None else f"{said} {_moment(one.since)} {one.basis}"


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()
