"""Where the page of a thing is, by its kind and id, so that contexts can point at things of contexts above them."""

from collections.abc import Callable

from django.urls import reverse

_PAGES: dict[str, Callable[[int], str]] = {}


def add(kind: str, route: str) -> None:
    """Say which route shows things of a kind; it takes the id as its only argument.

    Raises:
        RuntimeError: the kind has a page already.
    """
    if kind in _PAGES:
        raise RuntimeError(f"the page of {kind} is declared twice")
    _PAGES[kind] = lambda subject_id: reverse(route, args=[subject_id])


def url_of(kind: str, subject_id: int | None) -> str:
    """Return the address of a thing's page; empty when its kind has none."""
    return _PAGES[kind](subject_id) if subject_id is not None and kind in _PAGES else ""
