"""Pages of an application for everybody who sees it, and of those who decide: by the standard, back, against it, an appeal."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from sibao.approvals import queries as approvals
from sibao.audit import queries as audit
from sibao.inbox import queries as inbox
from sibao.kernel import clock
from sibao.kernel.access import may
from sibao.kernel.attaching.shown import panel
from sibao.kernel.doors import actor_of
from sibao.kernel.web.inputs import carry_out
from sibao.whitelist import queries, services, states
from sibao.whitelist.inputs import AnswerAppeal, DecideApplication, OverrideApplication, ReasonedApplication
from sibao.whitelist.web.application_shown import check_shown, kept_clauses, steps_of
from sibao.whitelist.web.applying import get_or_post, step_page
from sibao.whitelist.web.forms import ReasonForm


class DecideForm(forms.Form):
    """审核申报."""

    seen = forms.BooleanField(
        label=_("已核对材料：只有单位自己说法的条款，材料能证明"),
        required=False,
        help_text=_("按现行标准重新判定：符合即准入，不符合即不通过；还有不知道的先补录或退回"),
    )


class OverrideForm(forms.Form):
    """例外决定."""

    outcome = forms.ChoiceField(
        label=_("例外"), choices=[("admit", _("判定不符合，仍准入")), ("bar", _("判定符合，仍不准"))]
    )
    reason = forms.CharField(
        label=_("理由"),
        min_length=10,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("永久标注在这家单位的名单条目上；须另一人同意才生效"),
    )


class AnswerForm(forms.Form):
    """答复申诉."""

    outcome = forms.ChoiceField(
        label=_("申诉"),
        choices=[("uphold", _("成立，重新审核")), ("dismiss", _("不成立，维持决定"))],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(label=_("答复"), min_length=10, max_length=500, widget=forms.Textarea(attrs={"rows": 4}))


@require_GET
def application(request: HttpRequest, application_id: int) -> HttpResponse:
    """One application: its state and next step, the verdict with its reasons, the proof, and what happened."""
    actor = actor_of(request)
    found = queries.application(actor, application_id)
    check = queries.self_check(actor, found.unit, clock.now())
    tasks = inbox.tasks_of_subject(actor, "application", application_id)
    context = {
        "found": found,
        "unit": found.unit,
        "state": states.APPLICATION.states[found.state],
        "kept": kept_clauses(found),
        "proof": panel(actor, "application", application_id) if may(actor, "kernel:attachment:read") else None,
        "steps": steps_of(actor, found),
        "appeals": queries.appeals(actor).filter(application=found),
        "may_answer": may(actor, "whitelist:appeal:answer"),
        "tasks": tasks if may(actor, "inbox:task:read") else [],
        "consultations": approvals.about(actor, "application", application_id)
        if may(actor, "approvals:consultation:read")
        else [],
        "timeline": audit.timeline(actor, "application", application_id),
        **check_shown(actor, found.unit, check),
    }
    return render(request, "whitelist/application.html", context)


@get_or_post
def decide(request: HttpRequest, application_id: int) -> HttpResponse:
    """Decide by the standard in force."""
    return _step(request, application_id, DecideForm, DecideApplication, services.decide_application, _now("审核"))


@get_or_post
def give_back(request: HttpRequest, application_id: int) -> HttpResponse:
    """Give an application back to the unit."""
    return _step(request, application_id, ReasonForm, ReasonedApplication, services.return_application, _now("退回"))


@get_or_post
def override(request: HttpRequest, application_id: int) -> HttpResponse:
    """Decide against the verdict, once somebody else has agreed."""
    service = services.override_application
    return _step(request, application_id, OverrideForm, OverrideApplication, service, _now("例外决定"))


def _step(
    request: HttpRequest, application_id: int, kind: type[forms.Form], model: Any, service: Any, verb: str
) -> HttpResponse:
    actor = actor_of(request)
    found = queries.application(actor, application_id)
    form = kind(request.POST if request.method == "POST" else None)
    made = None
    if request.method == "POST":
        given = {"application_id": application_id, "version": request.POST.get("version")}
        made = carry_out(form, model, lambda wanted: service(actor=actor, given=wanted), **given)
    return step_page(request, form, found, made, verb)


@get_or_post
def answer(request: HttpRequest, appeal_id: int) -> HttpResponse:
    """Answer an appeal with reasons."""
    actor = actor_of(request)
    lodged = queries.appeal(actor, appeal_id)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    made = None
    if request.method == "POST":
        given = {"appeal_id": appeal_id, "version": request.POST.get("version")}
        made = carry_out(form, AnswerAppeal, lambda wanted: services.answer_appeal(actor=actor, given=wanted), **given)
    return step_page(request, form, lodged.application, made, _now("答复申诉"), lodged.version)
