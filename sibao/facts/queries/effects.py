"""What publishing a draft would do (发布后的影响): which units would no longer meet it, which newly would, of which it is unknown."""

from datetime import datetime
from typing import NamedTuple

import numpy as np

from sibao.criteria import Criterion, Planes
from sibao.criteria.bits import packed
from sibao.directory import queries as directory
from sibao.facts.models import CriterionVersion
from sibao.facts.queries.affected import Affected, Clauses
from sibao.facts.queries.catalogue import Known
from sibao.facts.queries.criteria import READ, criterion_at, fitting
from sibao.facts.queries.stores import store_of
from sibao.facts.queries.uses import use_of
from sibao.kernel.access import Actor, require


class Effect(NamedTuple):
    """What a draft would change against the version in force, among the units of an actor; unknown is never a no.

    Attributes:
        leave: listed units that it would find not to meet it and that are not already known not to meet the former.
        enter: unlisted units that would meet it and do not meet the former for certain; with the former's open clauses.
        unknown_listed, unknown_others: units of whom it would not be known, with the clauses that are open.
    """

    leave: tuple[Affected, ...]
    enter: tuple[Affected, ...]
    unknown_listed: tuple[Affected, ...]
    unknown_others: tuple[Affected, ...]


def effect(actor: Actor, known: Known, draft: CriterionVersion, criterion: Criterion, now: datetime) -> Effect:
    """Return what putting a draft into force would change, judged on what is known now.

    Args:
        known: the zone's catalogue.
        criterion: the draft, ready to judge by.
    """
    require(actor, READ)
    use = use_of(draft.use)
    former = fitting(criterion_at(actor.zone_id, draft.use, draft.key, now), known)
    judged_by = [criterion, former] if former else [criterion]
    ids, store = store_of(directory.units(actor).filter(use.units(draft.key)), known, judged_by, now)
    held = set(use.held(actor.zone_id).values_list("unit_id", flat=True))
    listed = packed(np.isin(ids, np.array(sorted(held), np.int64)))
    planes = Planes(store)
    yes, no = planes.yes(criterion.root), planes.no(criterion.root)
    none = store.nobody
    met, unmet = (planes.yes(former.root), planes.no(former.root)) if former else (none, none)
    others, unknown = ~listed & store.everyone, ~yes & ~no & store.everyone
    rows = Clauses(ids.tolist(), planes)
    return Effect(
        rows.of(listed & no & ~unmet, criterion, known_unmet=True),
        rows.of(others & yes & ~met, former),
        rows.of(listed & unknown, criterion),
        rows.of(others & unknown, criterion),
    )
