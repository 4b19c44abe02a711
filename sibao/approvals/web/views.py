"""Pages of consultations: ask, look, give an opinion, withdraw, the decision."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sibao.approvals import queries, services, states
from sibao.approvals.inputs import AskConsultation, GiveOpinion, WithdrawConsultation
from sibao.approvals.web import shown
from sibao.approvals.web.forms import AskForm, OpinionForm, WithdrawForm
from sibao.kernel import subjects
from sibao.kernel.access import may
from sibao.kernel.attaching.shown import panel
from sibao.kernel.doors import actor_of
from sibao.kernel.refusals import NotFound
from sibao.kernel.web.documents import pdf
from sibao.kernel.web.inputs import carry_out

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """Put what a page was refused to those who have a say."""
    actor = actor_of(request)
    form = AskForm(request.POST)
    made = carry_out(form, AskConsultation, lambda given: services.ask_consultation(actor=actor, given=given))
    if made is not None:
        return HttpResponseRedirect(shown.url(made))
    return _form(request, form, _("提请会签"), _("提请"), reverse("approvals:consultations"))


@require_GET
def consultation(request: HttpRequest, consultation_id: int) -> HttpResponse:
    """One consultation: what is asked, of whom, what each said and in which order, and what came of it."""
    actor = actor_of(request)
    found = queries.consultation(actor, consultation_id)
    said = list(queries.opinions(found))
    answering = queries.answering(actor, found)
    context = {
        "shown": shown.line(found),
        "found": found,
        "waits": found.state == states.OPEN,
        "subject_url": subjects.url_for(actor, found.subject_kind, found.subject_id),
        "parties": shown.parties(queries.bodies(found), said),
        "agreed": sum(one.stance == "agree" for one in said),
        "opinions": [shown.opinion(one) for one in said],
        "answering": answering,
        "form": OpinionForm() if answering.body else None,
        "withdrawable": found.asker_id == actor.account_id and found.state == states.OPEN,
        "document": queries.document(found),
        "fingerprint": bytes(found.fingerprint).hex(),
        "evidence": panel(actor, "consultation", found.pk) if may(actor, "kernel:attachment:read") else None,
    }
    return render(request, "approvals/consultation.html", context)


@require_GET
def asked(request: HttpRequest, body_id: int) -> HttpResponse:
    """The consultation that a task of the inbox is about."""
    return HttpResponseRedirect(shown.url(queries.consultation_of_body(actor_of(request), body_id)))


@get_or_post
def opinion(request: HttpRequest, consultation_id: int) -> HttpResponse:
    """Give one's opinion."""
    actor = actor_of(request)
    found = queries.consultation(actor, consultation_id)
    form = OpinionForm(request.POST if request.method == "POST" else None)
    return _step(request, form, found, GiveOpinion, services.give_opinion, _("签署意见"))


@get_or_post
def withdraw(request: HttpRequest, consultation_id: int) -> HttpResponse:
    """Take a question back."""
    actor = actor_of(request)
    found = queries.consultation(actor, consultation_id)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    return _step(request, form, found, WithdrawConsultation, services.withdraw_consultation, _("撤回"))


@require_GET
def decision(request: HttpRequest, consultation_id: int) -> HttpResponse:
    """The decision's PDF, byte for byte as it went out."""
    found = queries.document(queries.consultation(actor_of(request), consultation_id), with_content=True)
    if found is None:
        raise NotFound
    return pdf(found)


def _step(request: HttpRequest, form: forms.Form, found: Any, model: Any, command: Any, verb: str) -> HttpResponse:
    actor = actor_of(request)
    if request.method == "POST":
        made = carry_out(form, model, lambda given: command(actor=actor, given=given), consultation_id=found.pk)
        if made is not None:
            return HttpResponseRedirect(shown.url(found))
    return _form(request, form, f"{queries.number(found)} · {verb}", verb, shown.url(found), lead=shown.title(found))


def _form(request: HttpRequest, form: forms.Form, title: str, verb: str, back: str, *, lead: str = "") -> HttpResponse:
    context = {"form": form, "title": title, "verb": verb, "back": back, "lead": lead}
    return render(request, "approvals/form.html", context, status=422 if form.errors else 200)
