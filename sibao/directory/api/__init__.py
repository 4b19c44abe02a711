"""The directory by API."""

from datetime import date

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status

from sibao.directory import queries, services
from sibao.directory.api import chain, people, places
from sibao.directory.inputs import EditUnit, RecordMeasure, RegisterUnit, UnitDetails
from sibao.kernel.access import may, permissions_of
from sibao.kernel.api import After, Id, Limit, Page, Text, answers, asker, paged
from sibao.kernel.doors import SIGNED_IN, May
from sibao.kernel.standing import in_words

router = Router(tags=["directory"])
router.add_router("", places.router)
router.add_router("", people.router)
router.add_router("", chain.router)


class UnitOut(Schema):
    """A unit 企业（项目）; money in 分, `own` = optional fields (选填字段) by their keys, dates as text."""

    id: int
    kind: str
    code: str
    owner_code: str
    name: str
    area_id: int
    area: str
    sector_id: int
    sector: str
    industry_code: str
    address: str
    founded_on: date | None
    staff_count: int | None
    revenue_fen: int | None
    assets_fen: int | None
    size_class: str
    city_lifeline: bool
    own: dict[str, str | int | bool]
    version: int

    @staticmethod
    def resolve_own(row: object) -> dict[str, str | int | bool]:
        return queries.own_plainly(row)

    @staticmethod
    def resolve_area(row: object) -> str:
        return str(row.area.name)  # type: ignore[attr-defined]

    @staticmethod
    def resolve_sector(row: object) -> str:
        return str(row.sector.code)  # type: ignore[attr-defined]


class UnitFilter(Schema):
    """Which units: text as in the search box, sector and town by code."""

    q: Text = ""
    sector: Text = ""
    town: Text = ""
    after: After = 0
    limit: Limit = 50


class EditIn(UnitDetails):
    """A unit's new details with the version that was seen."""

    version: int


class MeasureIn(Schema):
    """A yearly value in the measure's base unit (分, 吨公里)."""

    measure_id: Id
    year: int
    value: int
    source: str


class SectorOut(Schema):
    """A sector 领域."""

    id: int
    code: str
    name: str
    name_en: str
    order: int


class AreaOut(Schema):
    """A town or sub-district 镇（街道）."""

    id: int
    code: str
    name: str
    name_en: str


class Me(Schema):
    """Who is asking, and in which position."""

    name: str
    position: str
    zone_id: int
    permissions: list[str]


@router.get("/me", response=answers(Me), auth=May(SIGNED_IN))
def me(request: HttpRequest) -> Me:
    """Say who is signed in and what the position may do."""
    actor = asker(request)
    return Me(
        name=actor.name, position=in_words(actor.position), zone_id=actor.zone_id, permissions=permissions_of(actor)
    )


@router.get("/sectors", response=answers(list[SectorOut]), auth=May("directory:unit:read"))
def sectors(request: HttpRequest) -> list[SectorOut]:
    """List the sectors in reach."""
    return list(queries.sectors(asker(request)))  # type: ignore[arg-type]


@router.get("/towns", response=answers(list[AreaOut]), auth=May("directory:unit:read"))
def towns(request: HttpRequest) -> list[AreaOut]:
    """List the towns in reach."""
    return list(queries.towns(asker(request)))  # type: ignore[arg-type]


@router.get("/units", response=answers(Page[UnitOut]), auth=May("directory:unit:read"))
def units(request: HttpRequest, wanted: Query[UnitFilter]) -> dict[str, object]:
    """List the units in reach."""
    rows = queries.units(asker(request))
    if wanted.q:
        rows = queries.search_units(rows, wanted.q)
    if wanted.sector:
        rows = rows.filter(sector__code=wanted.sector)
    if wanted.town:
        rows = rows.filter(area__code=wanted.town)
    items, count, next_after = paged(rows, after=wanted.after, limit=wanted.limit)
    queries.add_own(asker(request), items)
    return {"items": items, "count": count, "next_after": next_after}


@router.get("/units/{unit_id}", response=answers(UnitOut), auth=May("directory:unit:read"))
def unit(request: HttpRequest, unit_id: Id) -> object:
    """Show one unit."""
    return queries.unit_with_own(asker(request), unit_id)


@router.post("/units", response=answers(UnitOut, status=201, writes=True), auth=May("directory:unit:register"))
def register(request: HttpRequest, given: RegisterUnit) -> Status[object]:
    """Register a unit."""
    actor = asker(request)
    made = services.register_unit(actor=actor, given=given)
    return Status(201, queries.unit_with_own(actor, made.id) if may(actor, "directory:unit:read") else made)


@router.put("/units/{unit_id}", response=answers(UnitOut, writes=True), auth=May("directory:unit:edit"))
def edit(request: HttpRequest, unit_id: Id, given: EditIn) -> object:
    """Change a unit; a stale version is refused with 409."""
    actor = asker(request)
    services.edit_unit(actor=actor, given=EditUnit(unit_id=unit_id, **given.model_dump()))
    return queries.unit_with_own(actor, unit_id)


@router.post(
    "/units/{unit_id}/measures", response=answers(None, status=204, writes=True), auth=May("directory:measure:record")
)
def record_measure(request: HttpRequest, unit_id: Id, given: MeasureIn) -> Status[object]:
    """Record a yearly measure of a unit."""
    wanted = RecordMeasure.model_validate({"unit_id": unit_id, **given.model_dump()})
    services.record_measure(actor=asker(request), given=wanted)
    return Status(204, None)
