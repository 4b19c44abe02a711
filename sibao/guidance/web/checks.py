"""Pages of checks: how a unit stands to its guide, a check to fill or to read, one answer."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sibao.directory import queries as directory
from sibao.facts import queries as facts
from sibao.facts.queries import in_language
from sibao.guidance import queries, rules, services
from sibao.guidance.inputs import AnswerItem, OpenCheck, SubmitCheck
from sibao.guidance.states import CHECK, RECTIFICATION, WORK_PLAN
from sibao.guidance.web.forms import AnswerForm
from sibao.kernel import clock
from sibao.kernel.access import may
from sibao.kernel.attaching.shown import panel
from sibao.kernel.doors import actor_of
from sibao.kernel.web.inputs import carry_out, checked
from sibao.kernel.web.tabs import unit_page

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
SHOWN = 20


@require_GET
def unit(request: HttpRequest, unit_id: int) -> HttpResponse:
    """How a unit stands to its sector's guide in both states, what it has to put right, and its checks."""
    actor = actor_of(request)
    found = directory.unit(actor, unit_id)
    shown = {
        "sides": queries.sides(actor, unit_id, clock.today()),
        "rectifications": _open(actor, unit_id) if may(actor, "guidance:rectification:read") else (),
        "checks": [(one, CHECK.states[one.state]) for one in queries.checks_of(actor, unit_id)[:SHOWN]],
        **_ready(actor, unit_id),
        "insides": directory.insides(actor, unit_id),
        "stock": _stock(actor, found) if may(actor, "facts:value:read") else (),
        "may_report": may(actor, "facts:value:record") and not found.merged_into_id,
        "word": rules.CHECK_KINDS[queries.kind_of(actor)],
        "may_check": may(actor, "guidance:check:open") and not (found.merged_into_id or found.ceased_on),
    }
    return unit_page(request, found, "guide", "guidance/unit.html", shown)


def _ready(actor: Any, unit_id: int) -> dict[str, Any]:
    """The grade with its reasons, and the work plans."""
    row = queries.readiness_of(actor, unit_id) if may(actor, "guidance:readiness:read") else None
    plans = queries.plans_of(actor, unit_id)[:SHOWN] if may(actor, "guidance:plan:read") else ()
    return {
        "ready": row,
        "grade": rules.GRADES[row.grade] if row else None,
        "reasons": rules.reasons(queries.count_of(row)) if row else (),
        "plans": [(one, WORK_PLAN.states[one.state]) for one in plans],
        "may_plan": may(actor, "guidance:plan:edit"),
    }


def _stock(actor: Any, found: Any) -> list[dict[str, Any]]:
    """What a unit keeps ready, by group (备足人力物资, R12), in the language of the page."""
    return [
        {
            "group": group,
            "lines": [
                (line, in_language(line.fact.name), line.value and in_language(line.value)) for line in group.lines
            ],
        }
        for group in facts.inventory_of_unit(actor, found)
        if group.lines
    ]


def _open(actor: Any, unit_id: int) -> list[tuple[Any, Any]]:
    rows = queries.rectifications_of(actor, unit_id)[:SHOWN]
    return [(one, RECTIFICATION.states[one.state]) for one in rows]


@require_POST
def begin(request: HttpRequest, unit_id: int, posture: str) -> HttpResponse:
    """Begin a check, or go on with the draft."""
    given = checked(OpenCheck, {"unit_id": unit_id, "posture": posture})
    found = services.open_check(actor=actor_of(request), given=given)
    return HttpResponseRedirect(reverse("guidance:check", args=[found.pk]))


@require_GET
def check(request: HttpRequest, check_id: int) -> HttpResponse:
    """A check, to fill or to read."""
    return _check(request, check_id, forms.Form())


@require_POST
def submit(request: HttpRequest, check_id: int) -> HttpResponse:
    """Submit a check; what is missing is said on its page."""
    actor, form = actor_of(request), forms.Form(request.POST)
    more = {"check_id": check_id, "version": request.POST.get("version", "0")}
    done = carry_out(form, SubmitCheck, lambda given: services.submit_check(actor=actor, given=given), **more)
    if done is None:
        return _check(request, check_id, form)
    messages.success(request, _("已提交"))
    return HttpResponseRedirect(reverse("guidance:check", args=[check_id]))


def _check(request: HttpRequest, check_id: int, form: forms.Form) -> HttpResponse:
    actor = actor_of(request)
    found = queries.check(actor, check_id)
    parts = queries.parts(found)
    asked = [one for part in parts for one in part.items if one.declared]
    shown = {
        "check": found,
        "state": CHECK.states[found.state],
        "parts": parts,
        "form": form,
        "answers": [(key, rules.ANSWERS[key], *rules.LOOK[key][:2]) for key in rules.DECLARED],
        "look": rules.LOOK,
        "own": queries.is_own_draft(actor, found),
        "done": sum(bool(one.row.said) for one in asked),
        "count": len(asked),
    }
    return render(request, "guidance/check.html", shown, status=422 if form.is_bound else 200)


@get_or_post
def answer(request: HttpRequest, answer_id: int) -> HttpResponse:
    """One answer: what is said, with reason, last day and files."""
    actor = actor_of(request)
    row = queries.answer(actor, answer_id)
    own = queries.is_own_draft(actor, row.check_made) and row.item.kind == "declaration"
    form = AnswerForm(row, request.POST or None)
    back = f"{reverse('guidance:check', args=[row.check_made_id])}#item-{answer_id}"
    if request.method == "POST":
        more = {"answer_id": answer_id}
        if carry_out(form, AnswerItem, lambda given: services.answer_item(actor=actor, given=given), **more):
            return HttpResponseRedirect(back)
    files = panel(actor, "check_answer", answer_id) if may(actor, "kernel:attachment:read") else None
    shown = {"row": row, "form": form, "own": own, "back": back, "files": files, "look": rules.LOOK.get(row.said)}
    return render(request, "guidance/answer.html", shown, status=422 if form.errors else 200)
