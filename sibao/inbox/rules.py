"""Working-day arithmetic (工作日) and what follows from it: due times, what is left of a limit, the next rung."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
SATURDAY = 5
Unit = Literal["working_day", "working_minute", "minute"]
Span = tuple[int, int]
"""From and to, in minutes since midnight in Shanghai."""
ONE_DAY, ONE_MINUTE = timedelta(days=1), timedelta(minutes=1)


class Limit(NamedTuple):
    """A limit (时限): working days to the end of the last one, working minutes, or minutes round the clock."""

    quantity: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days are worked, and at which hours (工作日历).

    Args:
        free: days off beside Saturday and Sunday (节假日).
        worked: Saturdays and Sundays that are worked (调休上班).
        published: years whose arrangement is published; a due time that touches another year is provisional.
        hours: spans of a working day in order, none of them empty, none overlapping.
    """

    free: frozenset[date]
    worked: frozenset[date]
    published: frozenset[int]
    hours: tuple[Span, ...]

    def works(self, day: date) -> bool:
        """Return whether a day is worked."""
        return day in self.worked or (day.weekday() < SATURDAY and day not in self.free)

    def spans(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        """Yield the worked spans of a day, from and to."""
        if self.works(day):
            midnight = datetime.combine(day, time(), SHANGHAI)
            for start, end in self.hours:
                yield midnight + start * ONE_MINUTE, midnight + end * ONE_MINUTE


def is_provisional(calendar: Calendar, start: datetime, end: datetime) -> bool:
    """Return whether a period touches a year whose arrangement is not published (暂定)."""
    years = range(start.astimezone(SHANGHAI).year, end.astimezone(SHANGHAI).year + 1)
    return not calendar.published.issuperset(years)


def due(calendar: Calendar, start: datetime, limit: Limit) -> datetime:
    """Return when a limit that begins at `start` runs out.

    The first day is not counted, and the last one ends with its working hours (民法典 art. 201 and 203). Minutes worked
    run from `start` itself; nothing left means `start`.
    """
    if limit.unit == "minute":
        return start + limit.quantity * ONE_MINUTE
    if limit.unit == "working_minute":
        return _after_working(calendar, start, limit.quantity * ONE_MINUTE)
    return _end_of_working_day(calendar, start, limit.quantity)


def _end_of_working_day(calendar: Calendar, start: datetime, count: int) -> datetime:
    day, left = start.astimezone(SHANGHAI).date(), count
    while left:
        day += ONE_DAY
        left -= calendar.works(day)
    if not count:
        return start
    return datetime.combine(day, time(), SHANGHAI) + calendar.hours[-1][1] * ONE_MINUTE


def _after_working(calendar: Calendar, start: datetime, left: timedelta) -> datetime:
    if not left:
        return start
    for begin, end in _spans_from(calendar, start):
        if end - begin >= left:
            return begin + left
        left -= end - begin
    raise AssertionError("days never end")


def _spans_from(calendar: Calendar, start: datetime) -> Iterator[tuple[datetime, datetime]]:
    local = start.astimezone(SHANGHAI)
    day = local.date()
    while True:
        for begin, end in calendar.spans(day):
            if end > local:
                yield max(begin, local), end
        day += ONE_DAY


def worked(calendar: Calendar, start: datetime, end: datetime) -> timedelta:
    """Return how much working time lies between two moments; nothing when the end is not after the start."""
    total, last = timedelta(), end.astimezone(SHANGHAI)
    if end <= start:
        return total
    for begin, until in _spans_from(calendar, start):
        if begin >= last:
            return total
        total += min(until, last) - begin
    raise AssertionError("days never end")


def left(calendar: Calendar, now: datetime, due_at: datetime, unit: Unit) -> Limit:
    """Return what a paused clock keeps: the minutes left, begun ones counted, worked ones unless it runs round the clock."""
    kind: Unit = "minute" if unit == "minute" else "working_minute"
    rest = max(due_at - now, timedelta()) if kind == "minute" else worked(calendar, now, due_at)
    return Limit(-(-rest // ONE_MINUTE), kind)


def before(calendar: Calendar, due_at: datetime, minutes: int, unit: Unit) -> datetime:
    """Return the moment that lies so many minutes before a due time: worked ones, unless its clock runs round the clock."""
    if unit == "minute":
        return due_at - minutes * ONE_MINUTE
    day, rest = due_at.astimezone(SHANGHAI).date(), minutes * ONE_MINUTE
    while True:
        for begin, end in reversed(list(calendar.spans(day))):
            until = min(end, due_at.astimezone(SHANGHAI))
            if until > begin:
                if until - begin >= rest:
                    return until - rest
                rest -= until - begin
        day -= ONE_DAY


def used(calendar: Calendar, start: datetime, now: datetime, due_at: datetime) -> int:
    """Return how much of the time from start to due is used, in percent from 0 to 100."""
    whole = worked(calendar, start, due_at) or (due_at - start)
    gone = worked(calendar, start, now) if worked(calendar, start, due_at) else now - start
    return 100 if now >= due_at or not whole else max(0, min(100, int(gone * 100 / whole)))


@dataclass(frozen=True, slots=True)
class Step:
    """One rung of a ladder (上报阶梯): how long after being handed over, or after falling due, silence goes up."""

    number: int
    since: Literal["offered", "due"]
    after: Limit


def next_rung(
    calendar: Calendar, ladder: Sequence[Step], *, gone: int, offered_at: datetime | None, due_at: datetime
) -> tuple[int, datetime] | None:
    """Return the next rung to go up and when, or None at the top.

    Args:
        ladder: the rungs in order.
        gone: the number of the last rung gone up, 0 = none.
        offered_at: since when the task waits to be accepted; None = it has been accepted, and those rungs are left out.
    """
    for step in ladder:
        begin = due_at if step.since == "due" else offered_at
        if step.number > gone and begin is not None:
            return step.number, due(calendar, begin, step.after)
    return None


def task_number(prefix: str, year: int, serial: int) -> str:
    """Return a task's number, which it keeps wherever it goes (R22), such as JY-RW-2022-0007."""
    return f"{prefix}-RW-{year}-{serial:04d}"


_RANKS = {"province": 3, "headquarters": 2, "hq_office": 2, "committee": 2}
_UNIT = 0


def direction(giver: str | None, taker: str | None) -> str:
    """Return whether a hand-over goes up, down or across (R22), by the kinds of the two bodies; None = a unit's own seat."""
    ranks = [_UNIT if kind is None else _RANKS.get(kind, 1) for kind in (giver, taker)]
    return "across" if ranks[0] == ranks[1] else "up" if ranks[1] > ranks[0] else "down"


def seat_words(body: str, title: str) -> str:
    """Return a seat in words: its body or unit, and its title."""
    return " · ".join(filter(None, (body, title)))


def after_quiet(moment: datetime, quiet: Span | None) -> datetime:
    """Return the first moment from this one on that lies outside quiet hours (免打扰), which may run past midnight."""
    if quiet is None:
        return moment
    start, end = quiet
    local = moment.astimezone(SHANGHAI)
    minute = local.hour * 60 + local.minute
    over_midnight = start > end
    inside = (minute >= start or minute < end) if over_midnight else start <= minute < end
    if not inside:
        return moment
    day = local.date() + (ONE_DAY if over_midnight and minute >= start else timedelta())
    return datetime.combine(day, time(), SHANGHAI) + end * ONE_MINUTE


LONGEST_WAIT = timedelta(hours=1)
PATIENCE = timedelta(days=3)
"""How long a delivery is tried before it is given up."""


def next_attempt(now: datetime, attempt: int, tried_since: datetime) -> datetime | None:
    """Return when to try again after so many attempts: after 1, 2, 4 … minutes, at most an hour; None = no more."""
    wait = min(ONE_MINUTE * 2 ** min(attempt - 1, 10), LONGEST_WAIT)
    return None if now + wait > tried_since + PATIENCE else now + wait
