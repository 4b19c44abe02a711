"""What the API is asked to write in the small world: for every operation a body that is valid, and the rows that it names."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Model

from sibao.directory.models import (
    Area,
    Employment,
    Gate,
    Measure,
    Post,
    Room,
    RoomStay,
    Sector,
    Shift,
    Site,
    Sitting,
    SupplyLink,
    Team,
    Unit,
    VehicleUse,
    Venue,
    Zone,
)
from sibao.kernel.ways import Way
from sibao.whitelist.models import Provider
from tests import world
from tests.grounds import EXTRA

PARTS: dict[str, type[Model]] = {
    "gate": Gate,
    "team": Team,
    "shift": Shift,
    "room": Room,
    "sitting": Sitting,
    "venue": Venue,
    "post": Post,
}
"""Every kind of part, by the word that stands for it in an address or a body."""


@dataclass(frozen=True)
class Write:
    """One valid body for an operation: the rows that it names by id, and what else stands in it.

    Args:
        otherwise: the status instead of 404 where an earlier refusal, the same for every row, comes before the look at one.
    """

    operation: str
    body: Mapping[str, Any] = field(default_factory=dict)
    rows: Mapping[str, type[Model]] = field(default_factory=dict)
    otherwise: Mapping[str, int] = field(default_factory=dict)


_SEEN = {"version": 1, "reason": "试办事项"}
_SINCE = {"started_on": "2022-06-01"}
_UNIT = {"code": world.uscc(999_999), "name": "试办事项"}
_LINK = {"version": 1, "material": "焦炭", "share_bp": 100, "source": "试办事项"}
_LORRY = {"version": 1, "plate": "豫U12345", "colour": "yellow", "kind": "lorry", **_SINCE}
_PROPOSAL = "POST /api/v1/proposals/<proposal_id>"
_BATCH, _LISTING = "POST /api/v1/batches/<batch_id>", "POST /api/v1/listings/<listing_id>"

WRITES = (
    Write("PUT /api/v1/units/<unit_id>", {**_UNIT, "version": 1}),
    Write("POST /api/v1/units/<unit_id>/measures", {"year": 2021, "value": 1, "source": "试办事项"}),
    Write("POST /api/v1/sites", {"name": "试办事项"}, {"unit_id": Unit}),
    Write("POST /api/v1/sites", {"name": "试办事项", "version": 1}, {"site_id": Site}),
    *(
        Write("POST /api/v1/parts", {"kind": kind, "name": "试办事项", **EXTRA[kind]}, {home: row})
        for kind in PARTS
        for home, row in [("unit_id", Unit) if kind == "post" else ("site_id", Site)]
    ),
    *(
        Write("POST /api/v1/parts", {"kind": kind, "name": "试办事项", "version": 1, **EXTRA[kind]}, {"part_id": row})
        for kind, row in PARTS.items()
    ),
    *(
        Write("POST /api/v1/turns", {"kind": kind, **_SINCE}, {"team_id": Team, "target_id": PARTS[kind]})
        for kind in ("shift", "sitting")
    ),
    Write("POST /api/v1/stays", _SINCE, {"room_id": Room, "employment_id": Employment}),
    Write("POST /api/v1/stays/end", {"ended_on": "2022-06-01"}, {"stay_id": RoomStay}),
    Write("POST /api/v1/vehicles", _LORRY, {"unit_id": Unit}),
    Write("POST /api/v1/vehicles", _LORRY, {"use_id": VehicleUse}),
    Write("POST /api/v1/links", _LINK, {"supplier_id": Unit, "customer_id": Unit}),
    Write("POST /api/v1/links", _LINK, {"link_id": SupplyLink}),
    Write("POST /api/v1/consultations/<consultation_id>/opinion", {"stance": "agree"}),
    *(Write(f"{_LISTING}/{verb}", _SEEN) for verb in ("suspend", "resume", "remove")),
    Write(f"{_BATCH}/units", {"unit_ids": [1]}),
    Write(f"{_BATCH}/units/<unit_id>/drop", {"reason": "试办事项"}, otherwise={"unit_id": 409}),
    Write(f"{_BATCH}/publicise", {"version": 1, "number": "试办事项", "objection_until": "2030-01-01T00:00:00Z"}),
    Write(f"{_BATCH}/publish", {"version": 1, "number": "试办事项", "dated": "2022-06-01"}),
    Write(f"{_BATCH}/withdraw", _SEEN),
    Write(f"{_PROPOSAL}/accept", {"version": 1, "outcome": "resume"}),
    Write(f"{_PROPOSAL}/decline", _SEEN),
    Write("POST /api/v1/imports/<run_id>/apply", {"version": 1}),
    Write("POST /api/v1/imports/<run_id>/cancel", {"version": 1}),
)
NAMES_NO_ROW = {
    "POST /api/v1/units": "a new unit",
    "POST /api/v1/batches": "a new batch",
    "POST /api/v1/denominators": "a year of a sector, which everyone may know",
    "POST /api/v1/imports": "a workbook",
    "POST /api/v1/signals": "people and places by the sender's own words, each looked for within reach",
    "POST /api/v1/consultations": "another command's input, looked at as that command would (tests/approvals)",
}
"""Operations that write and name no row of somebody's, each with what they name."""


def by_kind(way: Way) -> list[Way]:
    """The way, once for each kind of part where it takes one."""
    if way.name not in {"directory:part-edit", "directory:part-new"}:
        return [way]
    return [replace(way, name=f"{way.name}[{kind}]", path=way.path.replace("<slug:kind>", kind)) for kind in PARTS]


ARGUMENTS: dict[str, type[Model]] = {
    "link_id": SupplyLink,
    "provider_id": Provider,
    "part_id": Team,
    **{f"directory:part-edit[{kind}]:part_id": row for kind, row in PARTS.items()},
}


def body(zone: Zone, write: Write, ids: Mapping[str, int]) -> dict[str, Any]:
    """The whole body: with the ids of its rows, and with ids of places and words that everyone may know."""
    known = {
        "area_id": Area.objects.get(zone=zone, code="419001102").pk,
        "sector_id": Sector.objects.get(zone=zone, code="industry").pk,
        "measure_id": Measure.objects.filter(zone=zone).order_by("pk")[0].pk,
    }
    wanted = {
        "PUT /api/v1/units/<unit_id>": ("area_id", "sector_id"),
        "POST /api/v1/units/<unit_id>/measures": ("measure_id",),
        "POST /api/v1/sites": ("area_id",),
    }
    return {**write.body, **{name: known[name] for name in wanted.get(write.operation, ())}, **ids}
