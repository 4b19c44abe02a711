"""From a line of a delivery to what it says, or to why it is not taken."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

AHEAD = timedelta(minutes=5)
"""How far a device's clock may run ahead of ours."""
MOST_ID = 80
MOST_BYTES = 4_000


class Why(StrEnum):
    """Why a line is not taken (退回原因)."""

    UNREADABLE = "unreadable"
    TOO_LONG = "too_long"
    UNKNOWN_KIND = "unknown_kind"
    NOT_ITS_KIND = "not_its_kind"
    MISSING = "missing"
    IMPOSSIBLE = "impossible"
    AHEAD = "ahead"
    TOO_OLD = "too_old"
    NOBODY = "nobody"


class NotTaken(Exception):
    """A line that cannot be taken, and the field that is to blame."""

    def __init__(self, why: Why, field: str = "") -> None:
        self.why, self.field = why, field
        super().__init__(why, field)


@dataclass(frozen=True, slots=True)
class KindOfSignal:
    """What a line of a kind may say."""

    key: str
    number: int
    subject: str
    values: tuple[str, ...]
    fields: Mapping[str, int]
    needed: frozenset[str]
    keep: timedelta


@dataclass(frozen=True, slots=True)
class Said:
    """What a line says: of whom by the sender's own word for her, when, and what."""

    uid: int
    kind: KindOfSignal
    about: str
    at: datetime
    value: int
    more: dict[str, str] | None


def uid_of(source: int, own_id: str) -> int:
    """Return the identity of a signal: 64 bits made of the source and its own id."""
    return int.from_bytes(hashlib.blake2b(f"{source}:{own_id}".encode(), digest_size=8).digest(), signed=True)


def read_line(line: bytes, kinds: Mapping[str, KindOfSignal], own: frozenset[str], source: int, now: datetime) -> Said:
    """Return what a line says: a JSON object of at most 4,000 bytes, read as `read_said` reads it.

    Raises:
        NotTaken: why, and the field.
    """
    if len(line) > MOST_BYTES:
        raise NotTaken(Why.TOO_LONG)
    return read_said(_object(line), kinds, own, source, now)


def read_said(
    given: Mapping[str, object], kinds: Mapping[str, KindOfSignal], own: frozenset[str], source: int, now: datetime
) -> Said:
    """Return what is said.

    Args:
        given: an object with `id`, `kind`, `at` (with its offset), the subject under its own name, `value` where the
            kind has values, and what else the kind knows.
        kinds: the zone's kinds by key.
        own: the kinds that this source may send.
        source: its number.
        now: the product's clock.

    Raises:
        NotTaken: why, and the field.
    """
    kind = kinds.get(_text(given, "kind", 40))
    if kind is None:
        raise NotTaken(Why.UNKNOWN_KIND, "kind")
    if kind.key not in own:
        raise NotTaken(Why.NOT_ITS_KIND, "kind")
    at = _moment(given)
    if at > now + AHEAD:
        raise NotTaken(Why.AHEAD, "at")
    if at < now - kind.keep:
        raise NotTaken(Why.TOO_OLD, "at")
    return Said(
        uid_of(source, _text(given, "id", MOST_ID)),
        kind,
        _text(given, kind.subject, 40),
        at,
        _value(given, kind),
        _more(given, kind),
    )


def _object(line: bytes) -> dict[str, object]:
    try:
        given = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise NotTaken(Why.UNREADABLE) from error
    if not isinstance(given, dict):
        raise NotTaken(Why.UNREADABLE)
    return given


def _text(given: Mapping[str, object], name: str, most: int) -> str:
    found = given.get(name)
    if found is None or found == "":
        raise NotTaken(Why.MISSING, name)
    if not isinstance(found, str) or len(found) > most or not found.isprintable():
        raise NotTaken(Why.IMPOSSIBLE, name)
    return found


def _moment(given: Mapping[str, object]) -> datetime:
    text = _text(given, "at", 40)
    try:
        at = datetime.fromisoformat(text)
        if at.tzinfo is None:
            raise NotTaken(Why.IMPOSSIBLE, "at")
        at.timestamp()
    except (ValueError, OverflowError) as error:
        raise NotTaken(Why.IMPOSSIBLE, "at") from error
    return at


def _value(given: Mapping[str, object], kind: KindOfSignal) -> int:
    if not kind.values:
        return 1
    said = _text(given, "value", 40)
    if said not in kind.values:
        raise NotTaken(Why.IMPOSSIBLE, "value")
    return kind.values.index(said)


def _more(given: Mapping[str, object], kind: KindOfSignal) -> dict[str, str] | None:
    for name in sorted(kind.needed):
        _text(given, name, kind.fields[name])
    known = {name: _text(given, name, most) for name, most in kind.fields.items() if given.get(name) not in (None, "")}
    return known or None
