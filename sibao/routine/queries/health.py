"""Who of a site has no daily health report for a day (R100)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sibao.directory import queries as directory
from sibao.kernel.access import Actor, may
from sibao.prevention import queries as prevention
from sibao.routine.rules.keys import HEALTH, ILL

MOST_SHOWN = 60
"""How many of the missing a page lists at once; the others follow when these are reported."""


@dataclass(frozen=True, slots=True)
class Silent:
    """Somebody of whose health nobody has spoken; `someone` is her employment, None for who may not see people."""

    person_id: int
    someone: Any


def silent_people(actor: Actor, site: Any, day: date) -> tuple[list[Silent], int, int, int]:
    """Return whose health nobody reported on a day, up to `MOST_SHOWN`, how many they are, of how many, and how many are ill.

    Args:
        site: read within the actor's scope.
    """
    people = prevention.people_at(actor, site.pk)
    said = prevention.said_on(actor.zone_id, HEALTH, people, day)
    silent = [pk for pk in people if pk not in said]
    shown = silent[:MOST_SHOWN]
    pairs = {(site.unit_id, pk) for pk in shown}
    seen = directory.employments_at(actor, pairs) if pairs and may(actor, "directory:person:read") else {}
    ill = sum(value == ILL for value in said.values())
    return [Silent(pk, seen.get((site.unit_id, pk))) for pk in shown], len(silent), len(people), ill
