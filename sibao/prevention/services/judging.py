"""Judging whom a transaction holds, and what to tell of it."""

from datetime import datetime

from sibao.prevention import queries, sql
from sibao.prevention.events import AlertsMoved


def judge(watched: queries.Monitoring, zone_id: int, now: datetime) -> list[AlertsMoved]:
    """Judge those whom this transaction wants judged; return what happened, nothing where no alert moved."""
    moved = sql.judge_touched(watched.program, zone_id=zone_id, now=now)
    opened, ended = tuple(sorted(moved.opened)), tuple(sorted(moved.ended))
    return [AlertsMoved(zone_id=zone_id, opened=opened, ended=ended)] if moved else []
