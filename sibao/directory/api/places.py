"""Sites, what is inside them, who belongs where, and vehicles, by API."""

from datetime import date, time
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import Field

from sibao.directory import queries, services
from sibao.directory.inputs import (
    EditGate,
    EditPost,
    EditRoom,
    EditShift,
    EditSite,
    EditSitting,
    EditTeam,
    EditVehicle,
    EditVenue,
    EndStay,
    PlanStay,
    PlanTurn,
)
from sibao.kernel import clock
from sibao.kernel.api import After, Id, Limit, Page, answers, asker, paged
from sibao.kernel.doors import May

router = Router(tags=["directory"])
AnyPart = Annotated[
    EditGate | EditTeam | EditShift | EditRoom | EditSitting | EditVenue | EditPost, Field(discriminator="kind")
]


class OfUnit(Schema):
    """Which rows: those of one unit (0 = of all in reach), page by page."""

    unit_id: After = 0
    after: After = 0
    limit: Limit = 50


class SiteOut(Schema):
    """A site 场所 of a unit."""

    id: int
    unit_id: int
    number: int
    name: str
    area_id: int
    address: str
    ended_on: date | None
    version: int


class PartOut(Schema):
    """A gate, team, shift, room, sitting, venue or post; what its kind does not have is absent."""

    id: int
    kind: str = ""
    name: str
    ended_on: date | None
    version: int
    starts_at: time | None = None
    ends_at: time | None = None
    places: int | None = None
    use: str | None = None
    exposure: str | None = None


class GroundsOut(SiteOut):
    """A site with what is inside it."""

    parts: list[PartOut]


class PeriodOut(Schema):
    """Something that runs from a day to a day."""

    id: int
    started_on: date
    ended_on: date | None


class VehicleOut(PeriodOut):
    """A vehicle 车辆 that serves a unit."""

    unit_id: int
    plate: str
    colour: str
    kind: str
    tenure: str
    version: int

    @staticmethod
    def resolve_plate(row: Any) -> str:
        return str(row.vehicle.plate)

    @staticmethod
    def resolve_colour(row: Any) -> str:
        return str(row.vehicle.colour)

    @staticmethod
    def resolve_kind(row: Any) -> str:
        return str(row.vehicle.kind)


def of_unit(rows: Any, wanted: OfUnit) -> dict[str, object]:
    """Return a page of rows, of one unit if that is asked."""
    rows = rows.filter(unit_id=wanted.unit_id) if wanted.unit_id else rows
    items, count, next_after = paged(rows, after=wanted.after, limit=wanted.limit)
    return {"items": items, "count": count, "next_after": next_after}


@router.get("/sites", response=answers(Page[SiteOut]), auth=May("directory:unit:read"))
def sites(request: HttpRequest, wanted: Query[OfUnit]) -> dict[str, object]:
    """List the sites in reach."""
    return of_unit(queries.sites(asker(request)), wanted)


@router.get("/sites/{site_id}", response=answers(GroundsOut), auth=May("directory:unit:read"))
def site(request: HttpRequest, site_id: Id) -> dict[str, object]:
    """Show one site with its gates, teams, shifts, rooms, sittings and venues."""
    actor = asker(request)
    found = queries.site(actor, site_id)
    grounds = next(one for one in queries.grounds(actor, found.unit_id, clock.today()) if one["site"].pk == site_id)
    parts = [_part(kind, row) for kind in queries.PART_TABLES if kind != "post" for row in grounds[f"{kind}s"]]
    return {**SiteOut.from_orm(found).model_dump(), "parts": parts}


@router.post("/sites", response=answers(SiteOut, status=201, writes=True), auth=May("directory:site:edit"))
def register_site(request: HttpRequest, given: EditSite) -> Status[object]:
    """Register a site of a unit, or change one when `site_id` and the `version` that was seen are given."""
    return Status(201, services.edit_site(actor=asker(request), given=given))


@router.post("/parts", response=answers(PartOut, status=201, writes=True), auth=May("directory:part:edit"))
def edit_part(request: HttpRequest, given: AnyPart) -> Status[object]:
    """Register a part of a site, or change one when `part_id` and the `version` that was seen are given."""
    made = services.edit_part(actor=asker(request), given=given)
    return Status(201, _part(given.kind, made))


@router.post("/turns", response=answers(PeriodOut, status=201, writes=True), auth=May("directory:turn:plan"))
def plan_turn(request: HttpRequest, given: PlanTurn) -> Status[object]:
    """Plan a team's shift or sitting."""
    return Status(201, services.plan_turn(actor=asker(request), given=given))


@router.post("/stays", response=answers(PeriodOut, status=201, writes=True), auth=May("directory:stay:plan"))
def plan_stay(request: HttpRequest, given: PlanStay) -> Status[object]:
    """Give an employed person a place in a room."""
    return Status(201, services.plan_stay(actor=asker(request), given=given))


@router.post("/stays/end", response=answers(PeriodOut, writes=True), auth=May("directory:stay:end"))
def end_stay(request: HttpRequest, given: EndStay) -> object:
    """End a stay."""
    return services.end_stay(actor=asker(request), given=given)


@router.get("/vehicles", response=answers(Page[VehicleOut]), auth=May("directory:vehicle:read"))
def vehicles(request: HttpRequest, wanted: Query[OfUnit]) -> dict[str, object]:
    """List which vehicle serves which unit."""
    return of_unit(queries.vehicles(asker(request)), wanted)


@router.post("/vehicles", response=answers(VehicleOut, status=201, writes=True), auth=May("directory:vehicle:edit"))
def edit_vehicle(request: HttpRequest, given: EditVehicle) -> Status[object]:
    """Register a vehicle of a unit, or change its use when `use_id` and the `version` that was seen are given."""
    return Status(201, services.edit_vehicle(actor=asker(request), given=given))


def _part(kind: str, row: Any) -> dict[str, object]:
    return {
        "kind": kind,
        **{name: getattr(row, name, None) for name in PartOut.model_fields if name != "kind"},
    }
