"""Checks of units and what they have to put right by API, read only."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Schema

from sibao.guidance import queries
from sibao.kernel.api import After, Id, Limit, OfUnit, Page, Text, answers, asker, paged
from sibao.kernel.doors import May

router = Router(tags=["guidance"])


class CheckOut(OfUnit):
    """A submitted check 自查或现场检查: by whom (`kind`), for which state (`posture`), how many items, how many not met."""

    kind: str
    posture: str
    submitted_at: datetime
    asked: int
    unmet: int


class RectificationOut(OfUnit):
    """Something to be put right 整改, until when, and how far it is."""

    title: str
    state: str
    due_at: datetime
    opened_at: datetime
    reported_at: datetime | None
    ended_at: datetime | None
    times_returned: int


class Wanted(Schema):
    """Of which unit (0 = all), and where to go on."""

    unit_id: After = 0
    after: After = 0
    limit: Limit = 50


class RectificationFilter(Wanted):
    """In which state, too."""

    state: Text = ""


@router.get("/checks", response=answers(Page[CheckOut]), auth=May(queries.READ_CHECKS))
def checks(request: HttpRequest, wanted: Query[Wanted]) -> dict[str, object]:
    """List the submitted checks of the units in reach."""
    return _page(queries.checks(asker(request)), wanted)


@router.get("/rectifications", response=answers(Page[RectificationOut]), auth=May("guidance:rectification:read"))
def rectifications(request: HttpRequest, wanted: Query[RectificationFilter]) -> dict[str, object]:
    """List what the units in reach have or had to put right."""
    rows = queries.rectifications(asker(request))
    return _page(rows.filter(state=wanted.state) if wanted.state else rows, wanted)


@router.get(
    "/rectifications/{rectification_id}", response=answers(RectificationOut), auth=May("guidance:rectification:read")
)
def rectification(request: HttpRequest, rectification_id: Id) -> object:
    """Show one of them."""
    return queries.rectification(asker(request), rectification_id)


def _page(rows: Any, wanted: Wanted) -> dict[str, object]:
    found = rows.filter(unit_id=wanted.unit_id) if wanted.unit_id else rows
    items, count, next_after = paged(found, after=wanted.after, limit=wanted.limit)
    return {"items": items, "count": count, "next_after": next_after}
