"""Which units need a liaison officer: contexts above say so, for instance the whitelist of what it lists (R120)."""

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet

Charged = Callable[[int], QuerySet[Any]]
_CHARGES: dict[str, Charged] = {}


def needs_officer(key: str, units: Charged) -> None:
    """Register units that need an officer.

    Args:
        key: whose they are, such as "whitelist".
        units: given a zone's id, a queryset of units' ids in one column.
    """
    if key in _CHARGES:
        raise RuntimeError(f"charge {key} registered twice")
    _CHARGES[key] = units


def charged(zone_id: int) -> Q:
    """Return the condition on units that they need an officer."""
    condition = Q(pk__in=[])
    for units in _CHARGES.values():
        condition |= Q(pk__in=units(zone_id))
    return condition
