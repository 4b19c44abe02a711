"""The tab of a unit's people, the page of one person, and finding someone by identity number."""

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from sibao.directory import queries, services
from sibao.directory.inputs import RevealPerson
from sibao.directory.web.frames import form_page, get_or_post
from sibao.directory.web.place_forms import FindPersonForm
from sibao.kernel import clock
from sibao.kernel.access import may
from sibao.kernel.doors import actor_of
from sibao.kernel.sheets.text import compact
from sibao.kernel.web.inputs import carry_out
from sibao.kernel.web.purpose import PurposeForm
from sibao.kernel.web.tabs import unit_page


@require_GET
def people(request: HttpRequest, unit_id: int) -> HttpResponse:
    """How many people work for a unit, by site, post and team; the list behind it shows each one masked."""
    actor = actor_of(request)
    figures = queries.workforce(actor, unit_id, clock.today())
    shown = {
        "figures": figures,
        "cards": [
            {"title": _("按场所"), "icon": "map-pin", "rows": figures["sites"]},
            {"title": _("按岗位"), "icon": "id-badge-2", "rows": figures["posts"]},
            {"title": _("按班组"), "icon": "users-group", "rows": figures["teams"]},
        ],
        "list_url": f"{reverse('directory:staff')}?applied=1&unit={unit_id}",
        "may_import": may(actor, "directory:person:import"),
    }
    return unit_page(request, queries.unit(actor, unit_id), "people", "directory/people.html", shown)


@require_GET
def person(request: HttpRequest, employment_id: int) -> HttpResponse:
    """One person, masked, with where she works and worked within reach."""
    return _person(request, employment_id, {})


@get_or_post
def reveal(request: HttpRequest, employment_id: int) -> HttpResponse:
    """Show who a person is, after saying what for."""
    form, shown, how = PurposeForm(request.POST or None), None, request.POST.get("how") or "show"
    if request.method == "POST":
        show = partial(services.reveal_person, actor=actor_of(request))
        shown = carry_out(form, RevealPerson, lambda given: show(given=given), employment_id=employment_id, how=how)
    more = {"form": form, "shown": shown, "how": how, "purpose": request.POST.get("purpose", "")}
    return _person(request, employment_id, more)


def _person(request: HttpRequest, employment_id: int, more: dict[str, Any]) -> HttpResponse:
    actor = actor_of(request)
    found = queries.employment(actor, employment_id)
    context = {
        "row": found,
        "name": queries.name_of(found, masked=True),
        "number": queries.number_of(found, masked=True),
        "phone": queries.phone_of(found, masked=True),
        "career": queries.career(actor, found.person_id),
        "stays": queries.stays_of_person(actor, found.person_id),
        "may_reveal": may(actor, "directory:person:reveal"),
        **more,
    }
    form = more.get("form")
    return render(request, "directory/person.html", context, status=422 if form is not None and form.errors else 200)


@get_or_post
def find(request: HttpRequest) -> HttpResponse:
    """Find someone by identity number; the number stays out of addresses and logs."""
    form = FindPersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        found = queries.employed_as(actor_of(request), compact(form.cleaned_data["number"]).upper())
        if found is not None:
            return HttpResponseRedirect(reverse("directory:person", args=[found.pk]))
        form.add_error("number", _("您的范围内没有这个证件号码的人员"))
    return form_page(request, form, _("按证件号码查找人员"), reverse("directory:staff"), button=_("查找"))
