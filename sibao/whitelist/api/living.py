"""What is proposed of the list, read and decided by API; and objections, read without who objects."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Query, Router, Schema

from sibao.kernel.api import After, Id, Limit, OfUnit, Page, Text, answers, asker, paged
from sibao.kernel.doors import May
from sibao.whitelist import queries, services
from sibao.whitelist.inputs import AcceptProposal, DeclineProposal, Outcome

router = Router(tags=["whitelist"])


class ProposalOut(OfUnit):
    """A proposal 名单提议: what (`kind`), why in both languages, by which kept verdict, and what was made of it."""

    kind: str
    why: str
    why_en: str
    listing_id: int | None
    verdict_id: int
    state: str
    made_at: datetime
    ended_at: datetime | None
    outcome: str
    reason: str
    version: int


class ObjectionOut(OfUnit):
    """An objection 异议 to a unit of a batch, and its answer; who objects is not told here."""

    batch_id: int
    matter: str
    state: str
    lodged_at: datetime
    answer: str
    answered_at: datetime | None


class Wanted(Schema):
    """Of which unit (0 = all), in which state, and where to go on."""

    unit_id: After = 0
    state: Text = ""
    after: After = 0
    limit: Limit = 50


class ProposalFilter(Wanted):
    """Of which kind, too."""

    kind: Text = ""


class AcceptIn(Schema):
    """The version seen, what is made of it, and a draft batch where the unit goes into one."""

    version: int
    outcome: Outcome
    batch_id: int | None = None


class DeclineIn(Schema):
    """The version seen, and why."""

    version: int
    reason: str


@router.get("/proposals", response=answers(Page[ProposalOut]), auth=May("whitelist:proposal:read"))
def proposals(request: HttpRequest, wanted: Query[ProposalFilter]) -> dict[str, object]:
    """List what is proposed of the units in reach."""
    rows = queries.list_proposals(asker(request))
    return _page(rows.filter(kind=wanted.kind) if wanted.kind else rows, wanted)


@router.get("/proposals/{proposal_id}", response=answers(ProposalOut), auth=May("whitelist:proposal:read"))
def proposal(request: HttpRequest, proposal_id: Id) -> object:
    """Show one proposal."""
    return queries.list_proposal(asker(request), proposal_id)


@router.post(
    "/proposals/{proposal_id}/accept",
    response=answers(ProposalOut, writes=True),
    auth=May("whitelist:proposal:accept"),
)
def accept(request: HttpRequest, proposal_id: Id, given: AcceptIn) -> object:
    """Do what is proposed."""
    wanted = AcceptProposal.model_validate({"proposal_id": proposal_id, **given.model_dump()})
    services.accept_proposal(actor=asker(request), given=wanted)
    return queries.list_proposal(asker(request), proposal_id)


@router.post(
    "/proposals/{proposal_id}/decline",
    response=answers(ProposalOut, writes=True),
    auth=May("whitelist:proposal:decline"),
)
def decline(request: HttpRequest, proposal_id: Id, given: DeclineIn) -> object:
    """Leave the list as it is, with the reason."""
    wanted = DeclineProposal.model_validate({"proposal_id": proposal_id, **given.model_dump()})
    services.decline_proposal(actor=asker(request), given=wanted)
    return queries.list_proposal(asker(request), proposal_id)


@router.get("/objections", response=answers(Page[ObjectionOut]), auth=May("whitelist:objection:read"))
def objections(request: HttpRequest, wanted: Query[Wanted]) -> dict[str, object]:
    """List the objections to units in reach."""
    return _page(queries.objections(asker(request)), wanted)


@router.get("/objections/{objection_id}", response=answers(ObjectionOut), auth=May("whitelist:objection:read"))
def objection(request: HttpRequest, objection_id: Id) -> object:
    """Show one objection."""
    return queries.objection(asker(request), objection_id)


def _page(rows: QuerySet[Any], wanted: Wanted) -> dict[str, object]:
    rows = rows.filter(unit_id=wanted.unit_id) if wanted.unit_id else rows
    rows = rows.filter(state=wanted.state) if wanted.state else rows
    items, count, next_after = paged(rows, after=wanted.after, limit=wanted.limit)
    return {"items": items, "count": count, "next_after": next_after}
