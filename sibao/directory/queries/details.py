"""What hangs on one unit, and where rules come from."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from sibao.directory.models import (
    Industry,
    Organisation,
    Sector,
    UnitMeasure,
    UnitName,
)
from sibao.directory.queries.units import OF_UNIT
from sibao.kernel.access import Actor, narrow
from sibao.kernel.slots import SourcedRule


def measures_of(actor: Actor, unit_id: int) -> QuerySet[UnitMeasure]:
    """Return a unit's yearly measures, newest year first."""
    rows = narrow(actor, UnitMeasure.objects.filter(unit_id=unit_id), OF_UNIT)
    return rows.select_related("measure").order_by("-year", "measure_id")


def former_names(actor: Actor, unit_id: int) -> list[str]:
    """Return a unit's former names, latest first; one of a unit merged into it with that unit's code."""
    rows = narrow(actor, UnitName.objects.filter(unit_id=unit_id), OF_UNIT)
    named = rows.order_by("-until", "id").values_list("name", "code")
    return [f"{name}（{code}）" if code else name for name, code in named]


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
