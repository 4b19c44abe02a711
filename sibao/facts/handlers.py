"""Facts that a department had been asked for have come: see whether that is all."""

from sibao.facts import queries
from sibao.facts.events import FactsRecorded
from sibao.facts.tasks import FOLLOW
from sibao.kernel.events import on
from sibao.kernel.jobs import defer_once


@on(FactsRecorded)
def facts_recorded(event: FactsRecorded) -> None:
    """Have the tasks looked at, unless none of these facts is waited for."""
    if queries.waiting_facts(event.zone_id, event.keys):
        defer_once(FOLLOW, f"facts-owed-{event.zone_id}", zone_id=event.zone_id)
