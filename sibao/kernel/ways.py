"""Every way in: routes, API operations, lists, pickers, tiles, with the permission that each asks for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from inspect import getclosurevars, isfunction
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from ninja.operation import PathView

from sibao.kernel import slots
from sibao.kernel.doors import May
from sibao.kernel.lists.registry import lists, pickers


@dataclass(frozen=True, slots=True)
class Way:
    """One way in (入口): what kind it is, how it is called, and which permission opens it.

    Args:
        kind: route, operation, list, export, picker, tile, panel, menu or tab.
        may: a permission's name, or the gate of everyone signed in or of the public.
        path: where it lies, for routes and operations.
    """

    kind: str
    name: str
    may: str
    path: str = ""


def routes(patterns: Sequence[Any] | None = None, space: str = "", before: str = "/") -> Iterator[Way]:
    """Walk every web route that says who may pass."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from routes(pattern.url_patterns, inner, f"{before}{pattern.pattern}")
        elif may := getattr(pattern.callback, "may", ""):
            yield Way("route", f"{space}{pattern.name}", may, f"{before}{pattern.pattern}")


def operations() -> list[Way]:
    """Return every operation of the API, each once: a path of two methods is two patterns, and each knows both."""
    return list(dict.fromkeys(_operations(get_resolver().url_patterns, "/")))


def _operations(patterns: Sequence[Any], before: str) -> Iterator[Way]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _operations(pattern.url_patterns, f"{before}{pattern.pattern}")
        elif isinstance(pattern, URLPattern):
            yield from _of_view(view, f"{before}{pattern.pattern}") if (view := _path_view(pattern.callback)) else ()


def _path_view(callback: Any) -> PathView | None:
    """Return what a callback of the API answers with: ninja hands Django a function that closes over it."""
    held = getclosurevars(callback).nonlocals.get("self") if isfunction(callback) else None
    return held if isinstance(held, PathView) else None


def _of_view(view: PathView, path: str) -> Iterator[Way]:
    for operation in view.operations:
        gates = [gate.name for gate in operation.auth_callbacks if isinstance(gate, May)]
        for method in operation.methods:
            yield from (Way("operation", f"{method} {path}", gate, path) for gate in gates)


def all_ways() -> list[Way]:
    """Return every way in, in a stable order."""
    found = [*routes(), *operations()]
    found += [Way("list", one.key, one.may) for one in lists.all()]
    found += [Way("export", one.key, one.export_may) for one in lists.all() if one.export_may]
    found += [Way("picker", one.key, one.may) for one in pickers.all()]
    found += [Way("tile", one.key, one.may) for one in slots.tiles.all()]
    found += [Way("menu", one.key, one.may) for one in slots.menu.all()]
    found += [Way("tab", one.key, one.may) for one in slots.unit_tabs.all()]
    panels = (slots.head, slots.workbench, slots.unit_sections)
    found += [Way("panel", one.key, one.may) for group in panels for one in group.all()]
    return sorted(found, key=lambda way: (way.kind, way.name, way.may))
