"""Listings that live (动态调整, R32): who is on the list and is known not to meet the standard any more; proposed, never done."""

from collections.abc import Collection
from datetime import date, datetime
from typing import NamedTuple

from sibao.criteria import Words
from sibao.facts import queries as facts
from sibao.kernel.access import Actor, require
from sibao.whitelist.queries.enrolment import READ
from sibao.whitelist.queries.standards import STANDARD


class Reviewed(NamedTuple):
    """A listed unit that is known not to meet its sector's standard, with the clauses.

    Attributes:
        until: the last day of its grace; None where it has none or it is over.
    """

    unit_id: int
    clauses: tuple[Words, ...]
    until: date | None


def review(actor: Actor, now: datetime, sectors: Collection[str] | None = None) -> list[Reviewed]:
    """Return the listed units in reach that do not meet the standard any more, those without grace first.

    Args:
        sectors: the codes of the sectors asked for; all unless given.
    """
    require(actor, READ)
    found = facts.fallen(actor, STANDARD.word, now, sectors).values()
    due = [Reviewed(one.unit_id, one.clauses, None) for sector in found for one in sector.due]
    spared = [Reviewed(one.unit_id, one.clauses, sector.grace_until) for sector in found for one in sector.spared]
    return [*sorted(due), *sorted(spared, key=lambda one: (one.until, one.unit_id))]
