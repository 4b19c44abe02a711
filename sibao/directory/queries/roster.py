"""What a roster (花名册) is held against: units, their grounds, the people of its numbers and where they work and sleep."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from django.db.models import Q, QuerySet

from sibao.directory import sql
from sibao.directory.models import Employment, Person, Post, Room, RoomStay, Shift, ShiftTurn, Site, Team, Unit
from sibao.directory.queries.people import within_reach
from sibao.directory.queries.places import runs_on
from sibao.directory.queries.units import OF_UNIT, unit_rows, units_of_codes
from sibao.directory.sql import KnownPerson
from sibao.kernel.access import Actor, covers, narrow
from sibao.kernel.secrets import keyed_hash

T = TypeVar("T")
Named = dict[tuple[int, str], T]
"""(unit or site, name) → the thing of that name there."""


def number_hash(number: str) -> bytes:
    """Return the hash by which the person of an identity number is found."""
    return keyed_hash(number, purpose="identity")


def people_by_number(zone_id: int, numbers: Collection[str]) -> dict[str, int]:
    """Return the ids of the people of identity numbers, by the number; a number that nobody here bears is left out."""
    hashes = {number_hash(number): number for number in numbers}
    rows = Person.objects.filter(zone_id=zone_id, identity_hash__in=list(hashes))
    return {hashes[bytes(found)]: pk for pk, found in rows.values_list("pk", "identity_hash")}


def units_named(actor: Actor, words: Collection[str]) -> dict[str, Unit]:
    """Return the units in reach that names or codes mean, by the word; a name that several bear means none.

    The empty word means the unit whose user the actor is.
    """
    found = {
        word: unit for word, unit in units_of_codes(actor.zone_id, [word for word in words if word]).items()
        if covers(actor.scope, area_path=unit.area_path, sector_id=unit.sector_id, unit_id=unit.pk)
    }  # fmt: skip
    reached = narrow(actor, unit_rows())
    by_name: dict[str, list[Unit]] = {}
    for unit in reached.filter(name__in=[word for word in words if word]):
        by_name.setdefault(unit.name, []).append(unit)
    found |= {name: same[0] for name, same in by_name.items() if len(same) == 1}
    own = reached.filter(pk=actor.scope.unit_id).first() if actor.scope.unit_id and "" in words else None
    return found | ({"": own} if own else {})


@dataclass(slots=True)
class Roll:
    """What rows are held against; rows that are decided one after the other change it as they would change the tables.

    Args:
        sites: unit → its sites in use.
        persons: hash of a number → who it is.
        careers: (unit, person) → her employments there, earliest first.
        elsewhere: person → names of other units in reach that employ her today.
        stays: person → where she sleeps now or will, in reach.
        beds: room → everyone's stays in it.
        turns: (site, team's name) → the shift it works now or will.
    """

    today: date
    units: Mapping[str, Unit]
    persons: Mapping[bytes, KnownPerson]
    sites: dict[int, list[Site]] = field(default_factory=dict)
    posts: Named[Post] = field(default_factory=dict)
    teams: Named[Team] = field(default_factory=dict)
    shifts: Named[Shift] = field(default_factory=dict)
    rooms: Named[list[Room]] = field(default_factory=dict)
    careers: dict[tuple[int, int], list[Employment]] = field(default_factory=dict)
    elsewhere: dict[int, list[str]] = field(default_factory=dict)
    stays: dict[int, RoomStay] = field(default_factory=dict)
    beds: dict[int, list[RoomStay]] = field(default_factory=dict)
    turns: Named[ShiftTurn] = field(default_factory=dict)


def roll(actor: Actor, units: Mapping[str, Unit], numbers: Iterable[str], today: date) -> Roll:
    """Return what the rows of some units and identity numbers are held against, in a fixed number of queries."""
    found = Roll(today, units, sql.known_persons([number_hash(number) for number in numbers]))
    ids = {unit.pk for unit in units.values()}
    _grounds(found, ids)
    _people(actor, found, ids)
    return found


def _grounds(found: Roll, units: Collection[int]) -> None:
    home: dict[int, int] = {}
    for site in Site.objects.filter(unit__in=units, ended_on=None).order_by("number"):
        found.sites.setdefault(site.unit_id, []).append(site)
        home[site.pk] = site.unit_id
    found.posts = {(post.unit_id, post.name): post for post in Post.objects.filter(unit__in=units)}
    found.teams = {(team.site_id, team.name): team for team in Team.objects.filter(site__in=home)}
    found.shifts = {(one.site_id, one.name): one for one in Shift.objects.filter(site__in=home, ended_on=None)}
    for room in Room.objects.filter(site__in=home, ended_on=None):
        found.rooms.setdefault((home[room.site_id], room.name), []).append(room)
    turns = ShiftTurn.objects.filter(_runs_or_will(found.today), team__site__in=home).select_related("team", "shift")
    found.turns = {(turn.team.site_id, turn.team.name): turn for turn in turns.order_by("started_on")}
    for stay in RoomStay.objects.filter(_runs_or_will(found.today), room__site__in=home):
        found.beds.setdefault(stay.room_id, []).append(stay)


def _people(actor: Actor, found: Roll, units: Collection[int]) -> None:
    persons = [one.id for one in found.persons.values()]
    reached = within_reach(actor, Employment.objects.filter(person__in=persons))
    for one in reached.select_related("unit", "site", "post", "team").order_by("started_on", "id"):
        if one.unit_id in units:
            found.careers.setdefault((one.unit_id, one.person_id), []).append(one)
        elif one.started_on <= found.today and (one.ended_on is None or one.ended_on >= found.today):
            found.elsewhere.setdefault(one.person_id, []).append(one.unit.name)
    beds = {stay.pk: stay for stays in found.beds.values() for stay in stays}
    sleeping = narrow(actor, RoomStay.objects.filter(_runs_or_will(found.today), person__in=persons), OF_UNIT)
    for stay in sleeping.select_related("room").order_by("started_on"):
        kept = beds.get(stay.pk, stay)
        kept.room = stay.room
        found.stays[stay.person_id] = kept


def _runs_or_will(today: date) -> Q:
    return Q(ended_on=None) | Q(ended_on__gte=today)


def working_at(actor: Actor, units: Iterable[Unit], today: date) -> QuerySet[Employment]:
    """Return who works for some units on a day, for a roster that names them all."""
    rows: Any = Employment.objects.filter(runs_on(today), unit__in={unit.pk for unit in units})
    return within_reach(actor, rows).select_related("person", "post", "team", "unit").order_by("id")


def access_employments(actor: Actor, ids: Collection[int]) -> list[Employment]:
    """Return the employments of some ids that the actor reaches, locked, lowest id first."""
    rows = within_reach(actor, Employment.objects.select_for_update(of=("self",)))
    return list(rows.filter(pk__in=ids).order_by("pk"))


def access_stays_of(actor: Actor, employments: Iterable[Employment]) -> list[RoomStay]:
    """Return the stays at the units of some employments that run on after the employment's last day, locked."""
    last = {(one.person_id, one.unit_id): one.ended_on for one in employments}
    rows = narrow(actor, RoomStay.objects.select_for_update(of=("self",)), OF_UNIT)
    found = rows.filter(person__in={person for person, _unit in last}).order_by("pk")
    return [stay for stay in found if _outlasts(stay, last.get((stay.person_id, stay.unit_id)))]


def _outlasts(stay: RoomStay, last: date | None) -> bool:
    return last is not None and stay.started_on <= last and (stay.ended_on is None or stay.ended_on > last)
