"""What nobody answers for any more is told to the unit by one task, which ends when somebody answers again (R45)."""

from collections.abc import Collection
from datetime import datetime

from sibao.accounts import queries as accounts
from sibao.directory import queries as directory
from sibao.duty import queries
from sibao.duty.inputs import NoticeOpenings
from sibao.inbox import queries as inbox_queries
from sibao.inbox import services as inbox
from sibao.inbox.inputs import AssignTask, CompleteTask
from sibao.kernel import clock
from sibao.kernel.access import Actor, system
from sibao.kernel.commands import Done, Subject, command

TASK_KIND = "open_duty"
SUBJECT_KIND = "unanswered"
NAMED = 20


@command("duty:opening:notice")
def notice_openings(*, actor: Actor, now: datetime, given: NoticeOpenings) -> Done[int]:
    """Give a unit the task of naming somebody where nobody answers since the last one's last day; by the schedule."""
    unit = directory.access_unit(actor, given.unit_id)
    open_ = follow_up(actor.zone_id, unit.pk, now)
    return Done(open_, Subject("unit", unit.pk, unit.name, unit_id=unit.pk), details={"open": open_})


def close(zone_id: int, unit_ids: Collection[int], now: datetime) -> None:
    """Look again at those of the units that have the task: somebody has been named, and nobody let go."""
    for unit_id in inbox_queries.subjects_waiting(zone_id, TASK_KIND, SUBJECT_KIND, unit_ids):
        follow_up(zone_id, unit_id, now)


def follow_up(zone_id: int, unit_id: int, now: datetime) -> int:
    """Open the unit's task if anything is open again and it has none, or end it if nothing is; return how many are open."""
    open_ = list(queries.open_again(zone_id, unit_id, clock.today()))
    task = inbox_queries.task_of(zone_id, TASK_KIND, SUBJECT_KIND, unit_id)
    if open_ and task is None:
        _ask(zone_id, unit_id, [f"{one.site.name} · {one.matter.name}" for one in open_], now)
    if task is not None and not open_:
        done = CompleteTask(task_id=task.pk, version=task.version, result="责任人已补定，或不再需要")
        inbox.complete_task(actor=_system(zone_id), given=done, now=now)
    return len(open_)


def _ask(zone_id: int, unit_id: int, open_: list[str], now: datetime) -> None:
    able = accounts.able_positions(zone_id, "duty:responsible:assign").filter(unit_bound=True)
    seat = able.first()
    if seat is None:
        return
    named = "；".join(open_[:NAMED]) + ("…" if len(open_) > NAMED else "")
    given = AssignTask(
        kind=TASK_KIND,
        title=f"{len(open_)} 项责任没有责任人，请补定",
        title_en=f"{len(open_)} duties have nobody responsible; name somebody",
        details=named[:1000],
        position_id=seat.pk,
        seat_unit_id=unit_id,
        unit_id=unit_id,
        subject_kind=SUBJECT_KIND,
        subject_id=unit_id,
    )
    inbox.assign_task(actor=_system(zone_id), given=given, now=now)


def _system(zone_id: int) -> Actor:
    return system(zone_id, door="queue")
