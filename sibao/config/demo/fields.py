"""Optional fields of the demo zone: one that departments fill in, and what the first units say in it."""

from sibao.config.demo.world import World
from sibao.directory.inputs import EditField
from sibao.directory.models import UnitField, UnitFieldValue
from sibao.directory.services import edit_field
from sibao.kernel.access import Actor

SAID = ("双回路", "单回路", "双回路，有自备发电机")
UNITS = 60


def load(actor: Actor, world: World) -> None:
    """Define how a unit gets its power, by the command, and let some of the units say it."""
    given = {"name": "供电方式", "name_en": "Power supply", "order": 10, "reason": "（示例）供电部门要的"}
    field: UnitField = edit_field(
        actor=actor, given=EditField.model_validate({"key": "power", "kind": "text", **given})
    )
    UnitFieldValue.objects.bulk_create(
        UnitFieldValue(
            zone_id=actor.zone_id, unit_id=unit.id, field=field, value=SAID[place % 3], recorded_at=world.now
        )
        for place, unit in enumerate(world.units[:UNITS])
    )
