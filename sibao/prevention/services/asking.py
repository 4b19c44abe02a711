"""Tasks about alerts: to deal with one, to be heard on one; given and ended by the product itself."""

from datetime import datetime, timedelta
from typing import Any

from sibao.accounts import queries as accounts
from sibao.directory import queries as directory
from sibao.inbox import queries as inbox_queries
from sibao.inbox import services as inbox
from sibao.inbox.inputs import AssignTask, CompleteTask
from sibao.kernel.access import Actor, system
from sibao.prevention.models import AlertGroup, AlertOpinion
from sibao.prevention.queries import KIND as SUBJECT
from sibao.prevention.queries import OPINION
from sibao.prevention.states import OVER, RAISED, RESOLVED

RECEIVE, CONSULT, ACT = "alert", "alert_consult", "alert_act"


def follow(zone_id: int, now: datetime, most: int = 10) -> int:
    """Let tasks say what is so: whoever deals with an alert of its kind is asked once, and no more when it is over.

    The zone is waited for first, as tasks do, so that no delivery waits for an alert that waits for the zone.

    Returns:
        How many alerts were looked at.
    """
    directory.lock_zone(zone_id)
    rows = AlertGroup.objects.select_for_update(of=("self",), skip_locked=True).filter(zone_id=zone_id, unseen=True)
    found = list(rows.select_related("rule", "unit__sector", "unit__area", "site").order_by("pk")[:most])
    for row in found:
        if row.state in OVER or row.state == RESOLVED:
            for kind in (RECEIVE, ACT):
                _finish(row, kind, now)
        elif row.state == RAISED and not _asked(row):
            _receive(row, now)
        elif row.state != RAISED:
            _finish(row, RECEIVE, now)
    AlertGroup.objects.filter(pk__in=[row.pk for row in found]).update(unseen=False)
    return len(found)


def consult(row: AlertGroup, position_id: int, question: str, now: datetime) -> None:
    """Ask a seat for its opinion on an alert."""
    asked = AlertOpinion.objects.create(
        zone_id=row.zone_id, group=row, position_id=position_id, question=question, asked_at=now
    )
    given = _about(row, CONSULT, f"会商：{row.rule.name}", f"Consult on: {row.rule.name_en}", question)
    of_seat = {"subject_kind": OPINION, "subject_id": asked.pk, "position_id": position_id}
    _assign(row.zone_id, {**given, **of_seat}, now)


def act(row: AlertGroup, position_id: int, what: str, now: datetime) -> None:
    """Have a seat deal with an alert, instead of whoever was asked first."""
    _finish(row, RECEIVE, now)
    given = _about(row, ACT, f"处置：{row.rule.name}", f"Deal with: {row.rule.name_en}", what)
    _assign(row.zone_id, {**given, "position_id": position_id}, now)


def _receive(row: AlertGroup, now: datetime) -> None:
    seat = _seat(row)
    if seat is None:
        return
    given = _about(row, RECEIVE, row.rule.name, row.rule.name_en, row.rule.cure)
    due = row.opened_at + timedelta(minutes=row.rule.limit_minutes)
    bound = row.unit_id if seat.unit_bound else None
    given |= {"position_id": seat.pk, "seat_unit_id": bound, "due_at": max(due, now + timedelta(minutes=1))}
    _assign(row.zone_id, given, now)


def _seat(row: AlertGroup) -> Any:
    """The seat of the rule's role that stands nearest: of the unit, of its sector, of its town, or of the whole zone."""
    able = accounts.able_positions(row.zone_id, "inbox:task:accept").filter(role__code=row.rule.asks)
    path = row.unit.area_path
    near = [
        (not one.unit_bound, one.sector_id is None, one.area is None, index, one)
        for index, one in enumerate(able.select_related("area"))
        if one.sector_id in (None, row.unit.sector_id) and (one.area is None or path.startswith(one.area.path))
    ]
    return min(near, default=(None,))[-1]


def _about(row: AlertGroup, kind: str, title: str, title_en: str, details: str) -> dict[str, Any]:
    place = row.site.name if row.site else ""
    return {
        "kind": kind,
        "title": f"{title}（{row.unit.name} {place}）".replace(" ）", "）")[:120],
        "title_en": title_en[:120],
        "details": details,
        "unit_id": row.unit_id,
        "subject_kind": SUBJECT,
        "subject_id": row.pk,
        "subject_label": row.rule.name[:120],
    }


def _asked(row: AlertGroup) -> bool:
    """Whether somebody has been asked already; what a person called off stays off."""
    last = inbox_queries.last_tasks(row.zone_id, RECEIVE, SUBJECT, [row.pk]).get(row.pk)
    return last is not None and last.state != "done"


def _assign(zone_id: int, given: dict[str, Any], now: datetime) -> None:
    inbox.assign_task(actor=_by_itself(zone_id), given=AssignTask.model_validate(given), now=now)


def _finish(row: AlertGroup, kind: str, now: datetime) -> None:
    task = inbox_queries.task_of(row.zone_id, kind, SUBJECT, row.pk)
    if task is not None:
        said = "规则已停用" if row.rule.retired else "情况已消失" if row.closed_by_facts else "已按流程处理"
        done = CompleteTask(task_id=task.pk, version=task.version, result=said)
        inbox.complete_task(actor=_by_itself(row.zone_id), given=done, now=now)


def _by_itself(zone_id: int) -> Actor:
    return system(zone_id, door="queue")
