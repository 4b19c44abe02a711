"""Pairs of units that may be one: found by what they share, told apart by people."""

from datetime import datetime

from sibao.directory import queries, sql
from sibao.directory.inputs import DecideLikeness
from sibao.directory.models import Likeness
from sibao.kernel.access import Actor, acting, system
from sibao.kernel.commands import Done, Subject, command


def find(zone_id: int, now: datetime) -> None:
    """Find the pairs of a zone, by what the whole zone holds; done by the queue whenever units have changed."""
    with acting(system(zone_id, door="schedule")):
        sql.find_likenesses(zone_id, now)


@command("directory:likeness:decide")
def decide_likeness(*, actor: Actor, now: datetime, given: DecideLikeness) -> Done[Likeness]:
    """Say that a pair is not the same unit, which is remembered, or take that back."""
    row = queries.access_likeness(actor, given.likeness_id)
    row.state = Likeness.State.APART if given.apart else Likeness.State.OPEN
    row.note = given.note if given.apart else ""
    row.decided_at, row.decided_by = now, actor.account_id
    row.save()
    subject = Subject("likeness", row.pk, f"{row.first.name} / {row.second.name}", unit_id=row.first_id)
    return Done(row, subject, details={"second": row.second_id, "apart": given.apart, "note": given.note})
