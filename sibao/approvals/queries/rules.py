"""What the pack says about a consultation."""

from datetime import datetime
from typing import TYPE_CHECKING

from sibao.accounts import queries as accounts
from sibao.approvals.models import ConsultationRule, ConsultedBody, RuleBody
from sibao.inbox import queries as inbox

if TYPE_CHECKING:
    from sibao.accounts.models import Position


def rule_of(zone_id: int, permission: str) -> ConsultationRule | None:
    """Return the rule by which a command is consulted about; None = the pack has none."""
    return ConsultationRule.objects.filter(zone_id=zone_id, permission=permission).first()


def calendar_due(rule: ConsultationRule, now: datetime) -> tuple[datetime, datetime]:
    """Return until when opinions are due and when a consultation that begins now expires, by the inbox's clock."""
    answer = inbox.due_at(rule.zone_id, now, rule.answer_quantity, rule.answer_unit)
    lapse = inbox.due_at(rule.zone_id, now, rule.lapse_quantity, rule.lapse_unit)
    return answer, max(answer, lapse)


def seat_to_ask(body: RuleBody | ConsultedBody) -> "Position | None":
    """Return the position whose task it is to answer for a body: the first that takes tasks; None = none does."""
    able = accounts.able_positions(body.zone_id, "inbox:task:accept").filter(
        role__permissions__contains=["approvals:opinion:give"], unit_bound=False
    )
    if body.position_id:
        return able.filter(pk=body.position_id).first()
    if body.organisation_id:
        return able.filter(organisation_id=body.organisation_id).first()
    return able.filter(role_id=body.role_id or 0).first()
