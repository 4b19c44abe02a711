"""Who works where; names and numbers stay sealed until a cell or a command opens them."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from sibao.directory.models import Employment, Person, RoomStay
from sibao.directory.queries.places import runs_on
from sibao.directory.queries.units import OF_UNIT
from sibao.kernel import clock
from sibao.kernel.access import Actor, ScopeColumns, narrow, require
from sibao.kernel.refusals import NotFound
from sibao.kernel.secrets import keyed_hash, mask_identity, mask_name, mask_phone, open_shown
from sibao.kernel.sheets.text import compact

OF_EMPLOYMENT = ScopeColumns(unit="unit_id", reach="reach")
RELATED = ("person", "unit__sector", "unit__area", "site", "post", "team")


def within_reach(actor: Actor, rows: QuerySet[Employment]) -> QuerySet[Employment]:
    """Return those employments at the units the actor reaches: by their own columns, in the past by their unit."""
    return narrow(actor, rows, OF_UNIT if clock.stands() else OF_EMPLOYMENT)


def staff(actor: Actor) -> QuerySet[Employment]:
    """Return the employments at the units the actor reaches, running and ended."""
    require(actor, "directory:person:read")
    return within_reach(actor, Employment.objects.all()).select_related(*RELATED)


def employment(actor: Actor, employment_id: int) -> Employment:
    """Return one employment.

    Raises:
        NotFound: there is none of that id in the actor's scope.
    """
    found = staff(actor).filter(pk=employment_id).first()
    if found is None:
        raise NotFound
    return found


def employments_at(actor: Actor, pairs: Collection[tuple[int, int]]) -> dict[tuple[int, int], Employment]:
    """Return the latest employment of people at units: (unit id, person id) → employment; who is out of reach is left out."""
    wanted = staff(actor).filter(unit_id__in={unit for unit, _ in pairs}, person_id__in={person for _, person in pairs})
    return {(row.unit_id, row.person_id): row for row in wanted.order_by("started_on", "id")}


def career(actor: Actor, person_id: int) -> QuerySet[Employment]:
    """Return a person's employments within the actor's scope, latest first."""
    return staff(actor).filter(person_id=person_id).order_by("-started_on", "-id")


def stays_of_person(actor: Actor, person_id: int) -> QuerySet[RoomStay]:
    """Return where a person sleeps and slept within the actor's scope, latest first."""
    rows = narrow(actor, RoomStay.objects.filter(person_id=person_id), OF_UNIT)
    return rows.select_related("room__site").order_by("-started_on")


def workforce(actor: Actor, unit_id: int, day: date) -> dict[str, Any]:
    """Return how many people work for a unit on a day, by site, by post and by team, without naming anyone."""
    require(actor, "directory:unit:read")
    running = within_reach(actor, Employment.objects.filter(runs_on(day), unit_id=unit_id))
    return {
        "all": running.count(),
        "exposed": running.filter(Q(post__exposure="contact")).count(),
        "sites": _grouped(running, "site__name"),
        "posts": _grouped(running, "post__name"),
        "teams": _grouped(running, "team__name"),
    }


def _grouped(rows: QuerySet[Employment], column: str) -> Sequence[tuple[str | None, int]]:
    return list(rows.values_list(column).annotate(people=Count("pk")).order_by("-people", column)[:60])


def employed_as(actor: Actor, number: str) -> Employment | None:
    """Return the latest employment of the person of an identity number within the actor's scope."""
    wanted = keyed_hash(number, purpose="identity")
    return staff(actor).filter(person__identity_hash=wanted).order_by("-started_on", "-id").first()


def subject_of(row: Any) -> bytes:
    """Return the keyed hash of the identity number of the person of an employment, under which looks at her are kept."""
    return bytes(row.person.identity_hash)


def name_of(row: Any, *, masked: bool = False) -> str:
    """Return the name of the person of an employment or stay."""
    return open_shown(row.person.name_sealed, mask_name if masked else str)


def name_of_person(person: Person) -> str:
    """Return the name of a person herself."""
    return open_shown(person.name_sealed, str)


def number_of(row: Any, *, masked: bool = False) -> str:
    """Return the identity number of the person of an employment or stay."""
    return open_shown(row.person.identity_sealed, mask_identity if masked else str)


def phone_of(row: Any, *, masked: bool = False) -> str:
    """Return the phone of the person of an employment or stay, empty when none is known."""
    return open_shown(row.person.phone_sealed, mask_phone if masked else str)


@dataclass(frozen=True, slots=True)
class Shown:
    """Somebody of whom a name may be shown, masked: `subject` is the hash under which looks at her are kept."""

    person_id: int
    name: str
    subject: bytes


def shown_of(zone_id: int, person_ids: Collection[int]) -> dict[int, Shown]:
    """Return people by id, whoever employs them; a caller says by what right it asks, and keeps the look."""
    rows = Person.objects.filter(zone_id=zone_id, pk__in=person_ids)
    return {row.pk: Shown(row.pk, open_shown(row.name_sealed, mask_name), bytes(row.identity_hash)) for row in rows}


@dataclass(frozen=True, slots=True)
class Leaver:
    """Somebody who works for a unit no more after her last day (离职): name and phone as the roster has them.

    `alone` says that nobody who goes on working there bears the same name.
    """

    unit_id: int
    name: str
    phone: str
    last_day: date
    alone: bool


def left_between(zone_id: int, first: date, last: date) -> list[int]:
    """Return the employments whose last day lies between two days."""
    rows = Employment.objects.filter(zone_id=zone_id, ended_on__range=(first, last))
    return list(rows.order_by("pk").values_list("pk", flat=True))


def leavers(zone_id: int, employment_ids: Collection[int]) -> list[Leaver]:
    """Return who leaves her unit for good with these employments: not who only changes post, team or site within it."""
    ended = Employment.objects.filter(zone_id=zone_id, pk__in=employment_ids, ended_on__isnull=False)
    further = Employment.objects.filter(person=OuterRef("person"), unit=OuterRef("unit"))
    goes_on = Exists(further.filter(Q(ended_on=None) | Q(ended_on__gt=OuterRef("ended_on"))))
    rows = list(ended.filter(~goes_on).select_related("person").order_by("pk"))
    staying = _names_beside(rows)
    return [_leaver(row, staying) for row in rows]


def _names_beside(leaving: Collection[Employment]) -> Counter[tuple[int, str]]:
    """How many bear each name at the units that somebody leaves and work on there after the first of them has left."""
    if not leaving:
        return Counter()
    first = min(row.ended_on for row in leaving if row.ended_on)
    there = Employment.objects.filter(unit__in={row.unit_id for row in leaving}).select_related("person")
    rows = there.filter(Q(ended_on=None) | Q(ended_on__gt=first)).exclude(pk__in=[row.pk for row in leaving])
    return Counter((row.unit_id, compact(name_of(row))) for row in rows)


def _leaver(row: Employment, staying: Counter[tuple[int, str]]) -> Leaver:
    last_day, name = row.ended_on or row.started_on, name_of(row)
    return Leaver(row.unit_id, name, phone_of(row), last_day, alone=not staying[row.unit_id, compact(name)])
