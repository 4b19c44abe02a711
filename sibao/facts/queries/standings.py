"""How units that are not in yet stand to the criteria in force: who meets them, who misses one clause, of whom it is unknown."""

from collections.abc import Collection
from datetime import datetime
from functools import reduce
from operator import or_
from typing import NamedTuple

from django.db.models import QuerySet

from sibao.criteria import Criterion, Planes
from sibao.criteria.bits import count
from sibao.directory.models import Unit
from sibao.facts.queries.affected import Affected, Clauses
from sibao.facts.queries.catalogue import Known, known_facts
from sibao.facts.queries.criteria import READ, fitting, valid_at
from sibao.facts.queries.stores import store_of
from sibao.facts.queries.uses import use_of
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


def stands(
    actor: Actor, word: str, units: QuerySet[Unit], now: datetime, keys: Collection[str] | None = None
) -> dict[str, Stand]:
    """Return how units stand to the criteria of a use that are in force: key → groups; a key without one is left out.

    Args:
        word: the use.
        units: units of the directory, narrowed to the actor.
        keys: the keys that are asked for; all unless given.
    """
    require(actor, READ)
    require(actor, "facts:value:read")
    known, use = known_facts(actor.zone_id), use_of(word)
    versions = valid_at(now).filter(zone_id=actor.zone_id, use=word).order_by("key")
    found: dict[str, Stand] = {}
    for version in versions if keys is None else versions.filter(key__in=keys):
        criterion = fitting(version, known)
        if criterion is not None:
            found[version.key] = _stand(units.filter(use.units(version.key)), known, criterion, now)
    return found


def _stand(units: QuerySet[Unit], known: Known, criterion: Criterion, now: datetime) -> Stand:
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
