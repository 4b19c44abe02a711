"""The workbench and the one screen: drawn from what contexts registered, each piece drawn again on its own."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from sibao.audit import queries as audit
from sibao.kernel import clock, slots
from sibao.kernel.access import Actor, require
from sibao.kernel.doors import actor_of, actor_or_none
from sibao.kernel.refusals import NotFound

LINES = {
    "epidemic": (_("疫情"), "virus"),
    "economy": (_("经济"), "chart-bar"),
    "safety": (_("安全"), "shield-check"),
}
PUBLIC_HOME = "/zh/"


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The workbench of who is signed in; everyone else is led to the public pages."""
    actor = actor_or_none(request)
    if actor is None:
        return HttpResponseRedirect(PUBLIC_HOME)
    panels = [_panel(actor, panel) for panel in slots.workbench.open_to(actor)]
    return render(request, "dashboard/home.html", {"panels": panels, "latest": audit.latest(actor)})


@require_GET
def panel(request: HttpRequest, key: str) -> HttpResponse:
    """One panel of the workbench, drawn again."""
    actor = actor_of(request)
    found = next((one for one in slots.workbench.open_to(actor) if one.key == key), None)
    if found is None:
        raise NotFound
    return render(request, "dashboard/panel.html", {"entry": _panel(actor, found)})


@require_GET
def screen(request: HttpRequest) -> HttpResponse:
    """The one screen (一屏掌控): three lines side by side, coverage, towns, batches (R03, R111)."""
    return render(request, "dashboard/screen.html", _screen(actor_of(request), big=False))


@require_GET
def big(request: HttpRequest) -> HttpResponse:
    """The one screen for a wall: the same tiles without personal data."""
    return render(request, "dashboard/big.html", _screen(actor_of(request), big=True))


@require_GET
def tile(request: HttpRequest, key: str) -> HttpResponse:
    """One tile, drawn again."""
    actor = actor_of(request)
    found = next((one for one in slots.tiles.all() if one.key == key), None)
    if found is None:
        raise NotFound
    require(actor, found.may)
    return render(request, "dashboard/tile.html", {"entry": _tile(actor, found), "big": "big" in request.GET})


@require_GET
def line(request: HttpRequest, key: str) -> HttpResponse:
    """One line, drawn again."""
    if key not in LINES:
        raise NotFound
    return render(request, "dashboard/line.html", {"line": _line(actor_of(request), key), "big": "big" in request.GET})


def _screen(actor: Actor, *, big: bool) -> dict[str, Any]:
    shown = [one for one in slots.tiles.open_to(actor) if not big or (one.big_screen and not one.personal)]
    return {
        "lines": [_line(actor, key) for key in LINES],
        "tiles": [_tile(actor, one) for one in shown],
        "big": big,
    }


def _line(actor: Actor, key: str) -> dict[str, Any]:
    title, icon = LINES[key]
    now = clock.now()
    figures = [one.data(actor, now) for one in slots.indicators.open_to(actor) if one.line == key]
    topics = ("coverage",) if figures else ()
    times: list[Any] = [figure["as_of"] for figure in figures if figure["as_of"]]
    return {
        "key": key,
        "title": title,
        "icon": icon,
        "figures": figures,
        "as_of": min(times, default=None),
        "topics": topics,
        "trigger": _trigger(topics),
    }


def _tile(actor: Actor, one: slots.Tile) -> dict[str, Any]:
    return {"tile": one, "data": one.data(actor, clock.now()), "trigger": _trigger(one.topics)}


def _panel(actor: Actor, one: slots.Panel) -> dict[str, Any]:
    return {"panel": one, "data": one.data(actor), "trigger": _trigger(one.topics)}


def _trigger(topics: tuple[str, ...]) -> str:
    return ", ".join(f"live:{topic} from:body" for topic in topics)
