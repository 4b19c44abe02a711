"""Who supplies a unit and whom it supplies."""

from datetime import date

from django.db.models import Q, QuerySet

from sibao.directory.models import SupplyLink
from sibao.kernel.access import UNIT_COLUMNS, Actor, narrow, require
from sibao.kernel.refusals import NotFound


def links(actor: Actor) -> QuerySet[SupplyLink]:
    """Return the supply links of which the actor reaches both ends."""
    require(actor, "directory:unit:read")
    return _both(actor, SupplyLink.objects.select_related("supplier", "customer"))


def links_of(actor: Actor, unit_id: int, day: date) -> dict[str, list[SupplyLink]]:
    """Return the running links to and from a unit, the scarcest stock first, unknown last; and those that ended.

    Args:
        day: links whose last day lies before it have ended.
    """
    rows = list(
        links(actor).filter(Q(supplier_id=unit_id) | Q(customer_id=unit_id)).order_by("stock_days", "-share_bp")
    )
    ended = [row for row in rows if row.ended_on and row.ended_on < day]
    running = [row for row in rows if row not in ended]
    return {
        "upstream": [row for row in running if row.customer_id == unit_id],
        "downstream": [row for row in running if row.supplier_id == unit_id],
        "ended": ended,
    }


def running_links(zone_id: int, day: date) -> QuerySet[SupplyLink]:
    """Return every link of a zone that runs on a day between units that are still there, for contexts that reckon with all."""
    there = {f"{end}__{column}": None for end in ("supplier", "customer") for column in ("ceased_on", "merged_into")}
    return SupplyLink.objects.filter(Q(ended_on=None) | Q(ended_on__gte=day), zone_id=zone_id, **there)


def link(actor: Actor, link_id: int) -> SupplyLink:
    """Return one supply link.

    Raises:
        NotFound: there is none of that id of which the actor reaches both ends.
    """
    return _one(links(actor).filter(pk=link_id))


def access_link(actor: Actor, link_id: int) -> SupplyLink:
    """Return one supply link locked; see `link`."""
    rows = _both(actor, SupplyLink.objects.select_related("supplier", "customer"))
    return _one(rows.select_for_update(of=("self",)).filter(pk=link_id))


def _both(actor: Actor, rows: QuerySet[SupplyLink]) -> QuerySet[SupplyLink]:
    return narrow(actor, narrow(actor, rows, UNIT_COLUMNS.via("customer")), UNIT_COLUMNS.via("supplier"))


def _one(rows: QuerySet[SupplyLink]) -> SupplyLink:
    found = rows.first()
    if found is None:
        raise NotFound
    return found
