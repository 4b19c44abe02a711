"""Sites and what is inside them, and which vehicles serve whom."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, Model, OuterRef, Q, QuerySet

from sibao.directory.models import (
    Employment,
    Gate,
    Post,
    Room,
    RoomStay,
    Shift,
    ShiftTurn,
    Site,
    Sitting,
    SittingTurn,
    Team,
    VehicleUse,
    Venue,
)
from sibao.directory.queries.units import OF_UNIT
from sibao.kernel.access import UNIT_COLUMNS, Actor, ScopeColumns, narrow, require
from sibao.kernel.refusals import NotFound
from sibao.kernel.zoned import codes

OF_SITE = UNIT_COLUMNS.via("site__unit")
PART_TABLES: Mapping[str, type[Model]] = {
    "gate": Gate,
    "team": Team,
    "shift": Shift,
    "room": Room,
    "sitting": Sitting,
    "venue": Venue,
    "post": Post,
}
WITHOUT_ANY_SITE = Q(~Exists(Site.objects.filter(unit=OuterRef("pk"), ended_on=None)))
WITHOUT_ANY_GATE = Q(~Exists(Gate.objects.filter(site__unit_id=OuterRef("pk"), site__ended_on=None, ended_on=None)))
"""Of units: none of their sites has a gate."""
WITHOUT_GATE = Q(~Exists(Gate.objects.filter(site_id=OuterRef("pk"), ended_on=None)))


def runs_on(day: date, prefix: str = "") -> Q:
    """Return the condition that a period runs on a day.

    Args:
        prefix: the relation to the row that has the period, such as "turns__".
    """
    begun = Q(**{f"{prefix}started_on__lte": day})
    return begun & (Q(**{f"{prefix}ended_on": None}) | Q(**{f"{prefix}ended_on__gte": day}))


def sites(actor: Actor) -> QuerySet[Site]:
    """Return the sites the actor reaches, with their unit and area and how many gates and teams are in use."""
    require(actor, "directory:unit:read")
    rows = narrow(actor, Site.objects.all(), OF_UNIT).select_related("unit__sector", "area")
    gates = Count("gates", distinct=True, filter=Q(gates__ended_on=None))
    teams = Count("teams", distinct=True, filter=Q(teams__ended_on=None))
    return rows.annotate(gate_count=gates, team_count=teams)


def sites_in_use(actor: Actor) -> QuerySet[Site]:
    """Return the sites in use of units that go on, within reach, for contexts that look at many at once."""
    require(actor, "directory:unit:read")
    rows = Site.objects.filter(ended_on=None, unit__merged_into=None, unit__ceased_on=None)
    return narrow(actor, rows, OF_UNIT).select_related("unit__sector").order_by("unit_id", "number")


def site(actor: Actor, site_id: int) -> Site:
    """Return one site; see `sites`.

    Raises:
        NotFound: there is none of that id in the actor's scope.
    """
    found: Site = _one(sites(actor).filter(pk=site_id))
    return found


def access_site(actor: Actor, site_id: int) -> Site:
    """Return one site locked, the only way to hold it in order to change it; see `site`."""
    found: Site = _one(narrow(actor, Site.objects.select_for_update(of=("self",)), OF_UNIT).filter(pk=site_id))
    return found


def part(actor: Actor, kind: str, part_id: int) -> Any:
    """Return a gate, team, shift, room, sitting, venue or post.

    Raises:
        NotFound: there is no such kind, or none of that id in the actor's scope.
    """
    require(actor, "directory:unit:read")
    return _one(_parts(actor, kind).select_related(_home(kind)).filter(pk=part_id))


def access_part(actor: Actor, kind: str, part_id: int) -> Any:
    """Return one part locked; see `part`."""
    return _one(_parts(actor, kind).select_for_update(of=("self",)).filter(pk=part_id))


def _parts(actor: Actor, kind: str) -> QuerySet[Any]:
    table: Any = PART_TABLES.get(kind)
    if table is None:
        raise NotFound
    return narrow(actor, table.objects.all(), _columns(kind))


def _columns(kind: str) -> ScopeColumns:
    return OF_UNIT if kind == "post" else OF_SITE


def _home(kind: str) -> str:
    return "unit" if kind == "post" else "site__unit"


def _one(rows: QuerySet[Any]) -> Any:
    found = rows.first()
    if found is None:
        raise NotFound
    return found


def grounds(actor: Actor, unit_id: int, day: date) -> list[dict[str, Any]]:
    """Return a unit's sites, each with what is inside it and how full it is on a day.

    Args:
        day: on which turns, stays and employments are counted.
    """
    rows = list(sites(actor).filter(unit_id=unit_id).order_by("number"))
    inside = {kind: _by_site(_filled(kind, rows, day)) for kind in PART_TABLES if kind != "post"}
    return [{"site": row, **{f"{kind}s": found.get(row.pk, []) for kind, found in inside.items()}} for row in rows]


def _filled(kind: str, rows: list[Site], day: date) -> QuerySet[Any]:
    table: Any = PART_TABLES[kind]
    parts: QuerySet[Any] = table.objects.filter(site__in=rows).order_by("ended_on", "id")
    if kind == "team":
        people = Count("employments", filter=runs_on(day, "employments__"), distinct=True)
        shift, sitting = _now(ShiftTurn, "shift__name", day), _now(SittingTurn, "sitting__name", day)
        parts = parts.annotate(people=people, shift=shift, sitting=sitting)
    if kind == "room":
        parts = parts.annotate(taken=Count("stays", filter=runs_on(day, "stays__")))
    if kind == "venue":
        parts = parts.annotate(use_word=codes.word_in("venue_use", "use"))
    if kind in ("shift", "sitting"):
        parts = parts.annotate(teams=Count("turns", filter=runs_on(day, "turns__")))
    return parts


def _now(turns: Any, name: str, day: date) -> Any:
    return turns.objects.filter(runs_on(day), team_id=OuterRef("pk")).values_list(name)[:1]


def _by_site(parts: QuerySet[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in parts:
        found.setdefault(row.site_id, []).append(row)
    return found


def posts_of(actor: Actor, unit_id: int, day: date) -> QuerySet[Post]:
    """Return a unit's posts with how many people hold them on a day."""
    rows = narrow(actor, Post.objects.filter(unit_id=unit_id), OF_UNIT)
    people = Count("employments", filter=runs_on(day, "employments__"))
    return rows.annotate(people=people).order_by("ended_on", "id")


def turns_of(team: Team) -> dict[str, list[Any]]:
    """Return the shifts and sittings of a team that was read within the actor's scope, latest first."""
    return {
        "shift": list(team.shift_turns.select_related("shift").order_by("-started_on")[:50]),
        "sitting": list(team.sitting_turns.select_related("sitting").order_by("-started_on")[:50]),
    }


def targets_of(team: Team) -> dict[str, list[Any]]:
    """Return the shifts and sittings in use at a team's site."""
    return {
        "shift": list(Shift.objects.filter(site_id=team.site_id, ended_on=None).order_by("starts_at", "id")),
        "sitting": list(Sitting.objects.filter(site_id=team.site_id, ended_on=None).order_by("starts_at", "id")),
    }


def stays_of(actor: Actor, room: Room) -> QuerySet[RoomStay]:
    """Return who slept in a room that was read within the actor's scope, those who still do first."""
    rows = narrow(actor, RoomStay.objects.filter(room=room), OF_UNIT).select_related("person")
    return rows.order_by(F("ended_on").desc(nulls_first=True), "-started_on")


def stay(actor: Actor, stay_id: int) -> RoomStay:
    """Return one stay.

    Raises:
        NotFound: there is none of that id in the actor's scope.
    """
    found: RoomStay = _one(narrow(actor, RoomStay.objects.filter(pk=stay_id), OF_UNIT).select_related("room__site"))
    return found


def access_stay(actor: Actor, stay_id: int) -> RoomStay:
    """Return one stay locked.

    Raises:
        NotFound: there is none of that id in the actor's scope.
    """
    rows = narrow(actor, RoomStay.objects.select_for_update(of=("self",)), OF_UNIT)
    stay: RoomStay = _one(rows.filter(pk=stay_id))
    return stay


def vehicles(actor: Actor) -> QuerySet[VehicleUse]:
    """Return which vehicle serves which of the units the actor reaches."""
    require(actor, "directory:vehicle:read")
    rows = narrow(actor, VehicleUse.objects.all(), OF_UNIT).select_related("vehicle", "unit__sector", "unit__area")
    return rows.annotate(kind_word=codes.word_in("vehicle_kind", "vehicle__kind"))


def vehicle(actor: Actor, use_id: int) -> VehicleUse:
    """Return one; see `vehicles`.

    Raises:
        NotFound: there is none of that id in the actor's scope.
    """
    found: VehicleUse = _one(vehicles(actor).filter(pk=use_id))
    return found


def access_vehicle(actor: Actor, use_id: int) -> VehicleUse:
    """Return one locked; see `vehicle`."""
    found: VehicleUse = _one(
        narrow(actor, VehicleUse.objects.select_for_update(of=("self",)), OF_UNIT).filter(pk=use_id)
    )
    return found


def people_in(kind: str, part_id: int, after: date | None) -> int:
    """Return how many memberships of a part run on after a day; None = that are still open."""
    tables: Mapping[str, QuerySet[Any]] = {
        "team": Employment.objects.filter(team_id=part_id),
        "post": Employment.objects.filter(post_id=part_id),
        "room": RoomStay.objects.filter(room_id=part_id),
        "shift": ShiftTurn.objects.filter(shift_id=part_id),
        "sitting": SittingTurn.objects.filter(sitting_id=part_id),
    }
    rows = tables.get(kind)
    return 0 if rows is None else rows.filter(Q(ended_on=None) | Q(ended_on__gt=after)).count()
