"""Criteria among the items of a check are judged from facts, and the verdict is kept (R30)."""

from collections.abc import Iterable
from datetime import datetime

from sibao.criteria import CriterionError
from sibao.facts import queries as facts
from sibao.facts import services as verdicts
from sibao.facts.inputs import RecordVerdict
from sibao.guidance.models import CheckAnswer, GuideCheck
from sibao.kernel.access import system

WORDS = {True: "met", False: "unmet", None: "unknown"}


def judge(found: GuideCheck, rows: Iterable[CheckAnswer], now: datetime) -> None:
    """Let the criterion in force say how a unit stands to each of some items; where there is none it is unknown."""
    for row in rows:
        row.verdict = None
        if _can_be_judged(found, row, now):
            given = RecordVerdict(unit_id=found.unit_id, use=row.item.use, key=row.item.rule_key)
            row.verdict = verdicts.record_verdict(actor=system(found.zone_id, door="queue"), given=given, now=now)
        row.said = WORDS[row.verdict.answer] if row.verdict else "unknown"


def _can_be_judged(found: GuideCheck, row: CheckAnswer, now: datetime) -> bool:
    try:
        return facts.judge_unit(found.zone_id, found.unit_id, row.item.use, row.item.rule_key, now) is not None
    except CriterionError:
        return False
