"""Pages of work plans: a new one, one with its files, and its steps (R11)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sibao.directory import queries as directory
from sibao.guidance import queries, services
from sibao.guidance.inputs import DraftPlan, OnePlan, ReturnPlan
from sibao.guidance.states import WORK_PLAN
from sibao.guidance.web.forms import PlanForm, ReasonForm
from sibao.kernel.access import may
from sibao.kernel.attaching.shown import panel
from sibao.kernel.doors import actor_of
from sibao.kernel.web.inputs import carry_out, checked

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
TAPPED = ("submit", "approve")


@require_GET
def plan(request: HttpRequest, plan_id: int) -> HttpResponse:
    """One work plan, the guide it follows, its files, and the next step."""
    actor = actor_of(request)
    row = queries.plan(actor, plan_id)
    steps = [one.move for one in WORK_PLAN.steps(row.state, actor) if one.open]
    shown = {
        "plan": row,
        "state": WORK_PLAN.states[row.state],
        "stale": row.guide.state != "in_force" and row.state != "superseded",
        "taps": [(one, _at(plan_id, one.action)) for one in steps if one.action in TAPPED],
        "back_url": next((_at(plan_id, one.action) for one in steps if one.action == "return"), ""),
        "files": panel(actor, queries.PLAN_KIND, plan_id) if may(actor, "kernel:attachment:read") else None,
    }
    return render(request, "guidance/plan.html", shown)


def _at(plan_id: int, action: str = "") -> str:
    return reverse(f"guidance:plan-{action}" if action else "guidance:plan", args=[plan_id])


@get_or_post
def new(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Draft a unit's work plan."""
    actor = actor_of(request)
    unit = directory.unit(actor, unit_id)
    form = PlanForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        made = carry_out(form, DraftPlan, lambda given: services.draft_plan(actor=actor, given=given), unit_id=unit_id)
        if made is not None:
            messages.success(request, _("已存为草稿，上传文件后报批"))
            return HttpResponseRedirect(_at(made.pk))
    shown = {
        "form": form,
        "title": _("起草工作预案"),
        "lead": unit.name,
        "back": reverse("guidance:unit", args=[unit_id]),
    }
    return render(request, "guidance/form.html", shown, status=422 if form.errors else 200)


def tap(command: Any, word: Any) -> Any:
    """Return the door of a step that takes one tap."""

    @require_POST
    def door(request: HttpRequest, plan_id: int) -> HttpResponse:
        given = checked(OnePlan, {"plan_id": plan_id, "version": request.POST.get("version", "0")})
        command(actor=actor_of(request), given=given)
        messages.success(request, word)
        return HttpResponseRedirect(_at(plan_id))

    return door


@get_or_post
def give_back(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Send a plan back with what has to change."""
    actor = actor_of(request)
    row = queries.plan(actor, plan_id)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        more = {"plan_id": plan_id, "version": request.POST.get("version", "0")}
        if (
            carry_out(form, ReturnPlan, lambda given: services.return_plan(actor=actor, given=given), **more)
            is not None
        ):
            return HttpResponseRedirect(_at(plan_id))
    shown = {"form": form, "title": _("退回修改"), "lead": row.title, "back": _at(plan_id), "version": row.version}
    return render(request, "guidance/form.html", shown, status=422 if form.errors else 200)


submit = tap(services.submit_plan, gettext_lazy("已报批"))
approve = tap(services.approve_plan, gettext_lazy("已批准"))
