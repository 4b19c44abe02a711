"""Each town has one task per sector of asking those who qualify and have not applied; it ends when all have been (R123)."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sibao.accounts import queries as accounts
from sibao.inbox import queries as inbox_queries
from sibao.inbox import services as inbox
from sibao.inbox.inputs import AssignTask, CompleteTask
from sibao.kernel.access import Actor, system
from sibao.kernel.commands import Done, Subject, command
from sibao.whitelist import queries
from sibao.whitelist.inputs import AssignOutreach
from sibao.whitelist.models import CoverageCell

KIND, SUBJECT, NAMED = "outreach", "coverage_cell", 20
RECORD = "whitelist:outreach:record"


@command("whitelist:outreach:assign")
def assign_outreach(*, actor: Actor, now: datetime, given: AssignOutreach) -> Done[int]:
    """Give the towns within reach what they have to ask, one task per town and sector, and end what has been asked.

    A town that has its task already gets no other, and none where nobody holds a seat of its own for it.
    """
    cells = list(queries.cells_of(actor))
    left = queries.to_be_asked(actor, now)
    waiting = set(inbox_queries.subjects_waiting(actor.zone_id, KIND, SUBJECT, [one.pk for one in cells]))
    made = sum(
        _ask(one, left[one.area_id, one.sector_id], now)
        for one in cells
        if (one.area_id, one.sector_id) in left and one.pk not in waiting
    )
    end_asked([one for one in cells if one.pk in waiting and (one.area_id, one.sector_id) not in left], now)
    return Done(made, Subject("zone", actor.zone_id, ""), details={"tasks": made})


def end_asked(cells: Collection[CoverageCell], now: datetime) -> None:
    """End the tasks of towns whose units have all been asked, have applied or are in."""
    for one in cells:
        task = inbox_queries.task_of(one.zone_id, KIND, SUBJECT, one.pk)
        if task is not None:
            done = CompleteTask(task_id=task.pk, version=task.version, result="已逐家联系，或已申报、已入册")
            inbox.complete_task(actor=_system(one), given=done, now=now)


def _ask(found: CoverageCell, names: Sequence[str], now: datetime) -> bool:
    seat = _seat(found)
    if seat is None:
        return False
    label = f"{found.area.name} · {found.sector.name}"
    in_english = f"{found.area.name_en or found.area.name}, {found.sector.name_en}"
    given = AssignTask(
        kind=KIND,
        title=f"联系达标未申报的 {len(names)} 家：{label}"[:120],
        title_en=f"Ask {len(names)} units that qualify to apply: {in_english}"[:120],
        details=("；".join(names[:NAMED]) + ("…" if len(names) > NAMED else ""))[:1000],
        position_id=seat,
        area_path=found.area_path,
        sector_id=found.sector_id,
        subject_kind=SUBJECT,
        subject_id=found.pk,
        subject_label=label,
    )
    inbox.assign_task(actor=_system(found), given=given, now=now)
    return True


def _seat(found: CoverageCell) -> int | None:
    """The seat of the town itself, or of the area office that it lies under."""
    able = accounts.able_positions(found.zone_id, RECORD).filter(area__isnull=False).select_related("area")
    over = [one for one in able if one.area and found.area_path.startswith(one.area.path)]
    return max(over, key=lambda one: len(one.area.path) if one.area else 0).pk if over else None


def _system(found: CoverageCell) -> Actor:
    return system(found.zone_id, door="queue")
