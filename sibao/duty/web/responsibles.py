"""Pages of responsible persons: one unit's, with naming, leaving and showing them."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sibao.directory import queries as directory
from sibao.duty import queries, services
from sibao.duty.inputs import AssignResponsible, EndResponsible, RevealResponsibles
from sibao.duty.web.responsible_forms import EndForm, ResponsibleForm
from sibao.kernel.access import Actor, may
from sibao.kernel.doors import actor_of
from sibao.kernel.web.inputs import carry_out
from sibao.kernel.web.purpose import PurposeForm

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@get_or_post
def unit(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Who answers for what at a unit's sites, and the form that names somebody."""
    actor = actor_of(request)
    found = directory.unit(actor, unit_id)
    form = ResponsibleForm(actor, unit_id, request.POST or None) if may(actor, "duty:responsible:assign") else None
    if request.method == "POST" and form is not None:
        assign = partial(services.assign_responsible, actor=actor)
        if carry_out(form, AssignResponsible, lambda given: assign(given=given)) is not None:
            messages.success(request, _("已指定"))
            return HttpResponseRedirect(request.path)
    return _page(request, found, {"form": form})


@get_or_post
def end(request: HttpRequest, responsible_id: int) -> HttpResponse:
    """Say the last day of one duty, or of everything that a person answers for at the unit."""
    actor = actor_of(request)
    row = queries.responsible(actor, responsible_id)
    back, form = reverse("duty:unit-responsibles", args=[row.unit_id]), EndForm(request.POST or None)
    if request.method == "POST":
        finish = partial(services.end_responsible, actor=actor)
        done = carry_out(form, EndResponsible, lambda given: finish(given=given), responsible_id=responsible_id)
        if done is not None:
            messages.success(request, _("已登记最后一天"))
            return HttpResponseRedirect(back)
    title = _("%(name)s不再担任") % {"name": queries.name_of(row, masked=True)}
    context = {"form": form, "title": title, "back": back, "lead": f"{row.site.name} · {row.matter.name}"}
    return render(request, "duty/form.html", context, status=422 if form.errors else 200)


@get_or_post
def reveal(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Show a unit's responsible persons in full, after saying what for."""
    found = directory.unit(actor_of(request), unit_id)
    form, shown, how = PurposeForm(request.POST or None), None, request.POST.get("how") or "show"
    if request.method == "POST":
        show = partial(services.reveal_responsibles, actor=actor_of(request))
        shown = carry_out(form, RevealResponsibles, lambda given: show(given=given), unit_id=unit_id, how=how)
    more = {"asking": shown is None, "shown": shown, "how": how, "purpose": request.POST.get("purpose", "")}
    return _page(request, found, {"form": form, **more})


def _page(request: HttpRequest, found: Any, more: dict[str, Any]) -> HttpResponse:
    actor = actor_of(request)
    context = {
        "unit": found,
        "sites": _sites(actor, found.pk),
        "people": more.get("shown") or queries.shown_of(actor, found.pk),
        "may_end": may(actor, "duty:responsible:end"),
        "may_reveal": may(actor, "duty:responsible:reveal"),
        "may_import": may(actor, "duty:responsible:import") and may(actor, "kernel:import:read"),
        **more,
    }
    form = more.get("form")
    return render(request, "duty/responsibles.html", context, status=422 if form is not None and form.errors else 200)


def _sites(actor: Actor, unit_id: int) -> list[dict[str, Any]]:
    """What has to be answered for, site by site."""
    found: dict[int, dict[str, Any]] = {}
    for row in queries.obligations_of(actor, unit_id):
        place = found.setdefault(row.site_id, {"site": row.site, "rows": [], "missing": 0})
        name = queries.name_of(row, masked=True)
        place["rows"].append({"row": row, "name": name, "phone": queries.phone_of(row, masked=True)})
        place["missing"] += row.responsible_id is None  # type: ignore[attr-defined]
    return list(found.values())
