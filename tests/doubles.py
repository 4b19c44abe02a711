"""A short way to units that are registered twice."""

from sibao.directory import queries, sql
from sibao.directory.inputs import MergeUnits
from sibao.directory.models import Unit
from sibao.kernel import clock
from sibao.kernel.access import acting
from tests import consulted, world


def doubled(unit: Unit) -> Unit:
    """A unit that may be the same as another, and one that was merged into that."""
    actor, place = world.cli(unit.zone), {"town": unit.area.code, "sector": unit.sector.code}
    like, merged = (world.unit(unit.zone, name=f"{unit.name}{word}", **place) for word in ("公司", "老厂"))
    unit.refresh_from_db()
    pair = {"retired_id": merged.pk, "retired_version": merged.version}
    pair |= {"survivor_id": unit.pk, "survivor_version": unit.version}
    merger = consulted.colleague(unit.zone, "hq_office_clerk", "merges")
    with acting(merger):
        seen = queries.preview_merge(merger, merged.pk, unit.pk).seen
    given = MergeUnits(reason="同一家", seen=seen, **pair)
    consulted.do(merger, "directory:unit:merge", given, "head_industry")
    with acting(actor):
        sql.find_likenesses(unit.zone_id, clock.now())
    return like
