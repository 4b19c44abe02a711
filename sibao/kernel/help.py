"""Help on a page (帮助): what it is, who uses it, what comes next, where its limits are; data beside the page's context.

A context says it in its room `help`, by route name. A page without help fails `tests/architecture/test_help.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Help:
    """What somebody who stands on a page has to know, in a sentence each.

    Args:
        title: the page's name.
        what: what it is, and what may be done on it.
        who: who uses it, and when.
        then: the next step.
        limits: what it does not do, or what cannot be undone.
    """

    title: Text
    what: Text
    who: Text
    then: Text
    limits: Text


_parts: dict[str, dict[str, Help]] = {}


def add_help(context: str, pages: Mapping[str, Help]) -> None:
    """Take in the help of a context's pages, by route name such as "inbox:tasks"."""
    if twice := [route for route in pages if help_of(route)]:
        raise RuntimeError(f"help given twice: {', '.join(twice)}")
    _parts.setdefault(context, {}).update(pages)


def help_of(route: str) -> Help | None:
    """Return the help of a page, or None for what is no page: a file, a fragment, an error."""
    return next((pages[route] for pages in _parts.values() if route in pages), None)


def help_parts() -> dict[str, dict[str, Help]]:
    """Return the help of every page by context and route name, in the order of the contexts."""
    return {context: dict(pages) for context, pages in _parts.items()}
