"""Whom a department is asked by."""

from typing import TYPE_CHECKING

from sibao.accounts import queries as accounts
from sibao.inbox import queries as inbox_queries

if TYPE_CHECKING:
    from sibao.accounts.models import Position


def seat_of(
    zone_id: int, organisation_id: int, permission: str, kind: str, sector_id: int | None = None
) -> "Position | None":
    """Return whom a department is asked by: its first seat that may do it, rather one of the sector's, else the desk of the kind.

    Args:
        kind: the kind of task that it will be; None comes back where the zone has no such kind.
    """
    able = accounts.able_positions(zone_id, permission).filter(organisation_id=organisation_id, unit_bound=False)
    in_sector = able.filter(sector=sector_id).first() if sector_id else None
    desk = inbox_queries.kinds(zone_id).filter(code=kind).select_related("desk__organisation").first()
    return in_sector or able.filter(sector=None).first() or able.first() or (desk.desk if desk else None)
