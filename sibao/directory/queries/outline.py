"""The pseudonymised view (代号视图): what a role that holds it may know of a unit outside its scope, and no more."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from sibao.directory.models import SupplyLink, Unit
from sibao.kernel.access import Actor, covers, may, require
from sibao.kernel.refusals import NotFound
from sibao.kernel.secrets import keyed_hash

BANDS = ((300, "300+"), (50, "50–299"), (10, "10–49"), (0, "0–9"))


@dataclass(frozen=True, slots=True)
class Outline:
    """A unit without name, code, address and people: a pseudonym that is always the same, and its broad features."""

    unit_id: int
    pseudonym: str
    sector: str
    town: str
    size_class: str
    staff: str
    lifeline: bool


def outline(actor: Actor, unit_id: int) -> Outline | None:
    """Return the outline of a unit outside the actor's scope; None when she reaches the unit itself.

    Raises:
        NotFound: the zone has no such unit, or it lies outside and her role holds no pseudonymised view.
    """
    require(actor, "directory:unit:read")
    found = _everywhere(actor).filter(pk=unit_id).first()
    if found is not None and _reached(actor, found):
        return None
    if found is None or not may(actor, "directory:unit:outline"):
        raise NotFound
    return _outline(found)


def partners_outside(actor: Actor, unit_id: int) -> list[Outline]:
    """Return the outlines of a unit's suppliers and customers beyond the actor's scope, none without the view."""
    if not may(actor, "directory:unit:outline"):
        return []
    links = SupplyLink.objects.filter(Q(supplier_id=unit_id) | Q(customer_id=unit_id), zone_id=actor.zone_id)
    ids = {pk for pair in links.values_list("supplier_id", "customer_id") for pk in pair} - {unit_id}
    rows = _everywhere(actor).filter(pk__in=ids).order_by("id")
    return [_outline(row) for row in rows if not _reached(actor, row)]


def _everywhere(actor: Actor) -> QuerySet[Unit]:
    return Unit.objects.filter(zone_id=actor.zone_id).select_related("sector", "area")


def _reached(actor: Actor, unit: Unit) -> bool:
    return covers(actor.scope, area_path=unit.area_path, sector_id=unit.sector_id, unit_id=unit.pk)


def _outline(unit: Unit) -> Outline:
    staff = next((word for least, word in BANDS if unit.staff_count is not None and unit.staff_count >= least), "")
    mark = keyed_hash(unit.code, purpose="pseudonym").hex()[:8].upper()
    return Outline(
        unit.pk, mark, unit.sector.name, unit.area.name, unit.get_size_class_display(), staff, unit.city_lifeline
    )
