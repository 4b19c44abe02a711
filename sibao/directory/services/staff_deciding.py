"""What one row of a roster leads to: told in the preview, and decided anew when it is written."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from sibao.directory import rules
from sibao.directory.inputs import StaffRow
from sibao.directory.models import Employment, Room, RoomStay, ShiftTurn, Unit
from sibao.directory.queries.roster import Roll, number_hash
from sibao.directory.services.staff_places import Mismatch, Place, place_of, unit_of
from sibao.directory.sql import KnownPerson
from sibao.kernel.imports.importers import Change
from sibao.kernel.secrets import SealBroken, mask_phone, open_sealed, open_shown
from sibao.kernel.sheets.text import compact

DAY = timedelta(days=1)


@dataclass(slots=True)
class Step:
    """What a row leads to: employments and stays that begin or change, a team's first shift, a phone.

    Nothing of it is saved; rows without an id are new.
    """

    row: StaffRow
    unit: Unit
    hash: bytes
    person: KnownPerson | None
    employments: list[Employment] = field(default_factory=list)
    stays: list[RoomStay] = field(default_factory=list)
    turn: ShiftTurn | None = None
    phone: bool = False
    new: bool = False
    matched_id: int | None = None
    changes: list[Change] = field(default_factory=list)

    def change(self, label: str, before: object, after: object) -> None:
        """Tell of one field that changes."""
        self.changes.append(Change(label, _shown(before), _shown(after)))


def decide(roll: Roll, row: StaffRow) -> Step:
    """Return what a row leads to, and let the roll change as it will.

    Raises:
        Mismatch: the row contradicts what is known, or names what is not there.
    """
    unit = unit_of(roll, row)
    hashed = number_hash(row.identity)
    step = Step(row, unit, hashed, roll.persons.get(hashed))
    same_person(step)
    career = roll.careers.setdefault((unit.pk, step.person.id), []) if step.person else []
    current = _current(career, row, roll.today)
    place = place_of(roll, unit, row, current)
    if current is None:
        current = _begin(step, place, roll)
        career.append(current)
    else:
        step.matched_id = current.pk
        current = _go_on(step, place, career, current, roll.today)
    _in_order(career)
    _bed(step, place, current, roll)
    _shift(step, place, current, roll)
    _call(step, bool(career) and not step.new)
    return step


def same_person(step: Step) -> None:
    """Let a step pass whose person bears the row's name.

    Raises:
        Mismatch: the number is known with another name.
    """
    if step.person is None:
        return
    try:
        known = open_sealed(step.person.name_sealed)
    except SealBroken:
        return
    if compact(known) != compact(step.row.name):
        raise Mismatch(_("这个证件号在系统里登记的是另一个姓名"), _("请核对姓名和证件号，抄错的改正后重新上传"))


def _current(career: list[Employment], row: StaffRow, today: date) -> Employment | None:
    """The employment that a row speaks of: the one that runs or will, or the last, if the row tells how it ended."""
    if not career:
        return None
    last = career[-1]
    if last.ended_on is None or last.ended_on >= today:
        return last
    if row.started_on and row.started_on > last.ended_on:
        return None
    if row.ended_on:
        return last
    raise Mismatch(
        _("系统里此人已于 %(day)s 离职") % {"day": last.ended_on},
        _("重新入职的填新的入职日期；确已离职的填离职日期，或从表中删去"),
    )


def _begin(step: Step, place: Place, roll: Roll) -> Employment:
    row = step.row
    made = Employment(zone_id=step.unit.zone_id, unit=step.unit)
    if step.person:
        made.person_id = step.person.id
    made.site, made.post, made.team = place.site, place.post, place.team
    made.started_on, made.ended_on = row.started_on or min(roll.today, row.ended_on or roll.today), row.ended_on
    step.new = True
    step.employments.append(made)
    _tell_made(step, place)
    for name in roll.elsewhere.get(step.person.id, ()) if step.person else ():
        step.change(_("同时任职"), "", name)
    return made


def _tell_made(step: Step, place: Place) -> None:
    for label, part in ((_("岗位"), place.post), (_("班组"), place.team)):
        if part is not None and part.pk is None:
            step.change(label, "", _("%(name)s（新建）") % {"name": part.name})


def _go_on(step: Step, place: Place, career: list[Employment], current: Employment, today: date) -> Employment:
    _correct_start(step, career, current)
    moved = _moved(step, place, current)
    row_ends = step.row.ended_on
    if row_ends and row_ends != current.ended_on:
        step.change(_("离职日期"), current.ended_on, row_ends)
    left = row_ends is not None and row_ends < today
    if moved and current.started_on < today and not left:
        further = Employment(zone_id=current.zone_id, person_id=current.person_id, unit=step.unit, started_on=today)
        further.site, further.post, further.team = current.site, current.post, current.team
        further.ended_on, current.ended_on = current.ended_on, today - DAY
        _touch(step, current)
        career.append(further)
        current = further
    for name, value in moved.items():
        setattr(current, name, value)
    if row_ends and row_ends != current.ended_on:
        current.ended_on = row_ends
        _touch(step, current)
    if moved:
        _touch(step, current)
    return current


def _touch(step: Step, changed: Employment) -> None:
    if changed not in step.employments:
        step.employments.append(changed)


def _moved(step: Step, place: Place, current: Employment) -> dict[str, Any]:
    """What of the place differs from what is known, by the employment's own columns; what the row leaves out stays."""
    moved: dict[str, Any] = {}
    for name, label in (("site", _("场所")), ("post", _("岗位")), ("team", _("班组"))):
        before, after = getattr(current, name), getattr(place, name)
        if name == "team" and "site" in moved and after is None and before is not None:
            moved[name] = None
            step.change(label, before.name, "")
        if after is not None and (before is None or after.pk is None or before.pk != after.pk):
            moved[name] = after
            made = _("%(name)s（新建）") % {"name": after.name} if after.pk is None else after.name
            step.change(label, before.name if before else "", made)
    return moved


def _correct_start(step: Step, career: list[Employment], current: Employment) -> None:
    """The day on which she came is that of the first of the employments that follow each other without a gap."""
    wanted = step.row.started_on
    if wanted is None or any(one.started_on == wanted for one in career):
        return
    first = current
    for earlier in reversed(career[: career.index(current)]):
        if earlier.ended_on is None or earlier.ended_on + DAY != first.started_on:
            break
        first = earlier
    step.change(_("入职日期"), first.started_on, wanted)
    first.started_on = wanted
    _touch(step, first)


def _in_order(career: list[Employment]) -> None:
    for one in career:
        if one.ended_on is not None and one.ended_on < one.started_on:
            raise Mismatch(_("离职日期早于入职日期"), _("请核对两个日期"))
    for one, following in pairwise(career):
        if one.ended_on is None or one.ended_on >= following.started_on:
            raise Mismatch(_("与此人在本单位的另一段任职重叠"), _("请核对入职日期"))


def _shift(step: Step, place: Place, current: Employment, roll: Roll) -> None:
    if place.shift is None or _gone(current, roll.today):
        return
    team = current.team
    if team is None:
        raise Mismatch(_("班次是按班组排的，这一行没有班组"), _("请填班组，或删去班次"))
    turn = roll.turns.get((place.site.pk, team.name))
    if turn is None:
        step.turn = ShiftTurn(zone_id=step.unit.zone_id, team=team, shift=place.shift, started_on=roll.today)
        roll.turns[place.site.pk, team.name] = step.turn
        step.change(_("“%(team)s”的班次") % {"team": team.name}, "", place.shift.name)
    elif turn.shift_id != place.shift.pk:
        raise Mismatch(
            _("班组“%(team)s”现在上“%(shift)s”") % {"team": team.name, "shift": turn.shift.name},
            _("一个班组同时只有一个班次；换班请在“场所”页的班组里安排"),
        )


def _bed(step: Step, place: Place, current: Employment, roll: Roll) -> None:
    stay = roll.stays.get(step.person.id) if step.person else None
    here = stay is not None and stay.unit_id == step.unit.pk
    if stay is not None and here and current.ended_on and (stay.ended_on is None or stay.ended_on > current.ended_on):
        stay.ended_on = max(current.ended_on, stay.started_on)
        step.stays.append(stay)
        if step.row.ended_on is None:
            step.change(_("退宿日期"), "", stay.ended_on)
    room, since = place.room, max(roll.today, current.started_on)
    if room is None or _gone(current, roll.today) or (stay is not None and stay.room_id == room.pk):
        return
    if stay is not None and not here:
        raise Mismatch(_("此人在别的单位有住宿安排"), _("请先结束那里的住宿"))
    taken = [(one.started_on, one.ended_on) for one in roll.beds.get(room.pk, ()) if one is not stay]
    if rules.most_at_once(taken, since, current.ended_on) >= room.places:
        raise Mismatch(_("宿舍“%(name)s”已住满") % {"name": room.name}, _("请换一间，或先为搬走的人办理退宿"))
    _move_in(step, stay, room, since, current, roll)


def _move_in(step: Step, stay: RoomStay | None, room: Room, since: date, current: Employment, roll: Roll) -> None:
    if not step.new or stay is not None:
        step.change(_("宿舍"), stay.room.name if stay else "", room.name)
    if stay is not None and stay.started_on >= since:
        stay.room = room
        step.stays.append(stay)
        return
    if stay is not None:
        stay.ended_on = since - DAY
        step.stays.append(stay)
    made = RoomStay(zone_id=step.unit.zone_id, unit=step.unit, person_id=current.person_id, room=room)
    made.started_on, made.ended_on = since, current.ended_on
    step.stays.append(made)
    roll.beds.setdefault(room.pk, []).append(made)


def _call(step: Step, known_here: bool) -> None:
    if not step.row.phone:
        return
    before = open_shown(step.person.phone_sealed) if step.person else ""
    if before != step.row.phone:
        step.phone = True
        if known_here:
            step.change(_("电话"), mask_phone(before) if before else "", mask_phone(step.row.phone))


def _gone(current: Employment, today: date) -> bool:
    return current.ended_on is not None and current.ended_on < today


def _shown(value: object) -> str:
    return "" if value is None else str(value)
