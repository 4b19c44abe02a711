"""Tasks about the sites that a screening found, given by the product itself."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sibao.accounts import queries as accounts
from sibao.inbox import queries as inbox_queries
from sibao.inbox import services as inbox
from sibao.inbox.inputs import AssignTask
from sibao.kernel.access import system
from sibao.tracing.models import ScreenedSite, Screening
from sibao.tracing.queries import SITE

KIND = "screening"


def assign(row: Screening, sites: Sequence[ScreenedSite], details: str, now: datetime) -> tuple[int, int]:
    """Give a task for each of the sites that has none; return how many were given, and how many nobody can be asked about."""
    there = inbox_queries.last_tasks(row.zone_id, KIND, SITE, [one.pk for one in sites])
    seats = _seats(row)
    given = left = 0
    for one in sites:
        if one.pk in there:
            continue
        seat = _seat(seats, one, now)
        if seat is None:
            left += 1
            continue
        inbox.assign_task(actor=system(row.zone_id, door="queue"), given=_task(row, one, seat, details), now=now)
        given += 1
    return given, left


def _seats(row: Screening) -> list[Any]:
    able = accounts.able_positions(row.zone_id, "inbox:task:accept").filter(role__code__in=row.definition.asks)
    order = {code: place for place, code in enumerate(row.definition.asks)}
    return sorted(able.select_related("area"), key=lambda seat: (order[seat.role.code], seat.order, seat.pk))


def _seat(seats: Sequence[Any], one: ScreenedSite, now: datetime) -> Any:
    """The first seat that reaches the site; one that is bound to a unit only where somebody sits in it."""
    for seat in seats:
        if seat.sector_id not in (None, one.sector_id):
            continue
        if seat.area is not None and not one.unit.area_path.startswith(seat.area.path):
            continue
        if not seat.unit_bound or accounts.sitting(seat.pk, one.unit_id, now):
            return seat
    return None


def _task(row: Screening, one: ScreenedSite, seat: Any, details: str) -> AssignTask:
    numbers = f"涉及 {one.found} 人（密接 {one.first} 人），在岗 {one.staff} 人。"
    return AssignTask(
        kind=KIND,
        title=f"落实排查：{one.unit.name} {one.site.name}"[:120],
        title_en=f"Act on a screening: {one.unit.name} {one.site.name}"[:120],
        details=f"{numbers}{details}"[:400],
        position_id=seat.pk,
        seat_unit_id=one.unit_id if seat.unit_bound else None,
        unit_id=one.unit_id,
        subject_kind=SITE,
        subject_id=one.pk,
        subject_label=row.title[:120],
    )
