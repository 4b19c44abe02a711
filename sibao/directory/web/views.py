"""Pages of one unit: look, register, edit, record a measure, show contacts."""

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from sibao.directory import queries, services
from sibao.directory.inputs import EditUnit, RecordMeasure, RegisterUnit, RevealContacts
from sibao.directory.web.forms import MeasureForm, UnitForm
from sibao.directory.web.frames import form_page, get_or_post
from sibao.kernel import slots
from sibao.kernel.access import may
from sibao.kernel.doors import actor_of
from sibao.kernel.web.inputs import carry_out
from sibao.kernel.web.purpose import PurposeForm
from sibao.kernel.web.tabs import unit_page


@require_GET
def unit(request: HttpRequest, unit_id: int) -> HttpResponse:
    """One unit with everything that hangs on it."""
    actor = actor_of(request)
    found = queries.unit(actor, unit_id)
    context = {
        "contacts": queries.contacts_of(actor, unit_id),
        "measures": queries.measures_of(actor, unit_id),
        "own": queries.own_of([unit_id]).get(unit_id, {}).values(),
        "former_names": queries.former_names(actor, unit_id),
        "industry": queries.industry(found.industry_code),
        "sections": [
            {"panel": panel, "data": panel.data(actor, unit_id)} for panel in slots.unit_sections.open_to(actor)
        ],
        "may_edit": may(actor, "directory:unit:edit"),
        "may_merge": may(actor, "directory:unit:merge"),
        "may_measure": may(actor, "directory:measure:record"),
        "may_reveal": may(actor, "directory:contact:reveal"),
    }
    return unit_page(request, found, "overview", "directory/unit.html", context)


@get_or_post
def register(request: HttpRequest) -> HttpResponse:
    """Register a unit by hand."""
    actor = actor_of(request)
    form = UnitForm(actor, request.POST or None)
    if request.method == "POST":
        made = carry_out(form, RegisterUnit, lambda given: services.register_unit(actor=actor, given=given))
        if made is not None:
            return HttpResponseRedirect(reverse("directory:unit", args=[made.id]))
    title = _("登记企业（项目）")
    return form_page(request, form, title, reverse("directory:units"), draft="unit-new")


@get_or_post
def edit(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Change a unit."""
    actor = actor_of(request)
    found = queries.unit(actor, unit_id)
    initial = {name: getattr(found, name) for name in UnitForm.base_fields}
    own = queries.own_of([unit_id]).get(unit_id, {})
    form = UnitForm(actor, request.POST or None, initial=initial, own=own)
    if request.method == "POST":
        given = {"unit_id": unit_id, "version": request.POST.get("version")}
        made = carry_out(form, EditUnit, lambda wanted: services.edit_unit(actor=actor, given=wanted), **given)
        if made is not None:
            return HttpResponseRedirect(reverse("directory:unit", args=[unit_id]))
    back = reverse("directory:unit", args=[unit_id])
    return form_page(request, form, found.name, back, version=found.version, draft=f"unit-{unit_id}")


@get_or_post
def measure(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Record a yearly measure of a unit."""
    actor = actor_of(request)
    found = queries.unit(actor, unit_id)
    form = MeasureForm(actor, request.POST or None, initial={"measure_id": found.sector.measure_id})
    back = reverse("directory:unit", args=[unit_id])
    if request.method == "POST":
        record = carry_out(
            form, RecordMeasure, lambda given: services.record_measure(actor=actor, given=given), unit_id=unit_id
        )
        if record is not None:
            return HttpResponseRedirect(back)
    title = _("%(name)s：登记年度指标") % {"name": found.name}
    return form_page(request, form, title, back, draft=f"measure-{unit_id}")


@get_or_post
def contacts(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Show a unit's contacts in full, after saying what for."""
    actor = actor_of(request)
    found = queries.unit(actor, unit_id)
    form = PurposeForm(request.POST or None)
    shown: Any = None
    how = request.POST.get("how") or "show"
    if request.method == "POST":
        reveal = partial(services.reveal_contacts, actor=actor)
        shown = carry_out(form, RevealContacts, lambda given: reveal(given=given), unit_id=unit_id, how=how)
    context = {"unit": found, "form": form, "shown": shown, "how": how, "purpose": request.POST.get("purpose", "")}
    status = 422 if request.method == "POST" and shown is None else 200
    return render(request, "directory/contacts.html", context, status=status)


@require_GET
def organisations(request: HttpRequest) -> HttpResponse:
    """The zone's organisations as a tree (R02)."""
    rows = queries.organisations(actor_of(request))
    tree = [{"row": row, "depth": row.path.count("/") - 1} for row in rows]
    return render(request, "directory/organisations.html", {"tree": tree})


@require_GET
def sources(request: HttpRequest) -> HttpResponse:
    """Where rules come from: every rule with its document and article; those without one are counted (R01)."""
    actor = actor_of(request)
    rules = [(rule_set.title, rule_set.rows(actor.zone_id)) for rule_set in slots.rule_sets.open_to(actor)]
    context = {"documents": queries.documents(actor.zone_id), "rules": rules}
    return render(request, "directory/sources.html", context)
