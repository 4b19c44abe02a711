"""Pages of a section: what it is, when it was disinfected, and the forms that register or change it."""

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from sibao.directory import queries as directory
from sibao.kernel.access import may
from sibao.kernel.doors import actor_of
from sibao.kernel.web.inputs import carry_out
from sibao.routine import queries, services
from sibao.routine.inputs import EditSection
from sibao.routine.web.forms import SectionEditForm, SectionForm, word
from sibao.routine.web.lists import section_tag

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
SHOWN = 30


@require_GET
def section(request: HttpRequest, section_id: int) -> HttpResponse:
    """One section with its log of disinfections."""
    actor = actor_of(request)
    row = queries.section(actor, section_id)
    shown = {
        "row": row,
        "klass": word(row.klass),
        "use": word(row.use),
        "tag": section_tag(row),
        "log": list(queries.log_of(actor, row)[:SHOWN]),
        "may_edit": may(actor, "routine:section:edit"),
    }
    return render(request, "routine/section.html", shown)


@get_or_post
def new(request: HttpRequest, site_id: int) -> HttpResponse:
    """Register a section of a site."""
    actor = actor_of(request)
    site = directory.site(actor, site_id)
    form = SectionForm(actor, request.POST or None)
    back = reverse("routine:site", args=[site_id])
    if request.method == "POST":
        edit = partial(services.edit_section, actor=actor)
        if carry_out(form, EditSection, lambda given: edit(given=given), site_id=site_id) is not None:
            return HttpResponseRedirect(back)
    return _form(request, form, _("登记分区"), f"{site.unit.name} · {site.name}", back, 0)


@get_or_post
def edit(request: HttpRequest, section_id: int) -> HttpResponse:
    """Change a section, or say its last day."""
    actor = actor_of(request)
    row = queries.section(actor, section_id)
    known = {name: getattr(row, name) for name in ("name", "separated", "separation", "ended_on")}
    form = SectionEditForm(actor, request.POST or None, initial={**known, "klass": row.klass.key, "use": row.use.key})
    if request.method == "POST":
        change = partial(services.edit_section, actor=actor)
        more = {"site_id": row.site_id, "section_id": row.pk, "version": request.POST.get("version", "0")}
        if carry_out(form, EditSection, lambda given: change(given=given), **more) is not None:
            return HttpResponseRedirect(reverse("routine:site", args=[row.site_id]))
    back = reverse("routine:section", args=[section_id])
    return _form(request, form, _("修改分区"), f"{row.unit.name} · {row.site.name}", back, row.version)


def _form(request: HttpRequest, form: Any, title: str, lead: str, back: str, version: int) -> HttpResponse:
    shown = {"form": form, "title": title, "lead": lead, "back": back, "version": version}
    return render(request, "routine/form.html", shown, status=422 if form.errors else 200)
