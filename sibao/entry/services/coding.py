"""Writing a code and its end; who may is settled before."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from sibao.entry.models import ArrivalRegistration, CodeAssignment, EntryRules, OriginClass
from sibao.entry.rules.deciding import (
    BY_CLASS,
    CASE_BY_CASE,
    EXEMPT,
    NO_CLASS,
    NOT_EXEMPT,
    REPLACED,
    Condition,
    Decision,
)
from sibao.entry.services import telling
from sibao.kernel.refusals import WrongMove

BY_RULES = "按规则"
WHY = {
    BY_CLASS: "按来源地类别赋码",
    EXEMPT: "白名单司乘提前报备且在闭环，不赋黄码",
    NOT_EXEMPT: "免赋码条件不满足或不知道，按来源地类别赋码",
    NO_CLASS: "来源地未定级，待卫生健康部门定",
    CASE_BY_CASE: "一事一议，待卫生健康部门定",
}
"""What monitoring is told of why a code was given."""


def by_rules(row: ArrivalRegistration, decision: Decision, rules: EntryRules, now: datetime) -> CodeAssignment:
    """Write what the table decided, with its class, its version and what was looked at."""
    found = OriginClass.objects.filter(zone_id=row.zone_id, key=decision.rule).first() if decision.rule else None
    made = CodeAssignment.objects.create(
        zone_id=row.zone_id,
        unit_id=row.unit_id,
        arrival=row,
        colour=decision.colour,
        why=decision.why,
        origin_class=found,
        conditions=[_kept(one) for one in decision.conditions],
        pack=rules.version,
        issued_by=0,
        issuer=BY_RULES,
        from_at=now,
        until_at=decision.until,
    )
    telling.coded(made, WHY[decision.why], now)
    return made


def _kept(one: Condition) -> dict[str, object]:
    return {"key": one.key, "holds": one.holds, "source": one.source, "at": one.at.isoformat() if one.at else None}


def end(row: CodeAssignment, how: str, reason: str, by: str, now: datetime) -> None:
    """Write the end of a code; unless another takes its place, whoever had it is green.

    Raises:
        WrongMove: it has ended.
    """
    if row.released_at is not None:
        raise WrongMove(_("这个赋码已经解除"))
    row.released_at, row.released_how, row.release_reason = now, how, reason
    row.version += 1
    row.save()
    if how != REPLACED:
        telling.released(row, reason, by, now)
