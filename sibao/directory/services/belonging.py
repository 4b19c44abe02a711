"""Who belongs where from a day to a day: shifts and sittings of teams, rooms of people."""

from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from sibao.directory import queries, rules
from sibao.directory.inputs import EndStay, PlanStay, PlanTurn
from sibao.directory.models import RoomStay, ShiftTurn, SittingTurn
from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, Subject, command
from sibao.kernel.refusals import Invalid

TURNS: dict[str, Any] = {"shift": ShiftTurn, "sitting": SittingTurn}


@command("directory:turn:plan")
def plan_turn(*, actor: Actor, now: datetime, given: PlanTurn) -> Done[Any]:
    """Let a team work a shift, or eat at a sitting, from a day; what ran until then ends the day before."""
    team = queries.access_part(actor, "team", given.team_id)
    target = queries.part(actor, given.kind, given.target_id)
    if target.site_id != team.site_id:
        raise Invalid(fields={"target_id": _("须与班组在同一场所")})
    table = TURNS[given.kind]
    _end_open(table.objects.filter(team=team), given)
    turn = table(zone_id=team.zone_id, team=team, started_on=given.started_on, ended_on=given.ended_on)
    setattr(turn, given.kind, target)
    _save(turn, _("同期已有安排，请先核对日期"))
    details = {"kind": given.kind, "target": target.pk}
    return Done(turn, Subject("team", team.pk, team.name, unit_id=team.unit.pk), details=details)


@command("directory:stay:plan")
def plan_stay(*, actor: Actor, now: datetime, given: PlanStay) -> Done[RoomStay]:
    """Let an employed person sleep in a room from a day; the room she had until then is left the day before.

    Raises:
        Invalid: the room belongs to another unit or is full, or the person is already placed in those days.
    """
    room = queries.access_part(actor, "room", given.room_id)
    employed = queries.employment(actor, given.employment_id)
    if room.unit.pk != employed.unit_id:
        raise Invalid(fields={"employment_id": _("此人不在本单位")})
    own = RoomStay.objects.filter(person=employed.person)
    _end_open(own, given)
    taken = RoomStay.objects.filter(room=room).values_list("started_on", "ended_on")
    if rules.most_at_once(taken, given.started_on, given.ended_on) >= room.places:
        raise Invalid(fields={"room_id": _("这间宿舍在这段时间已住满")})
    stay = RoomStay(zone_id=room.zone_id, unit_id=employed.unit_id, person=employed.person, room=room)
    stay.started_on, stay.ended_on = given.started_on, given.ended_on
    _save(stay, _("此人同期已有住宿安排，请先核对日期"))
    return Done(stay, Subject("room", room.pk, room.name, unit_id=employed.unit_id))


@command("directory:stay:end")
def end_stay(*, actor: Actor, now: datetime, given: EndStay) -> Done[RoomStay]:
    """End a stay with a last day."""
    stay = queries.access_stay(actor, given.stay_id)
    if given.ended_on < stay.started_on:
        raise Invalid(fields={"ended_on": _("不能早于入住日期")})
    stay.ended_on = given.ended_on
    _save(stay, _("此人同期已有住宿安排，请先核对日期"))
    return Done(stay, Subject("room", stay.room_id, "", unit_id=stay.unit_id))


def _end_open(rows: Any, given: Any) -> None:
    still_running = rows.filter(ended_on=None, started_on__lt=given.started_on)
    still_running.update(ended_on=given.started_on - timedelta(days=1))


def _save(row: Any, taken: Any) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Invalid(fields={"started_on": taken}) from error
