"""Events go up the river: a context announces what happened, contexts above it listen in the same transaction."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened. Frozen, ids only, named in the past tense."""

    zone_id: int


E = TypeVar("E", bound=Event)
HANDLERS: dict[type[Event], list[Callable[[Any], None]]] = defaultdict(list)


def on(event_type: type[E]) -> Callable[[Callable[[E], None]], Callable[[E], None]]:
    """Register a handler; it touches O(1) rows or defers a job."""

    def add(handler: Callable[[E], None]) -> Callable[[E], None]:
        HANDLERS[event_type].append(handler)
        return handler

    return add


def publish(events: Iterable[Event]) -> None:
    """Call every handler of every event, in order of registration."""
    for event in events:
        for handler in HANDLERS[type(event)]:
            handler(event)
