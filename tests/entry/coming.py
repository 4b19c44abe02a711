"""Short ways to people who come in."""

import itertools
from datetime import datetime, timedelta
from typing import Any

from sibao.directory.models import Unit
from sibao.entry import services
from sibao.entry.inputs import ReceiveArrival, RegisterArrival
from sibao.entry.models import ArrivalRegistration, CodeAssignment
from sibao.kernel import clock
from sibao.kernel.access import Actor, acting
from tests import grounds, world

SHANGHAI, HEBEI, ZHENGZHOU, NOWHERE = "310115", "130100", "410105", "810000"
_serial = itertools.count(1)


def said(unit: Unit, **more: Any) -> dict[str, Any]:
    """What a unit says of somebody who comes from another province in four days."""
    given = {
        "unit_id": unit.pk,
        "name": "王来宾",
        "identity": grounds.citizen_number(70_000 + next(_serial)),
        "origin_code": HEBEI,
        "origin_name": "河北石家庄",
        "planned_at": clock.now() + timedelta(days=4),
        "transport": "train",
    }
    return {**given, **more}


def register(actor: Actor, unit: Unit, *, now: datetime | None = None, **more: Any) -> ArrivalRegistration:
    """Register somebody who comes to a unit."""
    given = RegisterArrival(**said(unit, **more))
    row: ArrivalRegistration = services.register_arrival(actor=actor, given=given, now=now)
    return row


def receive(actor: Actor, row: ArrivalRegistration, *, now: datetime | None = None) -> ArrivalRegistration:
    """Record that she has arrived."""
    given = ReceiveArrival(arrival_id=row.pk, version=row.version)
    came: ArrivalRegistration = services.receive_arrival(actor=actor, given=given, now=now)
    return came


def codes(row: ArrivalRegistration) -> list[CodeAssignment]:
    """Her codes, the first one first."""
    with acting(world.cli(row.zone)):
        return list(CodeAssignment.objects.filter(arrival=row).order_by("pk"))


def running(row: ArrivalRegistration) -> CodeAssignment:
    """The code that she has now."""
    (found,) = [one for one in codes(row) if one.released_at is None]
    return found


def all_of(table: Any, zone: Any) -> list[Any]:
    """Every row of a table, whoever may see it."""
    with acting(world.cli(zone)):
        return list(table.objects.filter(zone=zone).order_by("pk"))
