"""What happened to arrivals and codes."""

from dataclasses import dataclass

from sibao.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivalsMoved(Event):
    """Arrivals were registered, arrived or ended; at which units."""

    unit_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CodesChanged(Event):
    """Codes were assigned, released or appealed against; of people of which units."""

    unit_ids: tuple[int, ...]
