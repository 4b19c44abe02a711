"""The chain's arithmetic: what is hashed, how seals hang together, and what betrays a change.

The hash of number n is SHA-256 over a mark, the hash of n-1, n, the moment of sealing and the line's canonical bytes.
"""

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field

MARK: Final = b"sibao-audit-1\n"
NOTHING: Final = bytes(32)
FIELDS: Final = (
    "id",
    "zone_id",
    "at",
    "recorded_at",
    "command",
    "outcome",
    "reason",
    "account_id",
    "appointment_id",
    "actor_name",
    "position",
    "organisation_id",
    "door",
    "request_id",
    "subject_kind",
    "subject_id",
    "subject_label",
    "unit_id",
    "details",
)
Line = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Link:
    """One seal with its line, None when the line is gone."""

    number: int
    line_id: int
    sealed_at: datetime
    previous_hash: bytes
    hash: bytes
    line: Line | None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong with the record: its kind, the number in the chain and the line, where there are any."""

    kind: str
    number: int | None = None
    line_id: int | None = None
    note: str = ""


class Signed(BaseModel):
    """A checkpoint as it leaves the house: up to which number the chain reached, with which hash, when, signed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: str = Field(default="sibao-audit-checkpoint", pattern="^sibao-audit-checkpoint$")
    number: int = Field(ge=1)
    hash: str = Field(pattern="^[0-9a-f]{64}$")
    at: str
    key: str = Field(pattern="^[0-9a-f]{16}$")
    signature: str = ""

    def message(self) -> bytes:
        """Return the bytes that are signed."""
        return _json(self.model_dump(exclude={"signature"}))

    def signature_bytes(self) -> bytes:
        """Return the signature.

        Raises:
            ValueError: it is not base64.
        """
        return base64.b64decode(self.signature, validate=True)

    def text(self) -> str:
        """Return the file that is downloaded and mailed."""
        return json.dumps(self.model_dump(), ensure_ascii=False, indent=1) + "\n"


def canonical(line: Line) -> bytes:
    """Return a line's canonical bytes: JSON of the named columns, keys in order, moments in UTC to the microsecond."""
    return _json({name: _plain(line[name]) for name in FIELDS})


def chain_hash(previous: bytes, number: int, sealed_at: datetime, line: Line) -> bytes:
    """Return the 32-byte hash of one place in the chain."""
    head = MARK + previous + number.to_bytes(8, "big") + moment(sealed_at).encode() + b"\n"
    return hashlib.sha256(head + canonical(line)).digest()


def moment(at: datetime) -> str:
    """Return a moment as text, the same in every time zone."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def links(lines: Iterable[Line], *, number: int, previous: bytes, now: datetime) -> Iterator[Link]:
    """Hang lines onto the chain whose last number and hash are given."""
    for line in lines:
        number += 1
        made = chain_hash(previous, number, now, line)
        yield Link(number, line["id"], now, previous, made, line)
        previous = made


def examine(chain: Iterable[Link], checkpoints: Iterable[Signed] = ()) -> Iterator[Finding]:
    """Walk a chain by number and yield what is wrong, each with its place.

    After a finding the walk goes on from what is stored, so that every damaged place is named and not only the first.
    """
    attested: dict[int, set[str]] = {}
    for one in checkpoints:
        attested.setdefault(one.number, set()).add(one.hash)
    number, previous, proven = 0, NOTHING, 0
    for link in chain:
        if link.number != number + 1:
            yield Finding("gap", number + 1, note=_span(number + 1, link.number - 1))
        elif link.previous_hash != previous:
            yield Finding("broken", link.number, link.line_id)
        yield from _of_line(link)
        if hashes := attested.pop(link.number, None):
            if hashes == {link.hash.hex()}:
                proven = link.number
            else:
                yield Finding("rewritten", link.number, link.line_id, _span(proven + 1, link.number))
        number, previous = link.number, link.hash
    if beyond := [missing for missing in attested if missing > number]:
        yield Finding("cut", number + 1, note=_span(number + 1, max(beyond)))


def _of_line(link: Link) -> Iterator[Finding]:
    if link.line is None:
        yield Finding("deleted", link.number, link.line_id)
    elif chain_hash(link.previous_hash, link.number, link.sealed_at, link.line) != link.hash:
        yield Finding("edited", link.number, link.line_id)


def _span(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}–{last}"


def _plain(value: Any) -> Any:
    return moment(value) if isinstance(value, datetime) else value


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
