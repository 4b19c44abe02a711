"""What units keep ready (备战储备, R12): people, facilities, materials and process, and what of it is missing or too old."""

from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Q

from sibao.directory import queries as directory
from sibao.facts.models import FactDefinition
from sibao.facts.models.values import INVENTORY
from sibao.facts.queries.values import Line, facts_of_unit, with_old_facts, without_facts
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


def inventory_of_unit(actor: Actor, unit: Any) -> tuple[Group, ...]:
    """Return what a unit keeps ready, by group, with everything that is asked of it and not known.

    Args:
        unit: read within the actor's scope.
    """
    lines = facts_of_unit(actor, unit)
    return tuple(
        Group(key, name, tuple(line for line in lines if line.definition.inventory == key)) for key, name in INVENTORY
    )


def lacks_inventory(zone_id: int) -> Q:
    """Return the condition on rows with a unit that something of what it is asked to keep ready is not known."""
    return _units(without_facts(_ids(zone_id)))


def old_inventory(zone_id: int, now: datetime) -> Q:
    """Return the condition on rows with a unit that something of what it keeps ready was said too long ago."""
    return _units(with_old_facts(_ids(zone_id), now))


def _units(wanted: Q) -> Q:
    return Q(unit__in=directory.unit_rows().filter(wanted).values("pk"))


def _ids(zone_id: int) -> list[int]:
    rows = FactDefinition.objects.filter(zone_id=zone_id, retired=False).exclude(inventory="")
    return list(rows.values_list("pk", flat=True))
