"""Pages of screenings: run one, look at one, look whether the same is found again, turn it into tasks."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from sibao.inbox import queries as inbox
from sibao.kernel.access import may
from sibao.kernel.doors import actor_of
from sibao.kernel.refusals import NotFound
from sibao.kernel.web.inputs import carry_out
from sibao.tracing import queries, services
from sibao.tracing.inputs import AssignScreening, RunScreening
from sibao.tracing.web.forms import AssignForm, ScreenForm
from sibao.tracing.web.lists import people_url

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
SHOWN = 50


@require_GET
def screening(request: HttpRequest, screening_id: int) -> HttpResponse:
    """One screening: what was asked, whom and which sites it concerns, and what would stand still there."""
    return _screening(request, screening_id)


@require_GET
def again(request: HttpRequest, screening_id: int) -> HttpResponse:
    """The same question at the same moment once more: whether it finds the same."""
    row = queries.screening(actor_of(request), screening_id)
    return _screening(request, screening_id, same=queries.found_again(row))


def _screening(request: HttpRequest, screening_id: int, same: bool | None = None) -> HttpResponse:
    actor = actor_of(request)
    row = queries.screening(actor, screening_id)
    sites: list[Any] = list(queries.sites_of(actor, row)[:SHOWN])
    for one in sites:
        one.share = round(100 * one.found / one.staff) if one.staff else None
    shown = {
        "screening": row,
        "definition": queries.definition_name(row.definition),
        "sites": sites,
        "more": queries.sites_of(actor, row).count() - len(sites),
        "people_url": people_url(row.pk),
        "digest": bytes(row.digest).hex()[:16],
        "same": same,
        "may_assign": may(actor, "tracing:screening:assign"),
        "follow_ups": [(one.label, reverse(one.route, args=[row.pk])) for one in queries.FOLLOW_UPS.open_to(actor)],
    }
    return render(request, "tracing/screening.html", shown)


@require_GET
def site(request: HttpRequest, screened_site_id: int) -> HttpResponse:
    """What a screening found at one site, with the task about it; where a task leads."""
    actor = actor_of(request)
    row: Any = queries.sites(actor).filter(pk=screened_site_id).select_related("screening").first()
    if row is None:
        raise NotFound
    tasks = list(inbox.tasks_of_subject(actor, queries.SITE, row.pk)) if may(actor, "inbox:task:read") else []
    people = f"{people_url(row.screening_id)}&q={row.unit.code}"
    return render(request, "tracing/site.html", {"row": row, "tasks": tasks, "people_url": people})


@get_or_post
def run(request: HttpRequest) -> HttpResponse:
    """Run a screening."""
    actor = actor_of(request)
    form = ScreenForm(actor, request.POST if request.method == "POST" else None)
    made = None
    if request.method == "POST":
        made = carry_out(form, RunScreening, lambda given: services.run_screening(actor=actor, given=given))
    if made is not None:
        return HttpResponseRedirect(reverse("tracing:screening", args=[made.pk]))
    lead = _("按病例、场所或区域找出涉及的人员；结果按此刻所知冻结，不再变动")
    return _form(request, form, _("开展排查"), lead, reverse("tracing:screenings"))


@get_or_post
def assign(request: HttpRequest, screening_id: int) -> HttpResponse:
    """Turn a screening into tasks, one for each site."""
    actor = actor_of(request)
    row = queries.screening(actor, screening_id)
    form = AssignForm(request.POST if request.method == "POST" else None)
    back = reverse("tracing:screening", args=[row.pk])
    if request.method == "POST":
        do = services.assign_screening
        if (
            carry_out(form, AssignScreening, lambda given: do(actor=actor, given=given), screening_id=row.pk)
            is not None
        ):
            return HttpResponseRedirect(back)
    return _form(request, form, _("交办排查"), row.title, back)


def _form(request: HttpRequest, form: Any, title: str, lead: str, back: str) -> HttpResponse:
    shown = {"form": form, "title": title, "lead": lead, "back": back}
    return render(request, "tracing/form.html", shown, status=422 if form.errors else 200)
