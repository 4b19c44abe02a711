"""What the pack says about a consultation."""

from datetime import datetime
from typing import TYPE_CHECKING

from sibao.accounts import queries as accounts
from sibao.approvals.models import Consultation, ConsultationRule, ConsultedBody
from sibao.inbox import queries as inbox

if TYPE_CHECKING:
    from sibao.accounts.models import Position


def rule_of(zone_id: int, permission: str) -> ConsultationRule | None:
    """Return the rule by which a command is consulted about; None = the pack has none."""
    return ConsultationRule.objects.filter(zone_id=zone_id, permission=permission).first()


def calendar_due(rule: ConsultationRule, now: datetime) -> tuple[datetime, datetime]:
    """Return until when opinions are due and when a consultation that begins now expires, by the inbox's clock."""
    spans = (rule.answer_quantity, rule.answer_unit), (rule.lapse_quantity, rule.lapse_unit)
    answer, lapse = inbox.due_at(rule.zone_id, now, *spans)
    return answer, max(answer, lapse)


def seat_to_ask(found: Consultation, body: ConsultedBody, now: datetime) -> "Position | None":
    """Return the position whose task it is to answer for a body; None = no position of it takes tasks.

    Where the body has several it is one in which somebody else than the asker sits now, before an empty one; among those
    one of the asker's own organisation; and then the first in the pack's order. Whoever else the body holds may answer too.
    """
    able = accounts.able_positions(body.zone_id, "inbox:task:accept").filter(
        role__permissions__contains=["approvals:opinion:give"], unit_bound=False
    )
    names = {"pk": body.position_id, "organisation_id": body.organisation_id, "role_id": body.role_id}
    seats = list(able.filter(**{name: wanted for name, wanted in names.items() if wanted}))
    taken = accounts.taken_positions(seats, now, without=(found.asker_id, found.holder_id))
    own = found.appointment.position.organisation_id
    return min(seats, key=lambda seat: (seat.pk not in taken, seat.organisation_id != own), default=None)
