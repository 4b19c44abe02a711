"""Which hazards are in force where (R47): as the zone's pack says, until a context above that switches postures says it."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from django.db.models import Q

from sibao.guidance.models import Hazard


class InForce(NamedTuple):
    """A hazard is in force for the units at a place and below; an empty path stands for the whole zone."""

    hazard_id: int
    area_path: str = ""


Says = Callable[[int], Iterable[InForce]]


def _by_pack(zone_id: int) -> list[InForce]:
    return [InForce(pk) for pk in Hazard.objects.filter(zone_id=zone_id, in_force=True).values_list("pk", flat=True)]


_says: list[Says] = [_by_pack]


def hazards_in_force_by(says: Says) -> Says:
    """Let another say from now on which hazards of a zone are in force where; return who said it before.

    Once places have postures, their context calls this in its `registered`.
    """
    [before] = _says
    _says[:] = [says]
    return before


def in_force(zone_id: int) -> list[InForce]:
    """Return which hazards are in force where in a zone."""
    return [one for says in _says for one in says(zone_id)]


def asked_at(found: Iterable[InForce], area_path: str) -> Q:
    """Return the condition that an item is asked of units at a place: its hazard is in force there.

    An item without a hazard, whose pack was not loaded again yet, is asked everywhere.
    """
    here = [one.hazard_id for one in found if area_path.startswith(one.area_path)]
    return Q(hazard=None) | Q(hazard__in=here)


def is_asked_at(found: Iterable[InForce], hazard_id: int | None, area_path: str) -> bool:
    """Return whether an item of a hazard is asked of units at a place; see `asked_at`."""
    here = (one.hazard_id for one in found if area_path.startswith(one.area_path))
    return hazard_id is None or hazard_id in here
