"""What coming in puts into the small world: who is expected and who has come to every unit, with codes and an appeal."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db.models import Model

from sibao.directory.models import Unit
from sibao.entry import services
from sibao.entry.inputs import LodgeAppeal
from sibao.entry.models import ArrivalRegistration, CodeAppeal, CodeAssignment, OriginArea
from sibao.kernel import clock
from sibao.kernel.access import Actor, acting
from tests import world
from tests.entry.coming import SHANGHAI, receive, register


def fill(unit: Unit) -> None:
    """Somebody who is expected, and somebody who has come, has a yellow code and appeals against it."""
    actor, now = world.cli(unit.zone), clock.now()
    with acting(actor):
        register(actor, unit)
        row = receive(actor, register(actor, unit, origin_code=SHANGHAI, now=now - timedelta(days=1), planned_at=now))
        code = CodeAssignment.objects.get(arrival=row)
        services.lodge_appeal(actor=actor, given=LodgeAppeal(code_id=code.pk, text="没有去过那里"))


def is_known(actor: Actor, row: OriginArea) -> bool:
    """Which class an area of origin has is everyone's to know."""
    return True


RULES: dict[type[Model], Callable[[Any, Any], bool]] = {OriginArea: is_known}
ARGUMENTS: dict[str, type[Model]] = {
    "arrival_id": ArrivalRegistration,
    "code_id": CodeAssignment,
    "code_appeal_id": CodeAppeal,
}
