"""Consultations by API: what a refusal with "needs-consultation" carries is sent here as it is."""

from datetime import datetime
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status

from sibao.approvals import queries, services
from sibao.approvals.inputs import AskConsultation, GiveOpinion
from sibao.kernel.api import After, Id, Limit, Page, Text, answers, asker, paged
from sibao.kernel.doors import May

router = Router(tags=["consultations"])
READ = "approvals:consultation:read"


class ConsultationOut(Schema):
    """A consultation 会签: what is asked, by whom, until when, and where it stands."""

    id: int
    number: str
    permission: str
    title: str
    question: str
    state: str
    asked_by: str
    asked_at: datetime
    answer_due_at: datetime
    lapses_at: datetime
    decided_at: datetime | None
    ended_at: datetime | None
    reason: str
    quorum: int

    @staticmethod
    def resolve_number(row: Any) -> str:
        return queries.number(row)


class OpinionOut(Schema):
    """An opinion 会签意见."""

    by: str
    stance: str
    reason: str
    recorded_at: datetime


class ConsultationWhole(ConsultationOut):
    """A consultation with its lines (label, before, after) and its opinions in order."""

    words: list[list[str]]
    opinions: list[OpinionOut]

    @staticmethod
    def resolve_opinions(row: Any) -> Any:
        return queries.opinions(row)


class ConsultationFilter(Schema):
    """Which consultations."""

    state: Text = ""
    after: After = 0
    limit: Limit = 50


class AskIn(Schema):
    """What the refusal named, and why it is asked."""

    permission: str
    given: str
    question: str


class OpinionIn(Schema):
    """An opinion; a reason belongs to everything but agreement."""

    stance: Literal["agree", "disagree", "abstain"]
    reason: str = ""


@router.get("/consultations", response=answers(Page[ConsultationOut]), auth=May(READ))
def consultations(request: HttpRequest, wanted: Query[ConsultationFilter]) -> dict[str, object]:
    """List the consultations within reach."""
    rows = queries.consultations(asker(request))
    rows = rows.filter(state=wanted.state) if wanted.state else rows
    items, count, next_after = paged(rows, after=wanted.after, limit=wanted.limit)
    return {"items": items, "count": count, "next_after": next_after}


@router.get("/consultations/{consultation_id}", response=answers(ConsultationWhole), auth=May(READ))
def consultation(request: HttpRequest, consultation_id: Id) -> object:
    """Show one consultation."""
    return queries.consultation(asker(request), consultation_id)


@router.post(
    "/consultations",
    response=answers(ConsultationWhole, status=201, writes=True),
    auth=May("approvals:consultation:ask"),
)
def ask(request: HttpRequest, given: AskIn) -> Status[object]:
    """Put what was refused to those who have a say."""
    made = services.ask_consultation(actor=asker(request), given=AskConsultation.model_validate(given.model_dump()))
    return Status(201, queries.consultation(asker(request), made.pk))


@router.post(
    "/consultations/{consultation_id}/opinion",
    response=answers(ConsultationWhole, writes=True),
    auth=May("approvals:opinion:give"),
)
def opinion(request: HttpRequest, consultation_id: Id, given: OpinionIn) -> object:
    """Give one's opinion."""
    wanted = GiveOpinion.model_validate({"consultation_id": consultation_id, **given.model_dump()})
    services.give_opinion(actor=asker(request), given=wanted)
    return queries.consultation(asker(request), consultation_id)
