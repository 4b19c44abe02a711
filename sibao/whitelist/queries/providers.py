"""Who provides a need of a unit (保障服务单位, R34), and whether it can."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from sibao.directory.queries import OF_UNIT
from sibao.kernel.access import Actor, narrow, require
from sibao.kernel.refusals import NotFound
from sibao.whitelist.models import Listing, Provider

if TYPE_CHECKING:
    from sibao.directory.models import Unit

MOST_NEEDS = 50


@dataclass(frozen=True, slots=True)
class Provided:
    """One need of a unit with who was named for it; `missing` when that unit has ceased, is suspended or was removed."""

    provider: Provider
    missing: bool


def providers_for(actor: Actor, unit: "Unit", day: date) -> tuple[list[Provided], int]:
    """Return who provides the needs of a unit on a day, what is missing first, and how many lie beyond the actor's scope."""
    require(actor, "whitelist:chain:read")
    running = Q(ended_on=None) | Q(ended_on__gte=day)
    for_it = Q(customer=unit) | Q(sector=unit.sector_id)
    rows = Provider.objects.filter(running, for_it, zone_id=unit.zone_id, started_on__lte=day).exclude(unit=unit)
    reached = list(narrow(actor, rows, OF_UNIT).select_related("unit").order_by("need", "id"))
    gone = _delisted([row.unit_id for row in reached])
    found = [Provided(row, row.unit.ceased_on is not None or row.unit_id in gone) for row in reached]
    return sorted(found, key=lambda one: not one.missing), rows.count() - len(reached)


def needs(actor: Actor) -> list[str]:
    """Return the needs for which somebody within reach was ever named, to choose from."""
    require(actor, "whitelist:chain:read")
    rows = narrow(actor, Provider.objects.all(), OF_UNIT).order_by("need")
    return list(rows.values_list("need", flat=True).distinct()[:MOST_NEEDS])


def _delisted(unit_ids: list[int]) -> set[int]:
    """Return those whose latest entry on the list is suspended or removed."""
    rows = Listing.objects.filter(unit__in=unit_ids).order_by("unit_id", "-id").distinct("unit_id")
    return {row.unit_id for row in rows if row.state in ("suspended", "removed")}


def provider(actor: Actor, provider_id: int) -> Provider:
    """Return one row whose providing unit the actor reaches.

    Raises:
        NotFound: there is none of that id in the actor's scope.
    """
    return _one(narrow(actor, Provider.objects.select_related("unit"), OF_UNIT), provider_id)


def access_provider(actor: Actor, provider_id: int) -> Provider:
    """Return one row locked; see `provider`."""
    rows = Provider.objects.select_related("unit").select_for_update(of=("self",))
    return _one(narrow(actor, rows, OF_UNIT), provider_id)


def _one(rows: QuerySet[Provider], provider_id: int) -> Provider:
    found = rows.filter(pk=provider_id).first()
    if found is None:
        raise NotFound
    return found
