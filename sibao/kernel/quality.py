"""Checks of what is kept (数据质量): each a condition on the rows of one list, so that its number opens those rows.

The kernel knows no business word: contexts register what is to be looked at, those above what only they know.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, Q, QuerySet

from sibao.kernel.access import Actor, may
from sibao.kernel.lists.pickers import Option
from sibao.kernel.refusals import Text


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that may be wrong with a row.

    Args:
        list_key: the list whose rows are looked at.
        may: the permission to know of it.
        severity: "danger", "warn" or "info".
        sentence: what it means, and what to do.
        condition: which rows it is true of; evaluated when asked, for days pass.
    """

    key: str
    order: int
    list_key: str
    may: str
    severity: str
    title: Text
    sentence: Text
    condition: Callable[[], Q]


_CHECKS: dict[str, Check] = {}


def look_at(*checks: Check) -> None:
    """Register checks.

    Raises:
        RuntimeError: a key is taken.
    """
    for one in checks:
        if one.key in _CHECKS:
            raise RuntimeError(f"check {one.key} registered twice")
        _CHECKS[one.key] = one


def checks(actor: Actor, list_key: str) -> list[Check]:
    """Return the checks of a list that the actor may know of, in order."""
    found = [one for one in _CHECKS.values() if one.list_key == list_key and may(actor, one.may)]
    return sorted(found, key=lambda one: (one.order, one.key))


def options(list_key: str) -> Callable[[Actor], list[Option]]:
    """Return the options of the filter that shows the rows of a check."""
    return lambda actor: [Option(one.key, one.title) for one in checks(actor, list_key)]


def any_of(keys: Sequence[str]) -> Q:
    """Return the condition that one of some checks is true of a row."""
    return reduce(or_, (_CHECKS[key].condition() for key in keys))


def counts(rows: QuerySet[Any], found: Sequence[Check]) -> dict[str, int]:
    """Return of how many rows each check is true, in one query."""
    return rows.order_by().aggregate(**{one.key: Count("pk", filter=one.condition()) for one in found})
