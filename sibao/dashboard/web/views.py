"""The workbench, the one screen, the big screen, and the pieces of them that draw themselves again."""

from datetime import datetime
from typing import TypeVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from sibao.dashboard.web import shown
from sibao.kernel import clock, slots
from sibao.kernel.access import Actor, require
from sibao.kernel.doors import SIGNED_IN, actor_of
from sibao.kernel.refusals import NotFound
from sibao.kernel.slots import Gated, Slots

T = TypeVar("T", bound=Gated)
ME = "home"


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The workbench (工作台): what waits for me, and nothing heavy."""
    actor = actor_of(request)
    panels = [shown.panel(one, actor) for one in slots.workbench.open_to(actor)]
    context = {
        "wide": [one for one in panels if one.size == "wide"],
        "panels": [one for one in panels if one.size != "wide"],
        "doors": [entry for entry in slots.menu.open_to(actor) if entry.key != ME],
        "now": clock.now(),
    }
    return render(request, "dashboard/home.html", context)


@require_GET
def panel(request: HttpRequest, key: str) -> HttpResponse:
    """One card of the workbench, drawn again."""
    actor = actor_of(request)
    found = _open(slots.workbench, key, actor)
    return render(request, "dashboard/panel.html", {"shown": shown.panel(found, actor)})


@require_GET
def screen(request: HttpRequest) -> HttpResponse:
    """The one screen (一屏掌控): the three lines together, then every tile that this actor may see."""
    return render(request, "dashboard/screen.html", _screen(actor_of(request), clock.now(), big=False))


@require_GET
def big(request: HttpRequest) -> HttpResponse:
    """The same for a wall, 16:9 and dark; nothing on it shows a person, the one who opened it neither."""
    return render(request, "dashboard/big.html", _screen(actor_of(request), clock.now(), big=True))


def _screen(actor: Actor, now: datetime, *, big: bool) -> dict[str, object]:
    lines, tiles = shown.screen(actor, now, big=big)
    return {"tiles": [*lines, *tiles], "now": now}


@require_GET
def tile(request: HttpRequest, key: str) -> HttpResponse:
    """One tile, drawn again with data of now."""
    actor = actor_of(request)
    found = _open(slots.tiles, key, actor)
    return render(request, "dashboard/tile.html", {"shown": shown.drawn(found, actor, clock.now())})


@require_GET
def time(request: HttpRequest) -> HttpResponse:
    """The product's time, for the clock on the wall."""
    return render(request, "dashboard/clock.html", {"now": clock.now()})


def _open(slot: Slots[T], key: str, actor: Actor) -> T:
    """Return one thing of a slot.

    Raises:
        NotFound: nothing of that key is registered.
        Denied: the actor may not see it.
    """
    found = next((one for one in slot.all() if one.key == key), None)
    if found is None:
        raise NotFound
    if found.may != SIGNED_IN:
        require(actor, found.may)
    return found
