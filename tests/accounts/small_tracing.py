"""What tracing puts into the small world: a screening of the whole zone, which finds everybody."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db.models import Model

from sibao.directory.models import Area, Zone
from sibao.kernel import clock
from sibao.kernel.access import Actor
from sibao.tracing import services
from sibao.tracing.inputs import RunScreening
from sibao.tracing.models import ScreenedSite, Screening
from tests import world


def screen(zone: Zone) -> None:
    """Ask who works anywhere in the zone."""
    area = Area.objects.filter(zone=zone).order_by("path").first()
    given = RunScreening(title="试排查", area=area.code if area else "", since=clock.now() - timedelta(days=1))
    services.run_screening(actor=world.cli(zone), given=given)


def reaches_screening(actor: Actor, row: Screening) -> bool:
    """A screening is of the whole zone."""
    return actor.scope.whole_zone


RULES: dict[type[Model], Callable[[Any, Any], bool]] = {Screening: reaches_screening}
ARGUMENTS: dict[str, type[Model]] = {"screening_id": Screening, "screened_site_id": ScreenedSite}
