"""Pages of alerts: one with those whom it is about and what was done, why somebody is warned of, and a form for each step."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from sibao.directory import queries as directory
from sibao.inbox import queries as inbox
from sibao.kernel import clock
from sibao.kernel.access import may
from sibao.kernel.commands import Command
from sibao.kernel.doors import actor_of
from sibao.kernel.web.inputs import carry_out
from sibao.kernel.web.tabs import unit_page
from sibao.prevention import queries, services
from sibao.prevention.inputs import ActOnAlert, ConsultOnAlert, DismissAlert, NotedAlert, ReasonedAlert
from sibao.prevention.states import ALERT
from sibao.prevention.web.forms import ActForm, ConsultForm, DoneForm, NoteForm
from sibao.prevention.web.shown import group_shown, opinion_shown, step_shown, why_shown

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
SHOWN = 20
BY_HAND = ("acknowledge", "assess", "consult", "act", "resolve", "close", "dismiss")


@require_GET
def alert(request: HttpRequest, alert_id: int) -> HttpResponse:
    """One alert: what, where, whom it is about, what was done with it, and the next step."""
    actor = actor_of(request)
    row = queries.alert_group(actor, alert_id)
    people: list[Any] = list(
        queries.alerts(actor).filter(group=row, closed_at=None).order_by("opened_at", "pk")[:SHOWN]
    )
    queries.with_people(actor, people)
    tasks = list(inbox.tasks_of_subject(actor, queries.KIND, alert_id)) if may(actor, "inbox:task:read") else []
    shown = {
        **group_shown(row),
        "steps": [
            (one.move, _page(alert_id, one.move.action))
            for one in ALERT.steps(row.state, actor)
            if one.open and one.move.action in BY_HAND
        ],
        "people": [(one, directory.name_of(one.someone, masked=True) if one.someone else "") for one in people],
        "more": row.standing - len(people),
        "tasks": tasks,
        "opinions": [opinion_shown(actor, one) for one in queries.opinions_of(actor, row)],
        "timeline": [step_shown(one) for one in queries.steps_of(actor, row)],
    }
    return render(request, "prevention/alert.html", shown)


@require_GET
def why(request: HttpRequest, warned_id: int) -> HttpResponse:
    """Why somebody or something is warned of: clause by clause what was read, from when, and the least that would turn it."""
    actor = actor_of(request)
    row: Any = queries.alert(actor, warned_id)
    queries.with_people(actor, [row])
    found = queries.why(actor, row, clock.now())
    dismisses = row.closed_at is None and may(actor, "prevention:alert:dismiss")
    shown = {
        "row": row,
        **group_shown(row.group),
        "name": directory.name_of(row.someone, masked=True) if row.someone else "",
        "why": why_shown(found),
        "may_dismiss": dismisses and (row.group.state, "dismiss") in {(one.frm, one.action) for one in ALERT.moves},
    }
    return render(request, "prevention/why.html", shown)


@require_GET
def unit(request: HttpRequest, unit_id: int) -> HttpResponse:
    """A unit's alerts that are not over."""
    actor = actor_of(request)
    found = directory.unit(actor, unit_id)
    rows = [group_shown(row) for row in queries.alerts_of_unit(actor, unit_id)[:SHOWN]]
    return unit_page(request, found, "alerts", "prevention/unit.html", {"alerts": rows})


def _page(group_id: int, action: str = "") -> str:
    return reverse(f"prevention:alert-{action}" if action else "prevention:alert", args=[group_id])


def step(command: Command[Any, Any], given_as: type[Any], form_of: Callable[..., forms.Form], action: str) -> Any:
    """Return the page of one step of an alert."""

    @get_or_post
    def page(request: HttpRequest, alert_id: int) -> HttpResponse:
        actor = actor_of(request)
        row = queries.alert_group(actor, alert_id)
        return _step(request, row, None, command, given_as, form_of(actor, request.POST or None), action)

    return page


acknowledge = step(services.acknowledge_alert, NotedAlert, NoteForm, "acknowledge")
assess = step(services.assess_alert, NotedAlert, NoteForm, "assess")
consult = step(services.consult_on_alert, ConsultOnAlert, ConsultForm, "consult")
act = step(services.act_on_alert, ActOnAlert, ActForm, "act")
resolve = step(services.resolve_alert, ReasonedAlert, DoneForm, "resolve")
close = step(services.close_alert, ReasonedAlert, DoneForm, "close")
dismiss = step(services.dismiss_alert, DismissAlert, DoneForm, "dismiss")


@get_or_post
def dismiss_one(request: HttpRequest, warned_id: int) -> HttpResponse:
    """Find an alert false for one of those whom it is about."""
    actor = actor_of(request)
    one = queries.alert(actor, warned_id)
    form = DoneForm(actor, request.POST or None)
    return _step(request, one.group, one, services.dismiss_alert, DismissAlert, form, "dismiss")


def _step(
    request: HttpRequest,
    row: Any,
    one: Any,
    command: Command[Any, Any],
    given_as: type[Any],
    form: forms.Form,
    action: str,
) -> HttpResponse:
    actor = actor_of(request)
    if request.method == "POST":
        more = {"group_id": row.pk, "version": request.POST.get("version", "0")} | ({"alert_id": one.pk} if one else {})
        if carry_out(form, given_as, lambda given: command(actor=actor, given=given), **more) is not None:
            return HttpResponseRedirect(_page(row.pk))
    label = next(str(move.label) for move in ALERT.moves if move.action == action)
    shown = {
        "form": form,
        "title": label,
        "lead": f"{queries.rule_name(row.rule)} · {row.unit.name}",
        "back": reverse("prevention:why", args=[one.pk]) if one else _page(row.pk),
        "version": row.version,
    }
    return render(request, "prevention/form.html", shown, status=422 if form.errors else 200)
