"""Who may answer which question."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from sibao.accounts import queries as accounts
from sibao.approvals.models import Consultation, ConsultedBody, Opinion
from sibao.approvals.states import OPEN
from sibao.kernel.access import Actor, may

if TYPE_CHECKING:
    from sibao.accounts.queries import OwnSeat


@dataclass(frozen=True, slots=True)
class Answering:
    """Whether the actor may answer: the body she answers for, or why not."""

    body: ConsultedBody | None
    why_not: str = ""


def body_matches(seat: "OwnSeat") -> Q:
    """Return the condition on bodies asked that a seat belongs to one."""
    if seat.position_id is None:
        return Q(pk__in=[])
    found = Q(position_id=seat.position_id) | Q(role_id__in=seat.role_ids)
    return found | Q(organisation_id=seat.organisation_id) if seat.organisation_id else found


def waiting_for(actor: Actor) -> QuerySet[Consultation]:
    """Return the open questions that wait for the actor's opinion, soonest due first."""
    if not may(actor, "approvals:opinion:give"):
        return Consultation.objects.none()
    seat = accounts.seat_of(actor)
    asked = ConsultedBody.objects.filter(body_matches(seat), consultation=OuterRef("pk"))
    said = Opinion.objects.filter(_hers(seat), consultation=OuterRef("pk"))
    own = Q(asker_counts=False) & (Q(asker__in=seat.account_ids) | Q(holder__in=seat.account_ids))
    rows = Consultation.objects.filter(Exists(asked), ~Exists(said), zone_id=actor.zone_id, state=OPEN)
    return rows.exclude(own).select_related("zone").order_by("answer_due_at", "id")


def _hers(seat: "OwnSeat") -> Q:
    return Q(account__in=seat.account_ids) | Q(holder__in=seat.account_ids)


def may_answer(actor: Actor, found: Consultation) -> bool:
    """Return whether the actor may answer a question now."""
    return answering(actor, found).body is not None


def answering(actor: Actor, found: Consultation) -> Answering:
    """Return for which body the actor may answer a question now, or why she may not.

    Where her seat belongs to several bodies it is the one that lacks opinions most.
    """
    if found.state != OPEN:
        return Answering(None, _("会签已结束"))
    if not may(actor, "approvals:opinion:give"):
        return Answering(None, _("您的岗位不签署会签意见"))
    seat = accounts.seat_of(actor)
    if not found.asker_counts and {found.asker_id, found.holder_id} & set(seat.account_ids):
        return Answering(None, _("提请人不能签署自己的会签"))
    if found.opinions.filter(_hers(seat)).exists():
        return Answering(None, _("您或您所代行的岗位已签署意见"))
    rows = list(found.bodies.filter(body_matches(seat)).order_by("number"))
    if not rows:
        return Answering(None, _("没有征求您岗位的意见"))
    agreed = list(found.opinions.filter(stance="agree").values_list("body_id", flat=True))
    return Answering(max(rows, key=lambda body: body.least - agreed.count(body.pk)))
