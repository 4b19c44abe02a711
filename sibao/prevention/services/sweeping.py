"""What fires by the passing of time alone: those whose minute has come are judged, some at a time."""

from datetime import date, datetime

from django.db import transaction

from sibao.kernel import events
from sibao.prevention import queries, sql
from sibao.prevention.services.judging import judge


def sweep(zone_id: int, now: datetime) -> int:
    """Judge everybody who is due, a batch a transaction: people, then sites and what else stands there; return how many.

    Any number of sweepers may run: each passes over whom another holds.
    """
    swept = 0
    for people in (True, False):
        while several := _sweep_some(zone_id, now, people):
            swept += several
    return swept


@transaction.atomic
def _sweep_some(zone_id: int, now: datetime, people: bool) -> int:
    found = sql.touch_due(zone_id, int(now.timestamp()) // 60, people=people)
    if found:
        events.publish(judge(queries.monitoring(zone_id), zone_id, now))
    return found


def judge_all(zone_id: int, now: datetime) -> int:
    """Judge everybody anew, as after a change of the rules, a batch a transaction; return how many batches it took.

    Where it is broken off it begins again; who was judged already is not changed by it.
    """
    batches = 0
    for people in (True, False):
        last = (0, 0)
        while found := _judge_after(zone_id, last, now, people):
            last, batches = found, batches + 1
    return batches


@transaction.atomic
def _judge_after(zone_id: int, last: tuple[int, int], now: datetime, people: bool) -> tuple[int, int] | None:
    found = sql.want_after(zone_id, last, people=people)
    if found:
        events.publish(judge(queries.monitoring(zone_id), zone_id, now))
    return found


def open_days(today: date) -> None:
    """Make the log's partitions around a day."""
    sql.open_days(today)
