"""The whitelist by API."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status

from sibao.kernel.api import After, Id, Limit, Page, Text, answers, asker, paged
from sibao.kernel.doors import May
from sibao.whitelist import queries, services
from sibao.whitelist.api import living
from sibao.whitelist.inputs import (
    ChangeListing,
    CreateBatch,
    DropUnit,
    FillBatch,
    PubliciseBatch,
    PublishBatch,
    RecordDenominator,
    WithdrawBatch,
)

router = Router(tags=["whitelist"])
router.add_router("", living.router)


class ListingOut(Schema):
    """A listing 白名单条目."""

    id: int
    number: int | None
    unit_id: int
    name: str
    code: str
    sector: str
    town: str
    batch_id: int
    state: str
    priority: int
    listed_at: datetime | None
    version: int

    @staticmethod
    def resolve_name(row: Any) -> str:
        return str(row.unit.name)

    @staticmethod
    def resolve_code(row: Any) -> str:
        return str(row.unit.code)

    @staticmethod
    def resolve_sector(row: Any) -> str:
        return str(row.unit.sector.code)

    @staticmethod
    def resolve_town(row: Any) -> str:
        return str(row.unit.area.code)


class ListingFilter(Schema):
    """Which listings: state, sector and town by code."""

    state: Text = ""
    sector: Text = ""
    town: Text = ""
    after: After = 0
    limit: Limit = 50


class BatchOut(Schema):
    """A batch 批次; `mine` counts its units in the asker's scope."""

    id: int
    number: int
    state: str
    note: str
    publicity_number: str
    objection_until: datetime | None
    notice_number: str
    published_at: datetime | None
    version: int
    mine: int


class BatchFilter(Schema):
    """Which batches."""

    state: Text = ""
    after: After = 0
    limit: Limit = 50


class CoverageOut(Schema):
    """A sector's coverage in basis points; null = unknown. `partial` = the asker's contribution only."""

    sector: str
    name: str
    year: int | None
    units: int
    listed: int
    publicised: int
    suspended: int
    value: int
    unknown: int
    denominator: int | None
    coverage_bp: int | None
    at_least: bool | None
    above: bool | None
    partial: bool
    as_of: datetime | None


class UnitIds(Schema):
    """Units by id."""

    unit_ids: list[int]


class FilledOut(Schema):
    """What became of each unit."""

    added: list[int]
    refused: list[dict[str, str | int]]


class PubliciseIn(Schema):
    """Document number and end of the objection period."""

    version: int
    number: str
    objection_until: datetime


class PublishIn(Schema):
    """Document number and date."""

    version: int
    number: str
    dated: date


class ReasonIn(Schema):
    """The version seen, and why."""

    version: int
    reason: str


class WhyIn(Schema):
    """Why."""

    reason: str


@router.get("/listings", response=answers(Page[ListingOut]), auth=May("whitelist:listing:read"))
def listings(request: HttpRequest, wanted: Query[ListingFilter]) -> dict[str, object]:
    """List the listings in reach."""
    rows = queries.listings(asker(request))
    for value, column in (
        (wanted.state, "state"),
        (wanted.sector, "unit__sector__code"),
        (wanted.town, "unit__area__code"),
    ):
        rows = rows.filter(**{column: value}) if value else rows
    items, count, next_after = paged(rows, after=wanted.after, limit=wanted.limit)
    return {"items": items, "count": count, "next_after": next_after}


@router.get("/listings/{listing_id}", response=answers(ListingOut), auth=May("whitelist:listing:read"))
def listing(request: HttpRequest, listing_id: Id) -> object:
    """Show one listing."""
    return queries.listing(asker(request), listing_id)


@router.post(
    "/listings/{listing_id}/suspend",
    response=answers(ListingOut, writes=True),
    auth=May("whitelist:listing:suspend"),
)
def suspend(request: HttpRequest, listing_id: Id, given: ReasonIn) -> object:
    """Suspend a listing."""
    return services.suspend_listing(actor=asker(request), given=_change(listing_id, given))


@router.post(
    "/listings/{listing_id}/resume", response=answers(ListingOut, writes=True), auth=May("whitelist:listing:resume")
)
def resume(request: HttpRequest, listing_id: Id, given: ReasonIn) -> object:
    """Resume a listing."""
    return services.resume_listing(actor=asker(request), given=_change(listing_id, given))


@router.post(
    "/listings/{listing_id}/remove", response=answers(ListingOut, writes=True), auth=May("whitelist:listing:remove")
)
def remove(request: HttpRequest, listing_id: Id, given: ReasonIn) -> object:
    """Remove a listing."""
    return services.remove_listing(actor=asker(request), given=_change(listing_id, given))


def _change(listing_id: int, given: ReasonIn) -> ChangeListing:
    return ChangeListing.model_validate({"listing_id": listing_id, **given.model_dump()})


@router.get("/batches", response=answers(Page[BatchOut]), auth=May("whitelist:batch:read"))
def batches(request: HttpRequest, wanted: Query[BatchFilter]) -> dict[str, object]:
    """List the batches in reach."""
    rows = queries.batches(asker(request))
    rows = rows.filter(state=wanted.state) if wanted.state else rows
    items, count, next_after = paged(rows, after=wanted.after, limit=wanted.limit)
    return {"items": items, "count": count, "next_after": next_after}


@router.get("/batches/{batch_id}", response=answers(BatchOut), auth=May("whitelist:batch:read"))
def batch(request: HttpRequest, batch_id: Id) -> object:
    """Show one batch."""
    return queries.batch(asker(request), batch_id)


@router.post("/batches", response=answers(BatchOut, status=201, writes=True), auth=May("whitelist:batch:create"))
def create(request: HttpRequest, given: CreateBatch) -> Status[object]:
    """Start the next batch."""
    actor = asker(request)
    return Status(201, queries.batch(actor, services.create_batch(actor=actor, given=given).id))


@router.post("/batches/{batch_id}/units", response=answers(FilledOut, writes=True), auth=May("whitelist:batch:fill"))
def fill(request: HttpRequest, batch_id: Id, given: UnitIds) -> FilledOut:
    """Put units into a draft; each is answered for."""
    wanted = FillBatch.model_validate({"batch_id": batch_id, "unit_ids": given.unit_ids})
    filled = services.fill_batch(actor=asker(request), given=wanted)
    refused: list[dict[str, str | int]] = [{"unit_id": one.unit_id, "why": one.why} for one in filled.refused]
    return FilledOut(added=list(filled.added), refused=refused)


@router.post(
    "/batches/{batch_id}/units/{unit_id}/drop",
    response=answers(BatchOut, writes=True),
    auth=May("whitelist:batch:drop"),
)
def drop(request: HttpRequest, batch_id: Id, unit_id: Id, given: WhyIn) -> object:
    """Take a unit out of a batch."""
    wanted = DropUnit.model_validate({"batch_id": batch_id, "unit_id": unit_id, "reason": given.reason})
    services.drop_unit(actor=asker(request), given=wanted)
    return queries.batch(asker(request), batch_id)


@router.post(
    "/batches/{batch_id}/publicise",
    response=answers(BatchOut, writes=True),
    auth=May("whitelist:batch:publicise"),
)
def publicise(request: HttpRequest, batch_id: Id, given: PubliciseIn) -> object:
    """Open a batch to objections."""
    wanted = PubliciseBatch.model_validate({"batch_id": batch_id, **given.model_dump()})
    services.publicise_batch(actor=asker(request), given=wanted)
    return queries.batch(asker(request), batch_id)


@router.post(
    "/batches/{batch_id}/publish", response=answers(BatchOut, writes=True), auth=May("whitelist:batch:publish")
)
def publish(request: HttpRequest, batch_id: Id, given: PublishIn) -> object:
    """Put a batch on the list."""
    wanted = PublishBatch.model_validate({"batch_id": batch_id, **given.model_dump()})
    services.publish_batch(actor=asker(request), given=wanted)
    return queries.batch(asker(request), batch_id)


@router.post(
    "/batches/{batch_id}/withdraw", response=answers(BatchOut, writes=True), auth=May("whitelist:batch:withdraw")
)
def withdraw(request: HttpRequest, batch_id: Id, given: ReasonIn) -> object:
    """Withdraw a batch that is not published."""
    wanted = WithdrawBatch.model_validate({"batch_id": batch_id, **given.model_dump()})
    services.withdraw_batch(actor=asker(request), given=wanted)
    return queries.batch(asker(request), batch_id)


@router.get("/coverage", response=answers(list[CoverageOut]), auth=May("whitelist:coverage:read"))
def coverage(request: HttpRequest) -> list[CoverageOut]:
    """Show the coverage of each sector in reach."""
    return [_coverage(row) for row in queries.coverage(asker(request))]


@router.post("/denominators", response=answers(None, status=204, writes=True), auth=May("whitelist:denominator:record"))
def record_denominator(request: HttpRequest, given: RecordDenominator) -> Status[object]:
    """Record a sector's denominator."""
    services.record_denominator(actor=asker(request), given=given)
    return Status(204, None)


def _coverage(row: queries.SectorCoverage) -> CoverageOut:
    reach = row.reach
    return CoverageOut(
        sector=row.sector.code,
        name=row.sector.name,
        year=row.year,
        units=row.units,
        listed=row.listed,
        publicised=row.publicised,
        suspended=row.suspended,
        value=row.value,
        unknown=row.unknown,
        denominator=row.denominator.value if row.denominator else None,
        coverage_bp=row.coverage_bp,
        at_least=reach.at_least if reach else None,
        above=reach.above if reach else None,
        partial=row.partial,
        as_of=row.as_of,
    )
