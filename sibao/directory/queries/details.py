"""What hangs on one unit, and where rules come from."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Count, Q, QuerySet

from sibao.directory.models import (
    Employment,
    Gate,
    Industry,
    Organisation,
    Sector,
    Site,
    SupplyLink,
    UnitMeasure,
    UnitName,
)
from sibao.directory.queries.units import OF_UNIT
from sibao.kernel.access import UNIT_COLUMNS, Actor, narrow
from sibao.kernel.slots import SourcedRule


def measures_of(actor: Actor, unit_id: int) -> QuerySet[UnitMeasure]:
    """Return a unit's yearly measures, newest year first."""
    rows = narrow(actor, UnitMeasure.objects.filter(unit_id=unit_id), OF_UNIT)
    return rows.select_related("measure").order_by("-year", "measure_id")


def former_names(actor: Actor, unit_id: int) -> list[str]:
    """Return a unit's former names."""
    rows = narrow(actor, UnitName.objects.filter(unit_id=unit_id), OF_UNIT)
    return list(rows.order_by("-until", "id").values_list("name", flat=True))


def sites_of(actor: Actor, unit_id: int) -> QuerySet[Site]:
    """Return a unit's sites with the number of their gates and teams."""
    rows = narrow(actor, Site.objects.filter(unit_id=unit_id), OF_UNIT).select_related("area")
    gates, teams = Count("gates", distinct=True), Count("teams", distinct=True)
    return rows.annotate(gate_count=gates, team_count=teams).order_by("number")


def links_of(actor: Actor, unit_id: int) -> dict[str, Sequence[SupplyLink]]:
    """Return whom a unit is supplied by and whom it supplies, as far as the asker reaches both."""
    rows = SupplyLink.objects.filter(zone_id=actor.zone_id).select_related("supplier", "customer")
    both = narrow(actor, narrow(actor, rows, UNIT_COLUMNS.via("customer")), UNIT_COLUMNS.via("supplier"))
    upstream, downstream = both.filter(customer_id=unit_id), both.filter(supplier_id=unit_id)
    return {
        "upstream": list(upstream.order_by("-share_bp")[:20]),
        "downstream": list(downstream.order_by("-share_bp")[:20]),
    }


def staff_figures(actor: Actor, unit_id: int) -> dict[str, int]:
    """Return how many people work for a unit, without naming anyone."""
    rows = narrow(actor, Employment.objects.filter(unit_id=unit_id, ended_on=None), OF_UNIT)
    exposed = Count("id", filter=Q(post__exposure="contact"))
    found: dict[str, Any] = rows.aggregate(employed=Count("id"), exposed=exposed)
    return found


def gates_missing(zone_id: int) -> QuerySet[Site]:
    """Return sites without a gate (R39)."""
    return Site.objects.filter(zone_id=zone_id).exclude(pk__in=Gate.objects.values("site_id"))


def industry(code: str) -> Industry | None:
    """Return a category of GB/T 4754, or None when the code is not in the edition at hand."""
    return Industry.objects.filter(pk=code).first() if code else None


def sector_rules(zone_id: int) -> list[SourcedRule]:
    """Return the sectors, each with the document that names it (R01)."""
    return sourced(Sector.objects.filter(zone_id=zone_id).select_related("document").order_by("order"))


def organisation_rules(zone_id: int) -> list[SourcedRule]:
    """Return the organisations that a document sets up, each with that document (R01)."""
    rows = Organisation.objects.filter(zone_id=zone_id, to_be_confirmed=False)
    return sourced(rows.select_related("document").order_by("path"))


def sourced(rows: Iterable[Any]) -> list[SourcedRule]:
    """Return rows with a name, a document and an article as rules with their source."""
    return [SourcedRule(row.name, row.document.number if row.document else "", row.article) for row in rows]
