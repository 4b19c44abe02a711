"""What the shell around every page shows: who acts, the menu she may open, the head slots that are filled."""

from collections.abc import Mapping
from functools import cache
from itertools import groupby
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from sibao.kernel import clock, slots
from sibao.kernel.access import Actor, may
from sibao.kernel.doors import actor_or_none
from sibao.kernel.help import help_of


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return the shell's part of a page's context, empty for pages without a signed-in actor."""
    actor = actor_or_none(request)
    here = request.resolver_match
    common = {"demo": settings.DEMO, "now": clock.now(), "help": help_of(here.view_name) if here else None}
    if actor is None:
        return common
    head = [(panel, panel.data(actor)) for panel in slots.head.open_to(actor)]
    return common | {
        "actor": actor,
        "shell": {
            "menu": _menu(request, actor, {panel.key: data for panel, data in head}),
            "links": [_item(entry, request.path, {}) for entry in slots.own.open_to(actor)],
            "actor": actor,
            "appointments": getattr(request, "appointments", []),
            "zone": getattr(request, "zone", None),
            "search_url": next((_address(entry.route) for entry in slots.search.open_to(actor)), ""),
            "may_advance": settings.DEMO and may(actor, "kernel:clock:advance"),
            "slots": [{"panel": panel, "data": data} for panel, data in head],
        },
    }


def _menu(request: HttpRequest, actor: Actor, numbers: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    entries = slots.menu.open_to(actor)
    here = _here(request.path, [_address(entry.route) for entry in entries])
    return [
        {"label": group, "items": [_item(entry, here, numbers) for entry in run]}
        for group, run in groupby(entries, key=lambda entry: entry.group)
    ]


def _here(path: str, urls: list[str]) -> str:
    """Return the one menu page that a page belongs to: the longest address that its own begins with."""
    return max((url for url in urls if path == url or (url != "/" and path.startswith(url))), key=len, default="")


def _item(entry: slots.MenuEntry, here: str, numbers: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    url, (slot, name) = _address(entry.route), entry.counted
    count = numbers.get(slot, {}).get(name)
    return {"label": entry.label, "icon": entry.icon, "url": url, "current": url == here, "count": count}


@cache
def _address(route: str) -> str:
    """The address of a page that takes no argument; a page shows some fifty of them, and none ever changes."""
    return reverse(route)
