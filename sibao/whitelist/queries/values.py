"""Values of listed and unlisted units, of the measure and year that count for their sector."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.db.models import BigIntegerField, Case, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from sibao.directory import queries as directory
from sibao.kernel import clock
from sibao.kernel.access import Actor, require
from sibao.kernel.templatetags.shown import measured, percent
from sibao.whitelist import rules
from sibao.whitelist.models import BatchMember, Denominator, Listing

if TYPE_CHECKING:
    from sibao.directory.models import Unit, UnitMeasure

LIFELINE = Q(priority=1)
BEYOND_ANY_VALUE = 10**17


def candidates(actor: Actor) -> "QuerySet[Unit]":
    """Return the units in reach that are neither listed nor waiting in a batch (R123).

    Each has its `measured` value, and `precedence`, by which who keeps the city running comes first (R24).
    """
    require(actor, "whitelist:batch:fill")
    rows = outside(actor).annotate(measured=Subquery(_value_of("pk", "sector_id").values("value")[:1]))
    value = Coalesce(F("measured"), Value(0, BigIntegerField()))
    lifeline = When(directory.LIFELINE, then=Value(BEYOND_ANY_VALUE, BigIntegerField()) + value)
    return rows.annotate(precedence=Case(lifeline, default=F("measured"), output_field=BigIntegerField()))


def outside(actor: Actor) -> "QuerySet[Unit]":
    """Return the units in reach that are at work and neither listed nor waiting in a batch."""
    running = Listing.objects.filter(unit=OuterRef("pk")).exclude(state="removed")
    waiting = BatchMember.objects.filter(unit=OuterRef("pk"), batch__state__in=["draft", "publicised"])
    return directory.units(actor).filter(~Exists(running), ~Exists(waiting), ceased_on=None)


def sums_of(actor: Actor, unit_ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    """Return what units bring together: sector id → the sum of the values that count, and how many have none."""
    rows = directory.units(actor).filter(pk__in=unit_ids).order_by().select_related(None)
    rows = rows.annotate(measured=Subquery(_value_of("pk", "sector_id").values("value")[:1]))
    found: dict[int, tuple[int, int]] = {}
    for sector_id, value in rows.values_list("sector_id", "measured"):
        total, unknown = found.get(sector_id, (0, 0))
        found[sector_id] = (total + (value or 0), unknown + (value is None))
    return found


def without_value(actor: Actor) -> Q:
    """Return the condition of listings whose unit has no value of the measure and year that count."""
    return ~Q(Exists(_value_of("unit_id", "unit__sector_id")))


def _value_of(unit: str, sector: str) -> "QuerySet[UnitMeasure]":
    in_force = Denominator.objects.filter(sector=OuterRef(OuterRef(sector)), superseded_at=None)
    year = Coalesce(Subquery(in_force.values("year")[:1]), clock.today().year - 1)
    return directory.measure_rows().filter(unit=OuterRef(unit), measure=F("unit__sector__measure"), year=year)


def add_values(actor: Actor, page: list[Listing]) -> None:
    """Add `shown_value` and `shown_share` to a page of listings."""
    _add(page, {row.pk: row.unit for row in page})


def add_unit_values(actor: Actor, page: "list[Unit]") -> None:
    """Add `shown_value` and `shown_share` to a page of units."""
    _add(page, {row.pk: row for row in page})


def _add(page: Iterable[Any], units: "Mapping[int, Unit]") -> None:
    sectors = {unit.sector_id for unit in units.values()}
    in_force = {row.sector_id: row for row in Denominator.objects.filter(sector__in=sectors, superseded_at=None)}
    ids = [unit.pk for unit in units.values()]
    rows = directory.measure_rows().filter(unit__in=ids, measure=F("unit__sector__measure")).select_related("measure")
    values = {(row.unit_id, row.year): row for row in rows}
    for row in page:
        unit = units[row.pk]
        denominator = in_force.get(unit.sector_id)
        found = values.get((unit.pk, denominator.year if denominator else clock.today().year - 1))
        row.shown_value = measured(found.value, found.measure.dimension) if found else ""
        row.shown_share = percent(rules.coverage_bp(found.value, denominator.value)) if found and denominator else ""
