"""Pages of an application for everybody who sees it, and of those who decide: by the standard, back, against it, an appeal."""

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
from sibao.whitelist import queries, services, states
from sibao.whitelist.inputs import AnswerAppeal, DecideApplication, OverrideApplication, ReasonedApplication
from sibao.whitelist.web.application_shown import check_shown, kept_clauses, steps_of
from sibao.whitelist.web.applying import application_step, shown_step
from sibao.whitelist.web.forms import ReasonForm
from sibao.whitelist.web.steps import get_or_post, sent, step


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
    form, service = DecideForm(sent(request)), services.decide_application
    return application_step(request, application_id, form, DecideApplication, service, _now("审核"))


@get_or_post
def give_back(request: HttpRequest, application_id: int) -> HttpResponse:
    """Give an application back to the unit."""
    form, service = ReasonForm(sent(request)), services.return_application
    return application_step(request, application_id, form, ReasonedApplication, service, _now("退回"))


@get_or_post
def override(request: HttpRequest, application_id: int) -> HttpResponse:
    """Decide against the verdict, once somebody else has agreed."""
    form, service = OverrideForm(sent(request)), services.override_application
    return application_step(request, application_id, form, OverrideApplication, service, _now("例外决定"))


@get_or_post
def answer(request: HttpRequest, appeal_id: int) -> HttpResponse:
    """Answer an appeal with reasons."""
    lodged = queries.appeal(actor_of(request), appeal_id)
    shown = shown_step(lodged.application, _now("答复申诉"), lodged.version)
    form, service = AnswerForm(sent(request)), services.answer_appeal
    return step(request, form, AnswerAppeal, service, shown, appeal_id=appeal_id)
