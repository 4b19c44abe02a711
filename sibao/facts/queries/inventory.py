"""What units keep ready (备战储备, R12): people, facilities, materials and process, and what of it is missing or too old."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

from sibao.facts import sql
from sibao.facts.models import FactDefinition
from sibao.facts.models.values import INVENTORY
from sibao.facts.queries.values import Line, facts_of_unit
from sibao.kernel.access import Actor
from sibao.kernel.refusals import Text


class Group(NamedTuple):
    """One group of what a unit keeps ready."""

    key: str
    name: Text
    lines: tuple[Line, ...]

    @property
    def missing(self) -> int:
        """Of how many of its facts nothing is known."""
        return sum(line.state == "unknown" for line in self.lines)

    @property
    def stale(self) -> int:
        """How many of its facts are too old to count."""
        return sum(line.state == "stale" for line in self.lines)


class Shortage(NamedTuple):
    """Of how many facts of what a unit keeps ready nothing is known, and of how many something too old to count."""

    missing: int = 0
    stale: int = 0


def inventory_of_unit(actor: Actor, unit: Any) -> tuple[Group, ...]:
    """Return what a unit keeps ready, by group, with everything that is asked of it and not known.

    Args:
        unit: read within the actor's scope.
    """
    lines = facts_of_unit(actor, unit)
    return tuple(
        Group(key, name, tuple(line for line in lines if line.definition.inventory == key)) for key, name in INVENTORY
    )


def shortages(zone_id: int, unit_ids: Collection[int] | None, now: datetime) -> dict[int, Shortage]:
    """Return what is missing of what units keep ready, in one query: unit → how much; a unit that is asked for nothing is left out.

    Args:
        unit_ids: the units; None = all of the zone.
    """
    return {unit_id: Shortage(*counts) for unit_id, *counts in sql.shortages(zone_id, unit_ids, now)}


def asks_inventory(zone_id: int, keys: Collection[str]) -> bool:
    """Return whether one of these facts belongs to what units keep ready."""
    return FactDefinition.objects.filter(zone_id=zone_id, key__in=keys).exclude(inventory="").exists()
