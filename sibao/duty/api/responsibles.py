"""What has to be answered for at sites, and who does, masked, by API."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Schema

from sibao.duty import queries
from sibao.kernel.api import After, Id, Limit, Page, Text, answers, asker, paged
from sibao.kernel.doors import May

router = Router(tags=["duty"])


class ObligationOut(Schema):
    """A matter 责任事项 at a site of a listed unit, with who answers for it; name and phone are masked, empty = nobody."""

    id: int
    unit_id: int
    unit: str
    site_id: int
    site: str
    matter: str
    name: str
    phone: str
    post: str
    since: date | None
    until: date | None
    deputies: int

    @staticmethod
    def resolve_unit(row: Any) -> str:
        return str(row.unit.name)

    @staticmethod
    def resolve_site(row: Any) -> str:
        return str(row.site.name)

    @staticmethod
    def resolve_matter(row: Any) -> str:
        return str(row.matter.code)

    @staticmethod
    def resolve_name(row: Any) -> str:
        return queries.name_of(row, masked=True)

    @staticmethod
    def resolve_phone(row: Any) -> str:
        return queries.phone_of(row, masked=True)

    @staticmethod
    def resolve_post(row: Any) -> str:
        return row.post or ""


class ObligationFilter(Schema):
    """Which obligations: of a unit, of a matter by code, those without a person."""

    unit_id: Id | None = None
    matter: Text = ""
    missing: bool = False
    after: After = 0
    limit: Limit = 50


@router.get("/obligations", response=answers(Page[ObligationOut]), auth=May("duty:responsible:read"))
def obligations(request: HttpRequest, wanted: Query[ObligationFilter]) -> dict[str, object]:
    """List what has to be answered for at the sites of listed units in reach."""
    rows = queries.obligations(asker(request))
    rows = rows.filter(unit_id=wanted.unit_id) if wanted.unit_id is not None else rows
    rows = rows.filter(matter__code=wanted.matter) if wanted.matter else rows
    rows = rows.filter(queries.unanswered()) if wanted.missing else rows
    items, count, next_after = paged(rows, after=wanted.after, limit=wanted.limit)
    return {"items": items, "count": count, "next_after": next_after}
