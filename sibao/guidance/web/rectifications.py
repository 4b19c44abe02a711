"""Pages of rectifications: one with its steps, and a form for each step."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from sibao.guidance import queries, services
from sibao.guidance.inputs import (
    CancelRectification,
    ConfirmRectification,
    ReportRectification,
    ReturnRectification,
)
from sibao.guidance.states import RECTIFICATION
from sibao.guidance.web.forms import ConfirmForm, ProofForm, ReasonForm, ReturnForm
from sibao.kernel import clock
from sibao.kernel.access import may
from sibao.kernel.attaching.shown import panel
from sibao.kernel.commands import Command
from sibao.kernel.doors import actor_of
from sibao.kernel.web.inputs import carry_out

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
BY_HAND = ("report", "confirm", "return", "cancel")


@require_GET
def rectification(request: HttpRequest, rectification_id: int) -> HttpResponse:
    """One rectification: what, until when, what was done, and the next step."""
    actor = actor_of(request)
    row = queries.rectification(actor, rectification_id)
    steps = [one for one in RECTIFICATION.steps(row.state, actor) if one.open and one.move.action in BY_HAND]
    shown = {
        "row": row,
        "state": RECTIFICATION.states[row.state],
        "late": row.state == "open" and row.due_at < clock.now(),
        "steps": [(one.move, _page(rectification_id, one.move.action)) for one in steps],
        "files": panel(actor, "rectification", rectification_id) if may(actor, "kernel:attachment:read") else None,
    }
    return render(request, "guidance/rectification.html", shown)


def _page(rectification_id: int, action: str = "") -> str:
    name = f"guidance:rectification-{action}" if action else "guidance:rectification"
    return reverse(name, args=[rectification_id])


def step(command: Command[Any, Any], given_as: type[Any], form_of: type[forms.Form], action: str) -> Callable[..., Any]:
    """Return the page of one step of a rectification."""

    @get_or_post
    def page(request: HttpRequest, rectification_id: int) -> HttpResponse:
        actor = actor_of(request)
        row = queries.rectification(actor, rectification_id)
        form = form_of(request.POST if request.method == "POST" else None)
        if request.method == "POST":
            more = {"rectification_id": rectification_id, "version": request.POST.get("version", "0")}
            if carry_out(form, given_as, lambda given: command(actor=actor, given=given), **more) is not None:
                return HttpResponseRedirect(_page(rectification_id))
        label = next(str(move.label) for move in RECTIFICATION.moves if move.action == action)
        shown = {
            "form": form,
            "title": label,
            "lead": row.title,
            "back": _page(rectification_id),
            "version": row.version,
        }
        return render(request, "guidance/form.html", shown, status=422 if form.errors else 200)

    return page


report = step(services.report_rectification, ReportRectification, ProofForm, "report")
confirm = step(services.confirm_rectification, ConfirmRectification, ConfirmForm, "confirm")
give_back = step(services.return_rectification, ReturnRectification, ReturnForm, "return")
cancel = step(services.cancel_rectification, CancelRectification, ReasonForm, "cancel")
