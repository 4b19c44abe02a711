"""Writing rows of a roster, set-wise: people, what they do where and since when, and who has left."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from sibao.directory import queries, sql
from sibao.directory.events import EmploymentEnded, StaffChanged
from sibao.directory.inputs import ImportStaff, Left, StaffRow
from sibao.directory.models import Employment, Person, Post, RoomStay, ShiftTurn, Team, Unit
from sibao.directory.queries.roster import Roll
from sibao.directory.services.staff_deciding import Step, decide, same_person
from sibao.directory.services.staff_places import Mismatch
from sibao.kernel import clock
from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, Subject, command
from sibao.kernel.refusals import Conflict, Invalid
from sibao.kernel.secrets import sealer

PLACED = ("site", "post", "team", "started_on", "ended_on")


@command("directory:person:import")
def import_staff(*, actor: Actor, now: datetime, given: ImportStaff) -> Done[int]:
    """Let a unit's people be as the rows say, and end the employments of those who have left.

    The rows are decided anew, one unit at a time in one hand, so that the same roster twice writes once.

    Raises:
        Invalid: a row contradicts what is known by now.
        Conflict: someone who left is no longer in reach.
    """
    today = now.astimezone(clock.SHANGHAI).date()
    steps = _decided(actor, given.rows, today)
    _known(actor, steps, now)
    try:
        with transaction.atomic():
            written = _write(steps) + _let_go(actor, given.left)
    except IntegrityError as error:
        raise Invalid(_("与别处的任职或住宿安排冲突")) from error
    details: dict[str, object] = {"employments": written, "left": [one.employment_id for one in given.left]}
    units = {step.unit.pk for step in steps}
    subject = Subject("import", given.run_id, given.source, unit_id=units.pop() if len(units) == 1 else None)
    told = [_changed(actor, written), *_endings(actor, steps, given.left)]
    return Done(len(written), subject, told, details)


def _changed(actor: Actor, employment_ids: Sequence[int]) -> StaffChanged:
    units = Employment.objects.filter(pk__in=employment_ids).order_by("unit_id").values_list("unit_id", flat=True)
    return StaffChanged(zone_id=actor.zone_id, unit_ids=tuple(units.distinct()))


def _endings(actor: Actor, steps: Iterable[Step], left: Iterable[Left]) -> list[EmploymentEnded]:
    ended = {one.pk for step in steps for one in step.employments if one.ended_on}
    ids = tuple(sorted(ended | {one.employment_id for one in left}))
    return [EmploymentEnded(zone_id=actor.zone_id, employment_ids=ids)] if ids else []


def _decided(actor: Actor, rows: Sequence[StaffRow], today: date) -> list[Step]:
    units = queries.units_named(actor, {row.unit for row in rows})
    queries.hold_units(Unit.objects.filter(pk__in=[unit.pk for unit in units.values()]).values("pk"))
    roll = queries.roll(actor, units, (row.identity for row in rows), today)
    return [_decide(roll, row) for row in rows]


def _decide(roll: Roll, row: StaffRow) -> Step:
    try:
        return decide(roll, row)
    except Mismatch as wrong:
        raise _invalid(row, wrong) from wrong


def _invalid(row: StaffRow, wrong: Mismatch) -> Invalid:
    return Invalid(_("第 %(row)s 行：%(why)s；%(cure)s") % {"row": row.number, "why": wrong.why, "cure": wrong.cure})


def _known(actor: Actor, steps: Sequence[Step], now: datetime) -> None:
    """Keep the people that nobody knew, and let every step know its person; numbers that two bring at once are one person."""
    sealed = sealer()
    fresh = {step.hash: step.row for step in steps if step.person is None}
    Person.objects.bulk_create(
        (
            Person(
                zone_id=actor.zone_id,
                identity_kind=_kind(row.identity),
                identity_hash=found,
                identity_sealed=sealed(row.identity),
                name_sealed=sealed(row.name),
                phone_sealed=sealed(row.phone) if row.phone else None,
                created_at=now,
            )
            for found, row in sorted(fresh.items())
        ),
        ignore_conflicts=True,
    )
    known = sql.known_persons(fresh)
    for step in steps:
        if step.person is None:
            _is(step, known[step.hash])


def _is(step: Step, person: sql.KnownPerson) -> None:
    """Let a step's person be known; another upload may have brought her number meanwhile, with another name."""
    step.person, step.phone = person, False
    try:
        same_person(step)
    except Mismatch as wrong:
        raise _invalid(step.row, wrong) from wrong
    rows: list[Employment | RoomStay] = [*step.employments, *step.stays]
    for one in rows:
        one.person_id = person.id


def _kind(number: str) -> str:
    """Which document a number is of: by its length and where it was issued."""
    if len(number) != 18:
        foreign = len(number) == 15 and number[:3].isalpha()
        return Person.IdentityKind.PERMANENT if foreign else Person.IdentityKind.PASSPORT
    if number[:2] in ("81", "82", "83"):
        return Person.IdentityKind.RESIDENCE
    return Person.IdentityKind.PERMANENT if number[0] == "9" else Person.IdentityKind.CITIZEN


def _write(steps: Sequence[Step]) -> list[int]:
    employments = [one for step in steps for one in step.employments]
    turns = [step.turn for step in steps if step.turn]
    teams = [*(one.team for one in employments), *(turn.team for turn in turns)]
    _make(Post, (one.post for one in employments))
    _make(Team, teams)
    _save(Employment, employments, PLACED)
    ShiftTurn.objects.bulk_create(turns)
    _save(RoomStay, [one for step in steps for one in step.stays], ("room", "started_on", "ended_on"))
    sealed = sealer()
    calls = {
        step.person.id: Person(pk=step.person.id, phone_sealed=sealed(step.row.phone))
        for step in steps
        if step.phone and step.person
    }
    Person.objects.bulk_update(calls.values(), ["phone_sealed"])
    return sorted({one.pk for one in employments})


def _make(table: type[models.Model], parts: Iterable[Any]) -> None:
    """Keep the posts or teams that rows have named and nobody had registered."""
    fresh = {id(part): part for part in parts if part is not None and part.pk is None}
    table._default_manager.bulk_create(fresh.values())


def _save(table: Any, rows: Sequence[Any], columns: Sequence[str]) -> None:
    """Change first, so that what ends makes room, then begin."""
    each = {id(row): row for row in rows}.values()
    table.objects.bulk_update([row for row in each if row.pk], columns)
    table.objects.bulk_create([row for row in each if not row.pk])


def _let_go(actor: Actor, left: Sequence[Left]) -> list[int]:
    last = {one.employment_id: one.left_on for one in left}
    found = queries.access_employments(actor, list(last)) if last else []
    if len(found) < len(last):
        raise Conflict(_("有人员已不在您的范围内，请重新上传"))
    ending = [one for one in found if one.ended_on is None or one.ended_on > last[one.pk]]
    for one in ending:
        one.ended_on = last[one.pk]
        if one.ended_on < one.started_on:
            raise Invalid(_("最后在岗日早于入职日期 %(day)s") % {"day": one.started_on})
    Employment.objects.bulk_update(ending, ["ended_on"])
    stays = queries.access_stays_of(actor, ending)
    for stay in stays:
        stay.ended_on = last_day(stay, ending)
    RoomStay.objects.bulk_update(stays, ["ended_on"])
    return [one.pk for one in ending]


def last_day(stay: RoomStay, ending: Iterable[Employment]) -> date | None:
    """Return the last day of the employment that a stay goes with."""
    return next(one.ended_on for one in ending if (one.person_id, one.unit_id) == (stay.person_id, stay.unit_id))
