"""What facts put into the small world: a department's value about each unit, and the unit's word that it is wrong."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db.models import Model

from sibao.directory.models import Unit, Zone
from sibao.facts.models import FactCorrection, FactDefinition, FactValue
from sibao.kernel import clock
from sibao.kernel.access import Actor

KEY = "seriously_dishonest"
"""Asked of the units of every sector."""


def dispute(unit: Unit) -> FactCorrection:
    """A department said of a unit what keeps it from nothing, and the unit asks for it to be corrected."""
    row, now = FactDefinition.objects.get(zone=unit.zone, key=KEY), clock.now()
    of = {"zone": unit.zone, "unit": unit, "definition": row}
    said = FactValue.objects.create(
        **of, raw=0, observed_at=now - timedelta(days=1), recorded_at=now, source=row.source, recorded_by=0
    )
    asked = {"reason": "试办事项", "asked_at": now, "asked_by": 0, "asked_as": "试"}
    return FactCorrection.objects.create(**of, disputed=said, raw=1, observed_on=clock.today(), **asked)


def elsewhere(zone: Zone) -> None:
    """A fact of another zone's catalogue."""
    FactDefinition.objects.create(zone=zone, key="far", kind="flag", name="外地", name_en="Far away", order=1)


def is_known(actor: Actor, row: FactDefinition) -> bool:
    """The catalogue is everyone's."""
    return True


RULES: dict[type[Model], Callable[[Actor, Any], bool]] = {FactDefinition: is_known}
ARGUMENTS: dict[str, type[Model]] = {"correction_id": FactCorrection, "fact_id": FactDefinition}
WORDS = {"fact_key": KEY}
"""Arguments that name no row."""
