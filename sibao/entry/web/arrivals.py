"""Pages of arrivals: a unit's, one with its code and why, and a form for each step (R42, R43)."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods
from pydantic import BaseModel

from sibao.directory import queries as directory
from sibao.entry import queries, services
from sibao.entry.inputs import AssignCode, ReasonedArrival, ReceiveArrival, RegisterArrival
from sibao.entry.states import ARRIVAL
from sibao.entry.web.forms import ArrivalForm, AssignForm, ReasonForm, ReceiveForm
from sibao.entry.web.shown import appeal_shown, arrival_shown, code_shown
from sibao.kernel.access import may
from sibao.kernel.commands import Command
from sibao.kernel.doors import actor_of
from sibao.kernel.web.inputs import carry_out
from sibao.kernel.web.tabs import unit_page

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
SHOWN = 50


def page_of(arrival_id: int) -> str:
    """Return the address of an arrival's page."""
    return reverse("entry:arrival", args=[arrival_id])


@require_GET
def unit(request: HttpRequest, unit_id: int) -> HttpResponse:
    """A unit's arrivals, latest first."""
    actor = actor_of(request)
    found = directory.unit(actor, unit_id)
    rows = [arrival_shown(row) for row in queries.arrivals_of_unit(actor, unit_id)[:SHOWN]]
    shown = {"arrivals": rows, "may_register": may(actor, "entry:arrival:register")}
    return unit_page(request, found, "arrivals", "entry/unit.html", shown)


@get_or_post
def register(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Register somebody who comes to a unit, or came unregistered."""
    actor = actor_of(request)
    found = directory.unit(actor, unit_id)
    form = ArrivalForm(actor, unit_id, request.POST or None)
    if request.method == "POST":
        made = carry_out(form, RegisterArrival, lambda given: services.register_arrival(actor=actor, given=given), unit_id=unit_id)  # fmt: skip
        if made is not None:
            return HttpResponseRedirect(page_of(made.pk))
    lead = _("最好提前三天；来源地决定到达后的码和管理措施")
    return form_page(request, form, _("%(name)s：入济报备") % {"name": found.name}, lead, reverse("entry:unit", args=[unit_id]))  # fmt: skip


def form_page(
    request: HttpRequest, form: forms.Form, title: str, lead: str, back: str, version: int | None = None
) -> HttpResponse:
    """Return the page of a form; 422 when it has errors."""
    shown = {"form": form, "title": title, "lead": lead, "back": back, "version": version}
    return render(request, "entry/form.html", shown, status=422 if form.errors else 200)


@require_GET
def arrival(request: HttpRequest, arrival_id: int) -> HttpResponse:
    """One arrival: who, from where, which code she has and why, what was decided before, and the next step."""
    actor = actor_of(request)
    row = queries.arrival(actor, arrival_id)
    seen = may(actor, "entry:code:read")
    codes = [code_shown(actor, one) for one in queries.codes_of(actor, arrival_id)] if seen else []
    appeals = [appeal_shown(actor, one) for one in queries.appeals_of(actor, arrival_id)] if seen else []
    running = next((one for one in codes if one["row"].released_at is None), None)
    shown = {
        **arrival_shown(row),
        "name": queries.name_of(row, masked=True),
        "number": queries.identity_of(row, masked=True),
        "running": running,
        "codes": [one for one in codes if one is not running],
        "appeals": appeals,
        "steps": [
            (one.move, reverse(f"entry:arrival-{one.move.action}", args=[arrival_id]))
            for one in ARRIVAL.steps(row.state, actor)
            if one.open
        ],
        "may_assign": row.state == "arrived" and may(actor, "entry:code:assign"),
    }
    return render(request, "entry/arrival.html", shown)


def step(
    command: Command[Any, Any], given_as: type[BaseModel], form_of: Callable[..., forms.Form], title: Callable[[], str]
) -> Any:
    """Return the page of one step of an arrival."""

    @get_or_post
    def page(request: HttpRequest, arrival_id: int) -> HttpResponse:
        actor = actor_of(request)
        row = queries.arrival(actor, arrival_id)
        form = form_of(request.POST or None)
        if request.method == "POST":
            more = {"arrival_id": arrival_id, "version": request.POST.get("version") or 0}
            if carry_out(form, given_as, lambda given: command(actor=actor, given=given), **more) is not None:
                return HttpResponseRedirect(page_of(arrival_id))
        return form_page(request, form, title(), f"{row.unit.name} · {row.origin_name}", page_of(arrival_id), row.version)  # fmt: skip

    return page


receive = step(services.receive_arrival, ReceiveArrival, ReceiveForm, lambda: _("登记抵达"))
cancel = step(services.cancel_arrival, ReasonedArrival, ReasonForm, lambda: _("取消报备"))
close = step(services.close_arrival, ReasonedArrival, ReasonForm, lambda: _("办结"))
assign = step(services.assign_code, AssignCode, AssignForm, lambda: _("人工赋码"))
