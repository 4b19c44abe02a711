"""Pages of objections to units of a publicised batch: recording, looking, showing who objects, answering."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from sibao.audit import queries as audit
from sibao.directory import queries as directory
from sibao.kernel.access import may
from sibao.kernel.attaching.shown import panel
from sibao.kernel.doors import actor_of
from sibao.kernel.web.inputs import carry_out
from sibao.kernel.web.purpose import PurposeForm
from sibao.whitelist import queries, services, states
from sibao.whitelist.inputs import AnswerObjection, RecordObjection, RevealObjector
from sibao.whitelist.web.steps import Shown, form_page, get_or_post, sent, step


class ObjectionForm(forms.Form):
    """记录异议."""

    name = forms.CharField(label=_("提出人姓名"), max_length=40, help_text=_("实名提出；加密保存，不公开"))
    phone = forms.CharField(label=_("提出人电话"), max_length=30)
    matter = forms.CharField(
        label=_("异议内容"),
        min_length=10,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("写事实和依据；证明材料保存后在下一页上传"),
    )


class AnswerForm(forms.Form):
    """答复异议."""

    outcome = forms.ChoiceField(
        label=_("异议"),
        choices=[("uphold", _("成立，撤出批次")), ("dismiss", _("不成立，仍在批次"))],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=_("答复"),
        min_length=10,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("答复在公告页上公开，不要写提出人的个人信息"),
    )


@get_or_post
def record(request: HttpRequest, batch_id: int, unit_id: int) -> HttpResponse:
    """Record what somebody objects to a unit."""
    actor = actor_of(request)
    batch, unit = queries.batch(actor, batch_id), directory.unit(actor, unit_id)
    form = ObjectionForm(sent(request))
    if request.method == "POST":
        given = {"batch_id": batch_id, "unit_id": unit_id}
        made = carry_out(form, RecordObjection, lambda one: services.record_objection(actor=actor, given=one), **given)
        if made is not None:
            return HttpResponseRedirect(reverse("whitelist:objection", args=[made.pk]))
    title = f"{queries.batch_label(batch.number)} · {unit.name} · {_now('记录异议')}"
    back = reverse("whitelist:batch", args=[batch_id])
    return form_page(request, form, Shown(title, _now("保存"), back))


@require_GET
def objection(request: HttpRequest, objection_id: int) -> HttpResponse:
    """One objection, who objects masked."""
    return _shown(request, objection_id, PurposeForm())


@never_cache
@get_or_post
def reveal(request: HttpRequest, objection_id: int) -> HttpResponse:
    """Show who objects, for a purpose that goes on the record."""
    actor = actor_of(request)
    if request.method != "POST":
        queries.objection(actor, objection_id)
        return HttpResponseRedirect(reverse("whitelist:objection", args=[objection_id]))
    form = PurposeForm(request.POST)
    given = {"objection_id": objection_id, "how": request.POST.get("how") or "show"}
    shown = carry_out(form, RevealObjector, lambda one: services.reveal_objector(actor=actor, given=one), **given)
    return _shown(request, objection_id, form, revealed=shown)


def _shown(request: HttpRequest, objection_id: int, form: forms.Form, revealed: Any = None) -> HttpResponse:
    actor = actor_of(request)
    found = queries.objection(actor, objection_id)
    context = {
        "found": found,
        "state": states.OBJECTION.states[found.state],
        "batch_name": queries.batch_label(found.batch.number),
        "objector": queries.masked_objector(found),
        "revealed": revealed,
        "form": form,
        "how": request.POST.get("how") or "show",
        "purpose": request.POST.get("purpose", ""),
        "may_reveal": may(actor, "whitelist:objection:reveal"),
        "may_answer": may(actor, "whitelist:objection:answer") and found.state == "open",
        "proof": panel(actor, "objection", objection_id) if may(actor, "kernel:attachment:read") else None,
        "timeline": audit.timeline(actor, "objection", objection_id),
    }
    return render(request, "whitelist/objection.html", context, status=422 if form.errors else 200)


@get_or_post
def answer(request: HttpRequest, objection_id: int) -> HttpResponse:
    """Answer an objection with reasons."""
    found = queries.objection(actor_of(request), objection_id)
    back = reverse("whitelist:objection", args=[objection_id])
    shown = Shown(f"{found.unit.name} · {_now('答复异议')}", _now("答复"), back, found.version)
    form, service = AnswerForm(sent(request)), services.answer_objection
    return step(request, form, AnswerObjection, service, shown, objection_id=objection_id)
