"""What criteria are used for (用途): contexts above say so, for instance the whitelist of its selection standards."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from sibao.kernel.access import Actor
from sibao.kernel.refusals import NotFound, Text


@dataclass(frozen=True, slots=True)
class Use:
    """One use of criteria.

    Args:
        word: what it is called in code, such as "standard".
        name: what people call it.
        key_name: what a key stands for, such as 领域.
        keys: a zone's id → key → its name, in order; the keys that criteria may be written for.
        own: the same keys, as far as an actor's scope answers for them.
        units: the condition on units that a key's criterion is about.
        held: a zone's id → rows whose `unit_id` names the units that are in already, such as those on the list.
    """

    word: str
    name: Text
    key_name: Text
    keys: Callable[[int], Mapping[str, str]]
    own: Callable[[Actor], Mapping[str, str]]
    units: Callable[[str], Q]
    held: Callable[[int], QuerySet[Any]]


USES: dict[str, Use] = {}


def asks_by_criteria(use: Use) -> None:
    """Register a use.

    Raises:
        RuntimeError: its word is taken.
    """
    if use.word in USES:
        raise RuntimeError(f"use {use.word} of criteria registered twice")
    USES[use.word] = use


def use_of(word: str) -> Use:
    """Return a registered use.

    Raises:
        NotFound: no context has said what it is.
    """
    if word not in USES:
        raise NotFound
    return USES[word]
