"""Whom monitoring follows: everybody who works for a unit, and the sites where they work."""

from datetime import datetime

from sibao.directory import queries as directory
from sibao.kernel import clock, events, levels
from sibao.kernel.access import Actor, Scope
from sibao.kernel.commands import Done, Subject, command
from sibao.kernel.events import Event
from sibao.prevention import queries, sql
from sibao.prevention.events import LoopChanged
from sibao.prevention.inputs import FollowPeople, PlaceInLoop
from sibao.prevention.services.judging import judge


@command("prevention:people:follow")
def follow_people(*, actor: Actor, now: datetime, given: FollowPeople) -> Done[int]:
    """Bring the followed people and sites in line with who works where today; somebody new has the rules applied at once.

    A person who works in two places is followed at the one where she began last; who left is followed no more, and what
    fired for her counts for her site no more.
    """
    watched = queries.monitoring(actor.zone_id)
    followed = sql.follow(watched.program, actor.zone_id, given.unit_ids, now.astimezone(clock.SHANGHAI).date(), now)
    told = judge(watched, actor.zone_id, now)
    return Done(followed, Subject("signal_people", None, ""), told, {"followed": followed})


@command("prevention:people:loop")
def place_in_loop(*, actor: Actor, now: datetime, given: PlaceInLoop) -> Done[int]:
    """Write who is in a closed loop, for contexts that keep loops; their rhythm of tests changes at once."""
    watched = queries.monitoring(actor.zone_id)
    placed = sql.place_in_loop(watched.program, actor.zone_id, given.person_ids, given.inside, now)
    told: list[Event] = [*judge(watched, actor.zone_id, now)]
    told.append(LoopChanged(zone_id=actor.zone_id, person_ids=given.person_ids))
    return Done(placed, Subject("signal_people", None, ""), told, {"placed": placed, "inside": given.inside})


def follow_levels(zone_id: int, now: datetime) -> int:
    """Write the level in force at each unit into the states that stand there, and judge those where it changed.

    For whoever keeps levels, in the transaction that changes one; return how many states have another level now.
    """
    units = directory.unit_rows().filter(zone_id=zone_id).values_list("pk", "area_path", "sector_id")
    level = {
        pk: queries.LEVELS[levels.in_force(Scope(zone_id, area_path=area, sector_id=sector, unit_id=pk), now)]
        for pk, area, sector in units
    }
    changed = sql.set_levels(zone_id, level)
    events.publish(judge(queries.monitoring(zone_id), zone_id, now))
    return changed
