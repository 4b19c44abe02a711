"""Pages of tasks: look, assign, and one page for each step."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from sibao.inbox import queries, services, states
from sibao.inbox.inputs import AssignTask, TransferTask
from sibao.inbox.web import shown
from sibao.inbox.web.forms import AssignForm, TransferForm
from sibao.kernel import clock
from sibao.kernel.commands import Command
from sibao.kernel.doors import actor_of
from sibao.kernel.lifecycle import Step
from sibao.kernel.web.inputs import carry_out

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
BY_HOLDER = frozenset({"accept", "decline", "pause", "complete"})
BY_GOVERNOR = frozenset({"reopen", "cancel"})
NOT_BY_HAND = "release"


@require_GET
def task(request: HttpRequest, task_id: int) -> HttpResponse:
    """One task: its clock, with whom it lies, the next step, and everything that happened."""
    actor, now = actor_of(request), clock.now()
    found = queries.task(actor, task_id)
    calendar = queries.calendar(actor.zone_id)
    context = {
        "shown": shown.line(found, calendar, now),
        "task": found,
        "guarantee": dict(queries.GUARANTEES)[found.guarantee],
        "holder": shown.holder_name(found),
        "steps": _steps(actor, found),
        "entries": [shown.entry(one) for one in queries.steps(found)],
        "paused_for": _reason_of_pause(found),
    }
    return render(request, "inbox/task.html", context)


def _steps(actor: Any, found: Any) -> list[Step]:
    """The steps from here, each open or with whose it is."""
    holds, governs = queries.holds(actor, found), queries.governs(actor, found)
    open_to = dict.fromkeys(BY_HOLDER, holds) | dict.fromkeys(BY_GOVERNOR, governs)
    why = {True: _("由交办的岗位办理"), False: _("由承办的岗位办理")}
    return [
        step if open_to.get(step.move.action, holds or governs) else _closed(step, why[step.move.action in BY_GOVERNOR])
        for step in states.TASK.steps(found.state, actor, _("您的岗位没有这项权限"))
        if step.move.action != NOT_BY_HAND
    ]


def _closed(step: Step, why: str) -> Step:
    return Step(step.move, open=False, why_not=why)


def _reason_of_pause(found: Any) -> str:
    paused = queries.steps(found).filter(action="pause").first() if found.state == "waiting" else None
    return paused.note if paused else ""


@get_or_post
def assign(request: HttpRequest) -> HttpResponse:
    """Give a seat something to do."""
    actor = actor_of(request)
    initial = {"unit_code": request.GET.get("unit", "")[:40]}
    form = AssignForm(actor, request.POST if request.method == "POST" else None, initial=initial)
    made = None
    if request.method == "POST":
        made = carry_out(form, AssignTask, lambda given: services.assign_task(actor=actor, given=given))
    if made is not None:
        return HttpResponseRedirect(reverse("inbox:task", args=[made.pk]))
    return form_page(request, form, _("交办任务"), _("交办"), reverse("inbox:tasks"))


def act(command: Command[Any, Any], given_as: type[Any], form_of: type[forms.Form], action: str) -> Callable[..., Any]:
    """Return the page of one step of a task; a phone reaches it in one tap from the task."""

    @get_or_post
    def page(request: HttpRequest, task_id: int) -> HttpResponse:
        actor = actor_of(request)
        found = queries.task(actor, task_id)
        back = reverse("inbox:task", args=[task_id])
        data = request.POST if request.method == "POST" else None
        form = TransferForm(actor, data) if given_as is TransferTask else form_of(data)
        if request.method == "POST":
            more = {"task_id": task_id, "version": request.POST.get("version")}
            made = carry_out(form, given_as, lambda given: command(actor=actor, given=given), **more)
            if made is not None:
                return HttpResponseRedirect(back)
        label = str(shown.ACTIONS[action][0])
        title = f"{shown.number(found)} · {label}"
        lead = shown.title(found)
        return form_page(request, form, title, label, back, version=found.version, lead=lead)

    return page


def form_page(
    request: HttpRequest,
    form: forms.Form,
    title: str,
    verb: str,
    back: str,
    *,
    version: int | None = None,
    lead: str = "",
) -> HttpResponse:
    """Answer with a form; what is wrong stands beside its fields."""
    context = {"form": form, "title": title, "verb": verb, "back": back, "version": version, "lead": lead}
    return render(request, "inbox/form.html", context, status=422 if form.errors else 200)
