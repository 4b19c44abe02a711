"""Screenings and what they found, narrowed to the asker."""

from collections.abc import Collection, Sequence
from typing import Any

from django.db.models import Q, QuerySet

from sibao.directory import queries as directory
from sibao.kernel import clock
from sibao.kernel.access import ZONE_ONLY, Actor, ScopeColumns, may, narrow, require
from sibao.kernel.lists.pickers import Option
from sibao.kernel.refusals import NotFound
from sibao.tracing.models import ScreenedPerson, ScreenedSite, Screening

READ, SITE = "tracing:screening:read", "screened_site"
OF_RESULT = ScopeColumns(unit="unit_id", reach="reach")
OFFERED = 50


def _place() -> ScopeColumns:
    """By a result's own columns, in the past by its unit."""
    return directory.OF_UNIT if clock.stands() else OF_RESULT


def screenings(actor: Actor) -> QuerySet[Screening]:
    """Return the screenings of the zone, for who reaches the whole of it."""
    require(actor, READ)
    return narrow(actor, Screening.objects.all(), ZONE_ONLY).select_related("definition__document")


def screening(actor: Actor, screening_id: int) -> Screening:
    """Return one of them.

    Raises:
        NotFound: there is none of that id in the actor's scope.
    """
    found = screenings(actor).filter(pk=screening_id).first()
    if found is None:
        raise NotFound
    return found


def people(actor: Actor) -> QuerySet[ScreenedPerson]:
    """Return whom screenings found at the units within reach."""
    require(actor, READ)
    rows = narrow(actor, ScreenedPerson.objects.all(), _place())
    return rows.select_related("screening", "person", "via", "unit__area", "unit__sector", "site")


def sites(actor: Actor) -> QuerySet[ScreenedSite]:
    """Return the sites within reach where somebody works whom a screening found."""
    require(actor, READ)
    return narrow(actor, ScreenedSite.objects.all(), _place()).select_related("unit", "site")


def sites_of(actor: Actor, row: Screening) -> QuerySet[ScreenedSite]:
    """Return those of one screening, the most concerned first."""
    return sites(actor).filter(screening=row).order_by("-first", "-found", "pk")


def reached_sites(actor: Actor, ids: Collection[int]) -> set[int]:
    """Return those of some results about a site that the actor may see."""
    return set(sites(actor).filter(pk__in=ids).values_list("pk", flat=True)) if may(actor, READ) else set()


def is_affected(actor: Actor) -> Q:
    """Return the condition that somebody met a case or was at a place asked about."""
    return Q(ring=1)


def screening_options(actor: Actor) -> list[Option]:
    """Return the latest screenings to choose from."""
    rows = screenings(actor).order_by("-recorded_at", "-pk")[:OFFERED]
    return [Option(str(row.pk), row.title) for row in rows]


def screening_options_named(actor: Actor, values: Sequence[str]) -> list[Option]:
    """Return the screenings of some ids."""
    ids = [int(value) for value in values if value.isascii() and value.isdecimal() and len(value) < 19]
    rows: QuerySet[Any] = screenings(actor).filter(pk__in=ids)
    return [Option(str(row.pk), row.title) for row in rows]


STAYING = {
    "tracing.ScreenedPerson.unit": "where she worked when it was found",
    "tracing.ScreenedSite.unit": "where it stood when it was found",
}
