"""A short way to units that are registered twice."""

from sibao.directory import services, sql
from sibao.directory.inputs import MergeUnits
from sibao.directory.models import Unit
from sibao.kernel import clock
from sibao.kernel.access import acting
from tests import world


def doubled(unit: Unit) -> Unit:
    """A unit that may be the same as another, and one that was merged into that."""
    actor, place = world.cli(unit.zone), {"town": unit.area.code, "sector": unit.sector.code}
    like, merged = (world.unit(unit.zone, name=f"{unit.name}{word}", **place) for word in ("公司", "老厂"))
    unit.refresh_from_db()
    pair = {"retired_id": merged.pk, "retired_version": merged.version}
    pair |= {"survivor_id": unit.pk, "survivor_version": unit.version}
    services.merge_units(actor=actor, given=MergeUnits(reason="同一家", **pair))
    with acting(actor):
        sql.find_likenesses(unit.zone_id, clock.now())
    return like
