"""Work groups and task forces by API."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Schema

from sibao.duty import queries
from sibao.duty.api.liaisons import Pages
from sibao.kernel.api import Id, Page, answers, asker, paged
from sibao.kernel.doors import May

router = Router(tags=["duty"])
READ = "duty:group:read"


class GroupOut(Schema):
    """A work group 工作组 or task force 专班; `to_be_confirmed` as long as a lead has not been confirmed."""

    id: int
    code: str
    kind: str
    name: str
    leads: str
    members: int
    to_be_confirmed: bool

    @staticmethod
    def resolve_leads(row: Any) -> str:
        return row.leads or ""

    @staticmethod
    def resolve_members(row: Any) -> int:
        return row.members or 0

    @staticmethod
    def resolve_to_be_confirmed(row: Any) -> bool:
        return bool(row.unconfirmed)


class MemberOut(Schema):
    """A lead or member: a department, a unit or a position."""

    id: int
    role: str
    name: str
    started_on: date
    ended_on: date | None
    to_be_confirmed: bool
    basis: str

    @staticmethod
    def resolve_name(row: Any) -> str:
        named = row.organisation or row.unit
        return str(named.name if named else row.position.title)


class GroupWhole(GroupOut):
    """A group with its leads and members."""

    rows: list[MemberOut]


@router.get("/groups", response=answers(Page[GroupOut]), auth=May(READ))
def groups(request: HttpRequest, wanted: Query[Pages]) -> dict[str, object]:
    """List the work groups and task forces of the zone."""
    items, count, next_after = paged(queries.groups(asker(request)), after=wanted.after, limit=wanted.limit)
    return {"items": items, "count": count, "next_after": next_after}


@router.get("/groups/{group_id}", response=answers(GroupWhole), auth=May(READ))
def group(request: HttpRequest, group_id: Id) -> object:
    """Show one group with who leads and belongs to it."""
    actor = asker(request)
    found = queries.group(actor, group_id)
    found.rows = queries.members_of(actor, group_id)
    return found
