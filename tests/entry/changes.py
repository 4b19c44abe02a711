"""How some fifty rows of the lists of coming in change."""

from datetime import timedelta
from typing import Any

from sibao.directory.models import Unit
from sibao.entry import services
from sibao.entry.inputs import GradeArea
from sibao.entry.models import OriginArea
from sibao.entry.services import renewing
from sibao.kernel import clock
from sibao.kernel.access import Actor, acting
from tests import world
from tests.entry import coming


def let_people_come(zone: Any, reader: Actor) -> None:
    """Some are registered, some of these come, and their codes are over after eight days."""
    actor = world.cli(zone)
    with acting(actor):
        for unit in Unit.objects.filter(zone=zone, merged_into=None).order_by("pk")[:20]:
            rows = [coming.register(actor, unit) for _ in range(2)]
            coming.receive(actor, rows[0])
        renewing.renew(zone.pk, clock.now() + timedelta(days=8))


def grade_areas(zone: Any, reader: Actor) -> None:
    """Every province is of another class from today."""
    actor, today = world.cli(zone), clock.today()
    for area in OriginArea.objects.filter(zone=zone, ended_on=None, started_on__lt=today):
        given = GradeArea(code=area.code, name=area.name, class_key="class_2", started_on=today, basis="试办通报")
        services.grade_area(actor=actor, given=given)


CHANGES = {**dict.fromkeys(("entry:arrivals", "entry:codes"), let_people_come), "entry:areas": grade_areas}
