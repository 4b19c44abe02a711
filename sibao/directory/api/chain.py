"""Supply links by API."""

from datetime import date

from django.http import HttpRequest
from ninja import Router, Schema, Status

from sibao.directory import queries, services
from sibao.directory.inputs import EditLink
from sibao.kernel.api import After, Limit, Page, answers, asker, paged
from sibao.kernel.doors import May

router = Router(tags=["directory"])


class LinkOut(Schema):
    """One unit supplies another 供应关系; `stock_days` null = unknown."""

    id: int
    supplier_id: int
    customer_id: int
    material: str
    share_bp: int
    stock_days: int | None
    source: str
    ended_on: date | None
    version: int


@router.get("/links", response=answers(Page[LinkOut]), auth=May("directory:unit:read"))
def links(request: HttpRequest, after: After = 0, limit: Limit = 50) -> dict[str, object]:
    """List the supply links of which both ends are in reach."""
    items, count, next_after = paged(queries.links(asker(request)), after=after, limit=limit)
    return {"items": items, "count": count, "next_after": next_after}


@router.post("/links", response=answers(LinkOut, status=201, writes=True), auth=May("directory:link:edit"))
def edit_link(request: HttpRequest, given: EditLink) -> Status[object]:
    """Register a supply link, or change one when `link_id` and the `version` that was seen are given."""
    return Status(201, services.edit_link(actor=asker(request), given=given))
