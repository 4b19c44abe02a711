"""Short ways to what stands at a unit: a site with something of every kind, someone who works and sleeps there, a lorry."""

import itertools
from datetime import date
from typing import Any

from sibao.directory import services
from sibao.directory.inputs import PARTS, EditSite, EditVehicle, PlanStay, PlanTurn
from sibao.directory.models import Employment, Person, Room, RoomStay, Site, Unit
from sibao.duty.models import Liaison, Matter, Officer, Responsible
from sibao.kernel import clock
from sibao.kernel.access import acting
from sibao.kernel.secrets import keyed_hash, seal
from tests import world

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
BEGUN = date(2020, 1, 1)
EXTRA: dict[str, dict[str, Any]] = {
    "gate": {},
    "team": {},
    "shift": {"starts_at": "20:00", "ends_at": "08:00"},
    "room": {"places": 2},
    "sitting": {"starts_at": "11:30", "ends_at": "12:00", "places": 80},
    "venue": {"use": "canteen", "places": 60},
    "post": {"exposure": "contact"},
}
_serial = itertools.count(1)


def citizen_number(serial: int) -> str:
    """A valid citizen identity number, invented."""
    body = f"41900119{70 + serial // 1000 % 30}0101{serial % 1000:03d}"
    total = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True))
    return body + "10X98765432"[total % 11]


def site(unit: Unit, name: str = "主厂区") -> Site:
    """A site of a unit, registered through its command."""
    given = EditSite(unit_id=unit.pk, name=name, area_id=unit.area_id)
    made: Site = services.edit_site(actor=world.cli(unit.zone), given=given)
    return made


def part(place: Site, kind: str, name: str = "一号", **more: Any) -> Any:
    """A part of a site, registered through its command."""
    home = {"unit_id": place.unit_id} if kind == "post" else {"site_id": place.pk}
    given = PARTS[kind].model_validate({"name": name, **EXTRA[kind], **home, **more})
    return services.edit_part(actor=world.cli(place.zone), given=given)


def employed(place: Site, *, number: str = "", name: str = "张演示", **more: Any) -> Employment:
    """Someone who works at a site since 2020."""
    number = number or citizen_number(next(_serial))
    with acting(world.cli(place.zone)):
        person, _made = Person.objects.get_or_create(
            zone=place.zone,
            identity_hash=keyed_hash(number, purpose="identity"),
            defaults={
                "identity_kind": "citizen",
                "identity_sealed": seal(number),
                "name_sealed": seal(name),
                "created_at": clock.now(),
            },
        )
        given = {"zone": place.zone, "person": person, "unit": place.unit, "site": place, "started_on": BEGUN}
        return Employment.objects.create(**{**given, **more})


def sleeps(someone: Employment, room: Room, since: date = BEGUN) -> RoomStay:
    """Let someone sleep in a room since a day."""
    given = PlanStay(room_id=room.pk, employment_id=someone.pk, started_on=since)
    made: RoomStay = services.plan_stay(actor=world.cli(someone.zone), given=given)
    return made


def furnish(unit: Unit) -> Site:
    """Give a unit a site with one of everything in use."""
    place, actor = site(unit), world.cli(unit.zone)
    parts = {kind: part(place, kind) for kind in PARTS}
    someone = employed(place, post=parts["post"], team=parts["team"])
    for kind in ("shift", "sitting"):
        turn = PlanTurn(team_id=parts["team"].pk, kind=kind, target_id=parts[kind].pk, started_on=BEGUN)  # type: ignore[arg-type]
        services.plan_turn(actor=actor, given=turn)
    sleeps(someone, parts["room"])
    lorry = {"plate": f"豫U{unit.pk % 100_000:05d}", "colour": "yellow", "kind": "lorry", "started_on": BEGUN}
    services.edit_vehicle(actor=actor, given=EditVehicle.model_validate({"unit_id": unit.pk, **lorry}))
    return place


def look_after(unit: Unit) -> None:
    """An officer of the unit's town who looks after it, but nobody looks after every other one."""
    given = {"zone": unit.zone, "area": unit.area, "post": "干部", "most": 3}
    officer = Officer.objects.create(name=f"包保{unit.pk}", **given)
    if unit.pk % 2:
        Liaison.objects.create(zone=unit.zone, unit=unit, officer=officer, started_on=BEGUN, reason="试")


def answer(place: Site) -> None:
    """Somebody answers for a matter at a site, and a deputy for the next one, which nobody leads."""
    first, second = Matter.objects.filter(zone=place.zone).order_by("order")[:2]
    given = {"zone": place.zone, "unit": place.unit, "site": place, "started_on": BEGUN, "reason": "试", "post": "厂长"}
    with acting(world.cli(place.zone)):
        for matter, role in ((first, "lead"), (second, "deputy")):
            sealed = {"name_sealed": seal("张演示"), "phone_sealed": seal("13800000011"), "phone_hash": b"-" * 32}
            Responsible.objects.create(matter=matter, role=role, **sealed, **given)
