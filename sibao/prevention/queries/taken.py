"""What contexts above make of signals that were taken: told in the transaction of the delivery, once for each signal."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Taken:
    """A signal that was not in the log before: of whom, when, and what else it said."""

    subject_id: int
    at: datetime
    value: int
    more: Mapping[str, str]


Hearer = Callable[[int, int, Sequence[Taken], datetime], None]
_HEARERS: dict[str, list[Hearer]] = defaultdict(list)


def hear(kind: str, hearer: Hearer) -> None:
    """Have a function called with zone, delivery and what was taken of a kind, whenever a delivery holds such signals.

    It works set-wise, for a delivery may hold ten thousand, and what it does is undone with the delivery.
    """
    _HEARERS[kind].append(hearer)


def is_heard(kind: str) -> bool:
    """Return whether anybody wants to be told of a kind."""
    return kind in _HEARERS


def tell(zone_id: int, delivery_id: int, taken: Mapping[str, Sequence[Taken]], now: datetime) -> None:
    """Tell everybody who wants to know, by kind."""
    for kind, several in taken.items():
        for hearer in _HEARERS[kind]:
            hearer(zone_id, delivery_id, several, now)
