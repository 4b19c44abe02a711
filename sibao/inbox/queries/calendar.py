"""The working calendar of a zone, and its table of holidays."""

from datetime import date, datetime

from django.db.models import QuerySet

from sibao.inbox.models import CalendarYear, Holiday, WorkingSpan
from sibao.inbox.rules import Calendar, Limit, due
from sibao.kernel.access import Actor, require
from sibao.kernel.refusals import NotFound

ALL_DAY = ((0, 1440),)


def calendar(zone_id: int) -> Calendar:
    """Return the zone's working calendar as it stands; a zone without hours works round the clock on working days."""
    days = dict(Holiday.objects.filter(zone_id=zone_id).values_list("day", "kind"))
    spans = WorkingSpan.objects.filter(zone_id=zone_id).order_by("start").values_list("start", "end")
    years = CalendarYear.objects.filter(zone_id=zone_id, published=True).values_list("year", flat=True)
    return Calendar(
        free=frozenset(day for day, kind in days.items() if kind == Holiday.Kind.HOLIDAY),
        worked=frozenset(day for day, kind in days.items() if kind == Holiday.Kind.MAKEUP),
        published=frozenset(years),
        hours=tuple(spans) or ALL_DAY,
    )


def due_at(zone_id: int, start: datetime, *spans: tuple[int, str]) -> list[datetime]:
    """Return when each of some spans that begin at `start` runs out: so many working days, working minutes, or minutes."""
    known = calendar(zone_id)
    return [due(known, start, Limit(quantity, unit)) for quantity, unit in spans]  # type: ignore[arg-type]


def holidays(actor: Actor) -> QuerySet[Holiday]:
    """Return the zone's days that are not as their weekday says, in order; the calendar is everyone's."""
    require(actor, "inbox:holiday:read")
    return Holiday.objects.filter(zone_id=actor.zone_id).order_by("day")


def holiday(actor: Actor, holiday_id: int) -> Holiday:
    """Return one of them.

    Raises:
        NotFound: there is none of that id in the actor's zone.
    """
    found = holidays(actor).filter(pk=holiday_id).first()
    if found is None:
        raise NotFound
    return found


def access_holiday(actor: Actor, holiday_id: int) -> Holiday:
    """Return one of them locked, the only way to hold it in order to change it.

    Raises:
        NotFound: there is none of that id in the actor's zone.
    """
    found = Holiday.objects.select_for_update().filter(zone_id=actor.zone_id, pk=holiday_id).first()
    if found is None:
        raise NotFound
    return found


def years(actor: Actor) -> QuerySet[CalendarYear]:
    """Return the years that the table knows, and whether their arrangement is published."""
    require(actor, "inbox:holiday:read")
    return CalendarYear.objects.filter(zone_id=actor.zone_id).order_by("year")


def holiday_on(zone_id: int, day: date) -> Holiday | None:
    """Return what the table says of a day, locked."""
    return Holiday.objects.select_for_update().filter(zone_id=zone_id, day=day).first()
