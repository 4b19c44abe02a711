"""What monitoring puts into the small world: everybody is followed, so that nobody's having been tested is warned of."""

from collections.abc import Callable
from typing import Any

from django.db.models import Model

from sibao.directory.models import Zone
from sibao.kernel.access import acting
from sibao.prevention import services
from sibao.prevention.inputs import FollowPeople
from sibao.prevention.models import Alert, AlertGroup
from tests import world


def fill(zone: Zone) -> None:
    """Follow everybody who works for a unit."""
    actor = world.cli(zone)
    with acting(actor):
        services.follow_people(actor=actor, given=FollowPeople())


RULES: dict[type[Model], Callable[[Any, Any], bool]] = {}
ARGUMENTS: dict[str, type[Model]] = {"alert_id": AlertGroup, "warned_id": Alert}
