"""What the one screen and the workbench show of the whitelist: sums of cells, never a look at units."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Max, Min, QuerySet, Sum

from sibao.directory.queries import OF_UNIT
from sibao.kernel.access import Actor, narrow, require
from sibao.whitelist import rules
from sibao.whitelist.models import CoverageCell, CoverageDay, ListingChange
from sibao.whitelist.queries.coverage import CELL_COLUMNS, coverage

COUNTED = ("listed", "publicised", "suspended", "listed_unknown")


@dataclass(frozen=True, slots=True)
class Standing:
    """How the list stands in the asker's reach; `changed_at` is when anything in it last changed."""

    listed: int = 0
    publicised: int = 0
    suspended: int = 0
    unknown: int = 0
    changed_at: datetime | None = None


def added_up(found: Iterable[Standing]) -> Standing:
    """Return what several parts of the list come to together."""
    parts = list(found)
    return Standing(
        listed=sum(part.listed for part in parts),
        publicised=sum(part.publicised for part in parts),
        suspended=sum(part.suspended for part in parts),
        unknown=sum(part.unknown for part in parts),
        changed_at=max((part.changed_at for part in parts if part.changed_at), default=None),
    )


def standing(actor: Actor) -> Standing:
    """Return the numbers of the list, one query for whoever reaches more than one unit."""
    require(actor, "whitelist:coverage:read")
    if actor.scope.unit_id:
        own = coverage(actor)
        sums: dict[str, Any] = {name: sum(getattr(row, name) for row in own) for name in COUNTED[:3]}
        return Standing(**sums, unknown=sum(row.unknown for row in own))
    cells = narrow(actor, CoverageCell.objects.all(), CELL_COLUMNS)
    sums = cells.aggregate(**{name: Sum(name, default=0) for name in COUNTED}, changed_at=Max("as_of"))
    return Standing(unknown=sums.pop("listed_unknown"), **sums)


def towns(actor: Actor) -> Mapping[int, Standing]:
    """Return the numbers of the list per area id; areas without any unit are absent."""
    return {area: found for (area,), found in _standings(actor, "area_id").items()}


def cells(actor: Actor) -> Mapping[tuple[int, int], Standing]:
    """Return the numbers of the list per area id and sector id; cells without any unit are absent."""
    return {(area, sector): found for (area, sector), found in _standings(actor, "area_id", "sector_id").items()}


def _standings(actor: Actor, *columns: str) -> Mapping[tuple[int, ...], Standing]:
    require(actor, "whitelist:coverage:read")
    reached = narrow(actor, CoverageCell.objects.all(), CELL_COLUMNS)
    sums: dict[str, Any] = {f"sum_{name}": Sum(name) for name in COUNTED} | {"changed": Max("as_of")}
    rows: QuerySet[Any, Mapping[str, Any]] = reached.values(*columns).order_by().annotate(**sums)
    return {
        tuple(row[column] for column in columns): Standing(
            listed=row["sum_listed"],
            publicised=row["sum_publicised"],
            suspended=row["sum_suspended"],
            unknown=row["sum_listed_unknown"],
            changed_at=row["changed"],
        )
        for row in rows
    }


def coverage_on(zone_id: int, day: date) -> Mapping[int, int | None]:
    """Return each sector's coverage in basis points as it stood at the end of a day; sectors without any are absent."""
    rows = CoverageDay.objects.filter(zone_id=zone_id, day__lte=day).order_by("sector_id", "-day").distinct("sector_id")
    return {row.sector_id: rules.coverage_bp(row.listed_value, row.denominator) for row in rows}


def recent_changes(actor: Actor, since: datetime, most: int) -> list[Mapping[str, Any]]:
    """Return what happened to the listings in reach since a moment, newest first.

    What one command did to many listings is one line.
    """
    require(actor, "whitelist:listing:read")
    rows = narrow(actor, ListingChange.objects.filter(at__gte=since), OF_UNIT)
    grouped = rows.values("at", "to_state", "reason", "batch_id", "batch__number").order_by("-at", "to_state")
    return list(grouped.annotate(units=Count("id"), first_unit_id=Min("unit_id"), unit_name=Min("unit__name"))[:most])
