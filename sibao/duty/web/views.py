"""Pages of duties: a unit's officers, distributing, the roll, and what one looks after oneself."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from sibao.directory import queries as directory
from sibao.duty import queries, rules, services
from sibao.duty.inputs import AssignLiaison, DistributeLiaisons, EditOfficer
from sibao.duty.web.forms import AssignForm, OfficerForm
from sibao.kernel import clock
from sibao.kernel.access import may
from sibao.kernel.doors import actor_of
from sibao.kernel.refusals import Invalid
from sibao.kernel.web.inputs import carry_out

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
SHOWN = 200


@get_or_post
def unit(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Who looks after a unit, now and before, and the form of a hand-over."""
    actor = actor_of(request)
    found = directory.unit(actor, unit_id)
    form = AssignForm(actor, request.POST or None) if may(actor, "duty:liaison:assign") else None
    if request.method == "POST" and form is not None:
        made = carry_out(
            form, AssignLiaison, lambda given: services.assign_liaison(actor=actor, given=given), unit_id=unit_id
        )
        if made is not None:
            messages.success(request, _("已指定"))
            return HttpResponseRedirect(request.path)
    today = clock.today()
    rows: list[dict[str, Any]] = [
        {"row": row, "now": row.started_on <= today and (row.ended_on is None or row.ended_on >= today)}
        for row in queries.liaisons_of(actor, unit_id)[:SHOWN]
    ]
    context = {
        "unit": found,
        "rows": rows,
        "form": form,
        "led": any(one["now"] and one["row"].role == "lead" for one in rows),
    }
    return render(request, "duty/unit.html", context, status=422 if form is not None and form.errors else 200)


@get_or_post
def distribute(request: HttpRequest) -> HttpResponse:
    """What would be given to whom; applied as it is shown."""
    actor = actor_of(request)
    if request.method == "POST":
        sign = request.POST.get("fingerprint", "")
        if len(sign) != len(rules.fingerprint({})):
            raise Invalid(_("请先看方案"))
        count = services.distribute_liaisons(actor=actor, given=DistributeLiaisons(fingerprint=sign))
        messages.success(request, _("已为 %(count)d 家单位指定包保干部") % {"count": count})
        return HttpResponseRedirect(reverse("duty:liaisons"))
    return render(request, "duty/distribute.html", _proposed(actor))


def _proposed(actor: Any) -> dict[str, Any]:
    proposal = queries.proposal(actor)
    gain: dict[int, int] = {}
    for chosen in proposal.values():
        if chosen is not None:
            gain[chosen] = gain.get(chosen, 0) + 1
    rows = [{"officer": one, "gain": gain[one.pk]} for one in queries.active_officers(actor.zone_id) if one.pk in gain]
    given = sum(gain.values())
    return {
        "rows": rows,
        "given": given,
        "left": len(proposal) - given,
        "fingerprint": rules.fingerprint(proposal),
        "left_url": f"{reverse('duty:liaisons')}?applied=1&missing=1",
    }


@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """The units that I look after."""
    actor = actor_of(request)
    rows = list(queries.own_units(actor)[:SHOWN])
    reached = set(directory.units(actor).filter(pk__in=[row.unit_id for row in rows]).values_list("pk", flat=True))
    return render(request, "duty/mine.html", {"rows": rows, "reached": reached})


@get_or_post
def officer_new(request: HttpRequest) -> HttpResponse:
    """Put somebody on the roll."""
    return _officer(request, OfficerForm(actor_of(request), request.POST or None), _("登记包保干部"), {})


@get_or_post
def officer(request: HttpRequest, officer_id: int) -> HttpResponse:
    """Change an entry of the roll, or end it."""
    actor = actor_of(request)
    found = queries.officer(actor, officer_id)
    initial = {name: getattr(found, name) for name in OfficerForm.base_fields}
    given = {"officer_id": officer_id, "version": request.POST.get("version") or 0}
    return _officer(
        request, OfficerForm(actor, request.POST or None, initial=initial), found.name, given, found.version
    )


def _officer(
    request: HttpRequest, form: forms.Form, title: str, given: dict[str, Any], version: int | None = None
) -> HttpResponse:
    back = reverse("duty:officers")
    if request.method == "POST":
        save = carry_out(
            form, EditOfficer, lambda wanted: services.edit_officer(actor=actor_of(request), given=wanted), **given
        )
        if save is not None:
            return HttpResponseRedirect(back)
    context = {"form": form, "title": title, "back": back, "version": version}
    return render(request, "duty/form.html", context, status=422 if form.errors else 200)
