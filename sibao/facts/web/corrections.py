"""Pages of corrections: asking, one with what was said and what is asked for, and a form for each answer."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from sibao.criteria import Fact
from sibao.directory import queries as directory
from sibao.facts import queries, services
from sibao.facts.inputs import AcceptCorrection, AskCorrection, DeclineCorrection, OneCorrection
from sibao.facts.rules import in_language
from sibao.facts.states import CORRECTION, TAKE_BACK
from sibao.facts.web.correction_forms import AcceptForm, AskCorrectionForm, DeclineForm
from sibao.kernel.access import Actor, may
from sibao.kernel.attaching.shown import panel
from sibao.kernel.commands import Command
from sibao.kernel.doors import actor_of
from sibao.kernel.refusals import NotFound
from sibao.kernel.web.inputs import carry_out
from sibao.kernel.web.limits import limit

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@get_or_post
def ask(request: HttpRequest, unit_id: int, fact_key: str) -> HttpResponse:
    """Say that a department's value about one's own unit is wrong."""
    actor = actor_of(request)
    unit, known = directory.unit_in_use(actor, unit_id), queries.known_facts(actor.zone_id)
    if fact_key not in known.definitions or not queries.may_dispute(actor, unit_id, known.definitions[fact_key]):
        raise NotFound
    fact, posted = known.catalogue.facts[fact_key], request.method == "POST"
    form = AskCorrectionForm(fact, request.POST if posted else None, request.FILES if posted else None)
    if posted:
        limit(request, "upload")
        more = {"unit_id": unit_id, "key": fact_key}
        made = carry_out(form, AskCorrection, lambda given: services.ask_correction(actor=actor, given=given), **more)
        if made is not None:
            messages.success(request, _("已提交，等部门答复"))
            return HttpResponseRedirect(_page(made.pk))
    current = queries.current_value(unit_id, known.definitions[fact_key].pk)
    now = _words(fact, current.raw if current else None)
    lead = f"{unit.name} · {in_language(fact.name)}"
    shown = {"title": _("申请更正"), "lead": lead, "lines": [(_("现值"), now)]}
    return _step(request, form, reverse("facts:unit", args=[unit_id]), **shown)


@require_GET
def correction(request: HttpRequest, correction_id: int) -> HttpResponse:
    """One correction: what was said, what it ought to be, why, the proof, and the next step."""
    actor = actor_of(request)
    row = queries.correction(actor, correction_id)
    shown = {
        "row": row,
        "state": CORRECTION.states[row.state],
        "values": _values(row),
        "steps": [(move, _page(correction_id, move.action)) for move in _moves(actor, row)],
        "files": panel(actor, queries.CORRECTION_KIND, correction_id) if may(actor, "kernel:attachment:read") else None,
    }
    return render(request, "facts/correction.html", shown)


def _moves(actor: Actor, row: Any) -> list[Any]:
    """What the actor may do with a correction: take back what her unit asked for, or answer it for her department."""
    own, answers = actor.scope.unit_id == row.unit_id, queries.answers_for(actor, row)
    steps = [step.move for step in CORRECTION.steps(row.state, actor) if step.open]
    return [move for move in steps if (own if move.may == TAKE_BACK else answers)]


def _values(row: Any) -> list[tuple[str, str]]:
    fact = queries.known_facts(row.zone_id, retired=True).catalogue.facts[row.definition.key]
    current = queries.current_value(row.unit_id, row.definition_id)
    raws = (row.disputed.raw, row.raw, current.raw if current else None)
    labels = (_("申请时的值"), _("申请更正为"), _("现值"))
    return [(label, _words(fact, raw)) for label, raw in zip(labels, raws, strict=True)]


def _words(fact: Fact, raw: int | None) -> str:
    return "—" if raw is None else in_language(queries.words_of(fact, raw))


def _page(correction_id: int, action: str = "") -> str:
    name = f"facts:correction-{action}" if action else "facts:correction"
    return reverse(name, args=[correction_id])


def step(command: Command[Any, Any], given_as: type[Any], form_of: type[forms.Form], action: str) -> Callable[..., Any]:
    """Return the page of one step of a correction."""

    @get_or_post
    def page(request: HttpRequest, correction_id: int) -> HttpResponse:
        actor = actor_of(request)
        row = queries.correction(actor, correction_id)
        form = form_of(request.POST if request.method == "POST" else None)
        if request.method == "POST":
            more = {"correction_id": correction_id, "version": request.POST.get("version", "0")}
            if given_as is AcceptCorrection:
                more["current_id"] = request.POST.get("current_id", "0")
            if carry_out(form, given_as, lambda given: command(actor=actor, given=given), **more) is not None:
                return HttpResponseRedirect(_page(correction_id))
        current = queries.current_value(row.unit_id, row.definition_id)
        hidden = {"version": row.version, "current_id": current.value_id if current else 0}
        label = next(str(move.label) for move in CORRECTION.moves if move.action == action)
        lead = f"{row.unit.name} · {row.definition.name}"
        shown = {"title": label, "lead": lead, "hidden": hidden, "lines": _values(row)}
        return _step(request, form, _page(correction_id), **shown)

    return page


def _step(request: HttpRequest, form: forms.Form, back: str, **shown: Any) -> HttpResponse:
    context = {"form": form, "back": back, **shown}
    return render(request, "facts/step.html", context, status=422 if form.errors else 200)


accept = step(services.accept_correction, AcceptCorrection, AcceptForm, "accept")
decline = step(services.decline_correction, DeclineCorrection, DeclineForm, "decline")
withdraw = step(services.withdraw_correction, OneCorrection, forms.Form, "withdraw")
