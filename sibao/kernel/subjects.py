"""Where the page of a thing is, by its kind and id, so that contexts can point at things of contexts above them."""

from collections.abc import Callable, Collection

from django.urls import reverse

from sibao.kernel.access import Actor

Reached = Callable[[Actor, Collection[int]], Collection[int]]
_PAGES: dict[str, Callable[[int], str]] = {}
_REACHED: dict[str, Reached] = {}


def add(kind: str, route: str, reached: Reached | None = None) -> None:
    """Say which route shows things of a kind, and who may see them.

    Args:
        kind: the kind, such as "task".
        route: takes the id as its only argument.
        reached: returns those of some ids that an actor reaches; without it nobody is led there from a message.

    Raises:
        RuntimeError: the kind has a page already.
    """
    if kind in _PAGES:
        raise RuntimeError(f"the page of {kind} is declared twice")
    _PAGES[kind] = lambda subject_id: reverse(route, args=[subject_id])
    if reached is not None:
        _REACHED[kind] = reached


def url_of(kind: str, subject_id: int | None) -> str:
    """Return the address of a thing's page; empty when its kind has none."""
    return _PAGES[kind](subject_id) if subject_id is not None and kind in _PAGES else ""


def url_for(actor: Actor, kind: str, subject_id: int | None) -> str:
    """Return the address of a thing's page for somebody who reaches it; empty for everyone else."""
    held = reached(actor, kind, [subject_id] if subject_id else [])
    return url_of(kind, subject_id) if subject_id in held else ""


def reached(actor: Actor, kind: str, ids: Collection[int]) -> frozenset[int]:
    """Return those of some things of a kind that an actor reaches now, in one query."""
    return frozenset(_REACHED[kind](actor, ids)) if ids and kind in _REACHED else frozenset()
