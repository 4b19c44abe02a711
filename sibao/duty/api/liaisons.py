"""Units with their liaison officers, and the roll, by API."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Schema

from sibao.duty import queries
from sibao.kernel.api import After, Limit, Page, answers, asker, paged
from sibao.kernel.doors import May

router = Router(tags=["duty"])


class ChargeOut(Schema):
    """A unit that needs a liaison officer 包保干部, with hers; empty where it has none."""

    id: int
    name: str
    code: str
    officer: str
    post: str
    deputy: str
    since: date | None

    @staticmethod
    def resolve_officer(row: Any) -> str:
        return row.officer_name or ""

    @staticmethod
    def resolve_post(row: Any) -> str:
        return row.officer_post or ""

    @staticmethod
    def resolve_deputy(row: Any) -> str:
        return row.deputy_name or ""


class OfficerOut(Schema):
    """Somebody on the roll of liaison officers 名册: where her units lie, how many she has and may have."""

    id: int
    name: str
    post: str
    area: str
    units: int
    most: int
    stopped_on: date | None

    @staticmethod
    def resolve_area(row: Any) -> str:
        return str(row.area.code)


class ChargeFilter(Schema):
    """Which units: those without an officer, or all."""

    missing: bool = False
    after: After = 0
    limit: Limit = 50


class Pages(Schema):
    """Where to go on, and how many."""

    after: After = 0
    limit: Limit = 50


@router.get("/liaisons", response=answers(Page[ChargeOut]), auth=May("duty:liaison:read"))
def liaisons(request: HttpRequest, wanted: Query[ChargeFilter]) -> dict[str, object]:
    """List the units in reach that need an officer."""
    actor = asker(request)
    rows = queries.charges(actor)
    rows = rows.filter(queries.without_officer(actor)) if wanted.missing else rows
    items, count, next_after = paged(rows, after=wanted.after, limit=wanted.limit)
    return {"items": items, "count": count, "next_after": next_after}


@router.get("/officers", response=answers(Page[OfficerOut]), auth=May("duty:officer:read"))
def officers(request: HttpRequest, wanted: Query[Pages]) -> dict[str, object]:
    """List the roll of liaison officers."""
    items, count, next_after = paged(queries.officers(asker(request)), after=wanted.after, limit=wanted.limit)
    return {"items": items, "count": count, "next_after": next_after}
