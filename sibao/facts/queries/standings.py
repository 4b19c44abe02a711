"""How units that are not in yet stand to the criteria in force: who meets them, who misses one clause, of whom it is unknown."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from django.db.models import QuerySet

from sibao.criteria import Criterion, Planes
from sibao.criteria.bits import count
from sibao.directory import queries as directory
from sibao.facts.models import CriterionVersion
from sibao.facts.queries.affected import Affected, Clauses
from sibao.facts.queries.catalogue import Known, known_facts
from sibao.facts.queries.criteria import READ, fitting, valid_at
from sibao.facts.queries.stores import store_of
from sibao.facts.queries.uses import use_of
from sibao.kernel import clock
from sibao.kernel.access import Actor, require


class Stand(NamedTuple):
    """How units stand to one criterion; each is in one of the four groups (R123).

    Attributes:
        meets: those that meet it for certain.
        near: those that miss one clause and no other (差一条), be it unmet or unknown, with that clause.
        unknown: the others of whom it is not known, with the clauses that are open or unmet.
        unmet: how many others are known not to meet it.
    """

    meets: tuple[Affected, ...]
    near: tuple[Affected, ...]
    unknown: tuple[Affected, ...]
    unmet: int


class Fallen(NamedTuple):
    """Units that are in and are known not to meet the version in force any more, each with the clauses it does not meet.

    Attributes:
        version: the version in force.
        spared: those that fall short only by this version, until its grace is over (宽限期).
        grace_until: the last day of the grace.
        due: the others, who have none or whose grace is over.
    """

    version: CriterionVersion
    spared: tuple[Affected, ...]
    grace_until: date
    due: tuple[Affected, ...]


def fallen(
    actor: Actor,
    word: str,
    now: datetime,
    keys: Collection[str] | None = None,
    unit_ids: Collection[int] | None = None,
) -> dict[str, Fallen]:
    """Return who is in and is known not to meet what is in force: key → units; of whom it is unknown is not among them.

    Args:
        keys, unit_ids: the keys and the units that are asked about; all unless given.
    """
    _require(actor)
    reached = directory.units(actor) if unit_ids is None else directory.units(actor).filter(pk__in=unit_ids)
    known, use = known_facts(actor.zone_id), use_of(word)
    held = use.held(actor.zone_id).values("unit_id")
    found: dict[str, Fallen] = {}
    for version in _in_force(actor.zone_id, word, now, keys):
        criterion = fitting(version, known)
        if criterion is not None:
            units = reached.filter(use.units(version.key), pk__in=held)
            found[version.key] = _fallen(units, known, version, criterion, now)
    return found


def _fallen(
    units: QuerySet[Any], known: Known, version: CriterionVersion, criterion: Criterion, now: datetime
) -> Fallen:
    before = _before(version, known)
    ids, store = store_of(units, known, [criterion, before] if before else [criterion], now)
    planes, begun = Planes(store), _day(version.valid_from or now)
    unmet = planes.no(criterion.root) & store.everyone
    last = begun + timedelta(days=version.grace_days)
    in_time = before is not None and _day(now) <= last
    spared = unmet & ~planes.no(before.root) if before and in_time else store.nobody
    rows = Clauses(ids.tolist(), planes)
    spared_rows = rows.of(spared, criterion, known_unmet=True)
    return Fallen(version, spared_rows, last, rows.of(unmet & ~spared, criterion, known_unmet=True))


def _before(version: CriterionVersion, known: Known) -> Criterion | None:
    """What was asked for right before a version began."""
    same = {name: getattr(version, name) for name in ("zone_id", "use", "key")}
    found = CriterionVersion.objects.filter(**same, valid_to=version.valid_from).first()
    return fitting(found, known) if found else None


def _day(moment: datetime) -> date:
    return moment.astimezone(clock.SHANGHAI).date()


def _require(actor: Actor) -> None:
    require(actor, READ)
    require(actor, "facts:value:read")


def _in_force(zone_id: int, word: str, now: datetime, keys: Collection[str] | None) -> QuerySet[CriterionVersion]:
    rows = valid_at(now).filter(zone_id=zone_id, use=word).order_by("key")
    return rows if keys is None else rows.filter(key__in=keys)


def stands(
    actor: Actor, word: str, units: QuerySet[Any], now: datetime, keys: Collection[str] | None = None
) -> dict[str, Stand]:
    """Return how units stand to the criteria of a use that are in force: key → groups; a key without one is left out.

    Args:
        word: the use.
        units: units of the directory, narrowed to the actor.
        keys: the keys that are asked for; all unless given.
    """
    _require(actor)
    known, use = known_facts(actor.zone_id), use_of(word)
    found: dict[str, Stand] = {}
    for version in _in_force(actor.zone_id, word, now, keys):
        criterion = fitting(version, known)
        if criterion is not None:
            found[version.key] = _stand(units.filter(use.units(version.key)), known, criterion, now)
    return found


def _stand(units: QuerySet[Any], known: Known, criterion: Criterion, now: datetime) -> Stand:
    ids, store = store_of(units, known, [criterion], now)
    planes = Planes(store)
    yes, no = planes.yes(criterion.root) & store.everyone, planes.no(criterion.root) & store.everyone
    near = reduce(or_, planes.near(criterion), store.nobody) & ~yes
    rows = Clauses(ids.tolist(), planes)
    return Stand(
        rows.of(yes, None),
        rows.of(near, criterion),
        rows.of(store.everyone & ~yes & ~no & ~near, criterion),
        count(no & ~near),
    )
