"""Pages of personal data: what is kept about me and who looked, answering a person, the register of processing."""

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from sibao.audit import queries, services
from sibao.audit.inputs import Inquire
from sibao.audit.web.forms import InquireForm
from sibao.kernel.doors import actor_of
from sibao.kernel.web.inputs import carry_out

SHOWN = 200
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """What is kept about me, who looked at it, and why."""
    actor = actor_of(request)
    looks = [_look(row) for row in queries.own_looks(actor)[:SHOWN]]
    kept = [{"name": _name(one.row), "row": one.row, "things": one.things} for one in queries.own_record(actor)]
    return render(request, "audit/own_looks.html", {"looks": looks, "kept": kept, "unit": actor.scope.unit_id})


@never_cache
@get_or_post
def inquire(request: HttpRequest) -> HttpResponse:
    """Tell a person who shows her number who looked at her data."""
    actor = actor_of(request)
    form = InquireForm(request.POST or None)
    found = None
    if request.method == "POST":
        ask = partial(services.inquire_looks, actor=actor)
        found = carry_out(form, Inquire, lambda given: ask(given=given), how=request.POST.get("how") or "show")
    looks = None if found is None else [_look(row) for row in found]
    context = {"form": form, "looks": looks, "how": request.POST.get("how"), "purpose": request.POST.get("purpose", "")}
    return render(request, "audit/inquire.html", context, status=422 if form.errors else 200)


@require_GET
def register(request: HttpRequest) -> HttpResponse:
    """What personal data are processed, why, on what basis, by whom and for how long."""
    rows = [{"row": row, "name": _name(row)} for row in queries.processings(actor_of(request))]
    return render(request, "audit/register.html", {"rows": rows})


def _name(row: Any) -> str:
    if row is None:
        return _("其他")
    return str(row.name_en if (get_language() or "").startswith("en") else row.name)


def _look(row: Any) -> dict[str, Any]:
    return {"row": row, "what": queries.label(row.what)}
