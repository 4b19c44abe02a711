"""Loading a pack's kinds of tasks and the national holidays. Loading twice changes nothing; what was edited stays."""

from datetime import datetime
from typing import TYPE_CHECKING

from sibao.accounts import queries as accounts
from sibao.inbox.inputs import InboxPack, KindRow
from sibao.inbox.models import CalendarYear, Holiday, Rung, TaskKind, TaskLimit, WorkingSpan
from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, Subject, command
from sibao.kernel.refusals import Invalid

if TYPE_CHECKING:
    from sibao.accounts.models import Position


@command("inbox:pack:load")
def load_pack(*, actor: Actor, now: datetime, given: InboxPack) -> Done[int]:
    """Write a pack's kinds of tasks, limits, ladders, hours, and the holidays that the table does not know yet.

    Raises:
        Invalid: a kind names a desk or a rung that is not there, or hours overlap.
    """
    _hours(actor.zone_id, given.hours)
    for order, row in enumerate(given.kinds, start=1):
        _kind(actor.zone_id, row, order)
    _calendar(actor.zone_id, given)
    return Done(len(given.kinds), Subject("pack", None, "kinds of tasks and calendar"))


def _hours(zone_id: int, spans: list[tuple[int, int]]) -> None:
    edges = [minute for span in spans for minute in span]
    if edges != sorted(set(edges)) or edges[-1] > 1440:
        raise Invalid("工作时段须按先后排列，且不重叠")
    WorkingSpan.objects.filter(zone_id=zone_id).exclude(start__in=[start for start, _end in spans]).delete()
    for start, end in spans:
        WorkingSpan.objects.update_or_create(zone_id=zone_id, start=start, defaults={"end": end})


def _kind(zone_id: int, row: KindRow, order: int) -> None:
    kind, _made = TaskKind.objects.update_or_create(
        zone_id=zone_id,
        code=row.key,
        defaults={
            "name": row.zh,
            "name_en": row.en,
            "guarantee": row.guarantee,
            "remind_minutes": row.remind_minutes,
            "desk": _position(zone_id, row.desk, row.zh),
            "order": order,
        },
    )
    for limit in row.limits:
        values = {"zone_id": zone_id, "quantity": limit.quantity, "unit": limit.unit}
        TaskLimit.objects.update_or_create(kind=kind, level=limit.level, defaults=values)
    for number, rung in enumerate(row.ladder, start=1):
        if not rung.to.startswith("role:"):
            _position(zone_id, rung.to, row.zh)
        values = {"zone_id": zone_id, **rung.model_dump()}
        Rung.objects.update_or_create(kind=kind, number=number, defaults=values)
    Rung.objects.filter(kind=kind, number__gt=len(row.ladder)).delete()


def _position(zone_id: int, code: str, kind: str) -> "Position":
    found = accounts.position_by_code(zone_id, code)
    if found is None:
        raise Invalid(f"任务种类 {kind} 引用了不存在的岗位 {code}")
    return found


def _calendar(zone_id: int, given: InboxPack) -> None:
    known = set(Holiday.objects.filter(zone_id=zone_id).values_list("day", flat=True))
    Holiday.objects.bulk_create(
        Holiday(zone_id=zone_id, day=row.day, kind=row.kind, name=row.name, source=given.holiday_source)
        for row in given.holidays
        if row.day not in known
    )
    published: dict[int, bool] = {}
    for row in given.holidays:
        published[row.day.year] = published.get(row.day.year, True) and row.published
    for year, whole in published.items():
        CalendarYear.objects.get_or_create(
            zone_id=zone_id, year=year, defaults={"published": whole, "source": given.holiday_source}
        )
