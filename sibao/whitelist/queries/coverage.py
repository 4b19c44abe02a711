"""Coverage, summed from cells in the asker's scope and held against denominators (R26, R125)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import F, Min, QuerySet, Sum

from sibao.directory import queries as directory
from sibao.directory.queries import OF_UNIT
from sibao.kernel.access import UNIT_COLUMNS, Actor, ScopeColumns, narrow, require
from sibao.kernel.slots import SourcedRule
from sibao.whitelist import rules
from sibao.whitelist.models import Batch, CoverageCell, CoverageDay, Denominator, Listing, Target

if TYPE_CHECKING:
    from sibao.directory.models import Measure, Sector, UnitMeasure

CELL_COLUMNS = ScopeColumns(unit=None)
SUMS = ("units", "listed", "publicised", "suspended", "listed_value", "listed_unknown")
DEFAULT_THRESHOLD = 7_000


@dataclass(frozen=True, slots=True)
class SectorCoverage:
    """One sector's coverage as the asker sees it; values in the measure's base unit.

    `partial` says that the asker's scope is a part of the zone: the numerator is hers, the denominator the zone's,
    and the coverage is her contribution, never held against the threshold.
    """

    sector: "Sector"
    measure: "Measure | None"
    year: int | None
    units: int
    listed: int
    publicised: int
    suspended: int
    value: int
    unknown: int
    denominator: Denominator | None
    threshold_bp: int
    partial: bool
    as_of: datetime | None

    @property
    def coverage_bp(self) -> int | None:
        return rules.coverage_bp(self.value, self.denominator.value if self.denominator else None)

    @property
    def coverage_percent(self) -> float | None:
        """The coverage for drawing; comparisons use whole numbers."""
        return None if self.coverage_bp is None else self.coverage_bp / 100

    @property
    def reach(self) -> rules.Reach | None:
        if self.partial or self.denominator is None:
            return None
        return rules.reach(self.value, self.denominator.value, self.threshold_bp)

    @property
    def gap_bp(self) -> int | None:
        """How far above (+) or below (−) the threshold, in basis points."""
        return None if self.coverage_bp is None else self.coverage_bp - self.threshold_bp


def coverage(actor: Actor) -> list[SectorCoverage]:
    """Return the coverage of each sector in the asker's reach: two queries, whatever the number of units."""
    require(actor, "whitelist:coverage:read")
    sums = _sums_of_unit(actor) if actor.scope.unit_id else _sums_of_cells(actor)
    return _held_against(actor.zone_id, list(directory.sectors(actor)), sums, partial=_is_partial(actor))


def _is_partial(actor: Actor) -> bool:
    return bool(actor.scope.area_path or actor.scope.unit_id)


def _sums_of_cells(actor: Actor) -> Mapping[int, Mapping[str, Any]]:
    cells = narrow(actor, CoverageCell.objects.all(), CELL_COLUMNS)
    return sums_by_sector(cells)


def sums_by_sector(cells: QuerySet[CoverageCell]) -> Mapping[int, Mapping[str, Any]]:
    """Return the sums of cells per sector id, with the oldest `as_of`."""
    totals = cells.values("sector_id").annotate(**{name: Sum(name) for name in SUMS}, oldest=Min("as_of"))
    return {row["sector_id"]: row for row in totals.order_by()}


def _sums_of_unit(actor: Actor) -> Mapping[int, Mapping[str, Any]]:
    """One unit's own figures, for an actor who reaches nothing else."""
    unit = narrow(actor, directory.unit_rows(), UNIT_COLUMNS).first()
    if unit is None:
        return {}
    listing = Listing.objects.filter(unit=unit).exclude(state="removed").first()
    state = listing.state if listing else ""
    year = reference_years(actor.zone_id, [unit.sector_id]).get(unit.sector_id)
    values = directory.measure_rows().filter(unit=unit, measure=F("unit__sector__measure"))
    value = values.filter(year=year).first() if year else None
    listed = state == "active"
    return {
        unit.sector_id: {
            "units": 1,
            "listed": int(listed),
            "publicised": int(state == "pending"),
            "suspended": int(state == "suspended"),
            "listed_value": value.value if listed and value else 0,
            "listed_unknown": int(listed and value is None),
            "oldest": unit.updated_at,
        }
    }


def reference_years(zone_id: int, sector_ids: list[int]) -> Mapping[int, int]:
    """Return the year whose values count for each sector: that of its denominator in force."""
    rows = Denominator.objects.filter(zone_id=zone_id, sector_id__in=sector_ids, superseded_at=None)
    return dict(rows.values_list("sector_id", "year"))


def _held_against(
    zone_id: int, sectors: "list[Sector]", sums: Mapping[int, Mapping[str, Any]], *, partial: bool
) -> list[SectorCoverage]:
    denominators = {row.sector_id: row for row in Denominator.objects.filter(zone_id=zone_id, superseded_at=None)}
    threshold = sector_threshold(zone_id)
    return [
        _row(sector, sums.get(sector.id, {}), denominators.get(sector.id), threshold, partial) for sector in sectors
    ]


def _row(
    sector: "Sector", sums: Mapping[str, Any], denominator: Denominator | None, threshold: int, partial: bool
) -> SectorCoverage:
    return SectorCoverage(
        sector=sector,
        measure=sector.measure,
        year=denominator.year if denominator else None,
        units=sums.get("units", 0),
        listed=sums.get("listed", 0),
        publicised=sums.get("publicised", 0),
        suspended=sums.get("suspended", 0),
        value=sums.get("listed_value", 0),
        unknown=sums.get("listed_unknown", 0),
        denominator=denominator,
        threshold_bp=threshold,
        partial=partial,
        as_of=sums.get("oldest"),
    )


def zone_coverage(zone_id: int) -> list[SectorCoverage]:
    """Return the coverage of a whole zone, which is public."""
    sums = sums_by_sector(CoverageCell.objects.filter(zone_id=zone_id))
    return _held_against(zone_id, list(directory.zone_sectors(zone_id)), sums, partial=False)


def total_coverage(rows: list[SectorCoverage]) -> rules.Total:
    """Return the coverage of sectors measured in money together, naming those that are left out."""
    return rules.total(
        rules.SectorSum(
            name=row.sector.name,
            value=row.value,
            denominator=row.denominator.value if row.denominator else None,
            in_money=row.measure is not None and row.measure.in_money,
        )
        for row in rows
    )


def targets(zone_id: int) -> list[Target]:
    """Return what the notice asks for, by day."""
    return list(Target.objects.filter(zone_id=zone_id).select_related("document").order_by("due_on", "id"))


def first_published(zone_id: int) -> Batch | None:
    """Return the batch that was published before any other (R124)."""
    return Batch.objects.filter(zone_id=zone_id, state="published").order_by("published_at", "id").first()


def sector_threshold(zone_id: int) -> int:
    """Return the threshold that each sector is held against, in basis points."""
    target = Target.objects.filter(zone_id=zone_id, of="sector").first()
    return target.threshold_bp if target and target.threshold_bp else DEFAULT_THRESHOLD


def marginal(actor: Actor, row: SectorCoverage) -> "list[UnitMeasure] | None":
    """Return the fewest unlisted units of a sector that would bring it over its threshold (边际清单).

    Returns:
        Their values, largest first; empty when the threshold is reached; None when it cannot be reached or is unknown.
    """
    require(actor, "whitelist:coverage:read")
    if row.denominator is None or row.partial:
        return None
    gap = rules.gap_value(row.value, row.denominator.value, row.threshold_bp, strict=True)
    rows = directory.measure_rows().filter(
        measure_id=row.denominator.measure_id, year=row.denominator.year, value__gt=0
    )
    rows = narrow(actor, rows, OF_UNIT).filter(unit__sector=row.sector, unit__ceased_on=None, unit__merged_into=None)
    running = Listing.objects.exclude(state="removed").filter(zone_id=actor.zone_id).values("unit_id")
    rows = rows.exclude(unit_id__in=running)
    chosen = rules.fewest_over(gap, rows.values_list("id", "value"))
    if chosen is None:
        return None
    return list(rows.filter(pk__in=chosen).select_related("unit__area", "unit__sector").order_by("-value", "id"))


def trend(zone_id: int, since: date) -> list[CoverageDay]:
    """Return each sector's coverage day by day, oldest first."""
    rows = CoverageDay.objects.filter(zone_id=zone_id, day__gte=since).select_related("sector")
    return list(rows.order_by("day", "sector__order"))


def sourced_targets(zone_id: int) -> list[SourcedRule]:
    """Return the targets, each with the document that sets it (R01)."""
    rows = Target.objects.filter(zone_id=zone_id).select_related("document").order_by("due_on", "id")
    return directory.sourced(rows)
