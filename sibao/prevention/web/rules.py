"""Pages of rules: one with its history and drafts, drafting a change, what it would do, publishing and withdrawing it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from sibao.kernel import clock
from sibao.kernel.access import may
from sibao.kernel.doors import actor_of
from sibao.kernel.web.inputs import carry_out
from sibao.prevention import queries, services
from sibao.prevention.inputs import DraftRule, OneRuleDraft, WithdrawRuleDraft
from sibao.prevention.rules.words import ZONE
from sibao.prevention.states import RULE_DRAFT
from sibao.prevention.web import rule_shown as shown
from sibao.prevention.web.rule_forms import RuleForm, WhyForm

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_GET
def rule(request: HttpRequest, rule_id: int) -> HttpResponse:
    """One rule: when it warns in words, who is asked, where it comes from, how it came to be, and its drafts."""
    actor = actor_of(request)
    row = queries.alert_rule(actor, rule_id)
    drafts = list(queries.rule_drafts(actor).filter(rule=row)[:20])
    packed = queries.packed_rule(row)
    context = {
        **shown.rule_shown(actor, row),
        "pack_says": shown.compared(actor, row, packed) if packed else [],
        "drafts": [(one, shown.draft_state(one)) for one in drafts],
        "may_draft": row.layer == ZONE
        and may(actor, "prevention:rule:draft")
        and not any(one.state == "draft" for one in drafts),
        "timeline": shown.history_shown(queries.rule_history(actor, row)),
    }
    return render(request, "prevention/rule.html", context)


@get_or_post
def draft(request: HttpRequest, rule_id: int) -> HttpResponse:
    """Draft a change of a rule; what it reads as stands beside the fields while they are changed."""
    actor = actor_of(request)
    row = queries.alert_rule(actor, rule_id)
    form = RuleForm(actor, row, request.POST or None)
    if request.method == "POST" and request.POST.get("do") != "show":
        made: Any = carry_out(
            form, DraftRule, lambda given: services.draft_rule(actor=actor, given=given), rule_id=rule_id
        )
        if made is not None:
            messages.success(request, _("草稿已保存，请另一位有权的人核对后发布"))
            return HttpResponseRedirect(reverse("prevention:rule-change", args=[made.pk]))
    form.is_valid()
    trees = form.cleaned_data["trees"] if form.is_bound else row.trees
    context = {
        **shown.rule_shown(actor, row),
        "form": form,
        "reads": shown.said_shown(actor, row.subject, trees),
        "back": reverse("prevention:rule", args=[rule_id]),
    }
    showing = request.POST.get("do") == "show"
    return render(request, "prevention/rule_form.html", context, status=422 if form.errors and not showing else 200)


@require_GET
def change(request: HttpRequest, draft_id: int) -> HttpResponse:
    """One draft: what it changes, what publishing it would do now, and on demand what it would have done yesterday."""
    actor = actor_of(request)
    row = queries.rule_draft(actor, draft_id)
    is_open = row.state == "draft"
    steps = [
        (step.move, reverse(f"prevention:rule-{step.move.action}", args=[draft_id]))
        for step in RULE_DRAFT.steps(row.state, actor)
        if step.open and not (step.move.action == "publish" and row.author == actor.account_id)
    ]
    now = clock.now()
    context = {
        "draft": row,
        "name_of_rule": queries.rule_name(row.rule),
        "state": shown.draft_state(row),
        "steps": steps,
        "own": is_open and row.author == actor.account_id,
        "changes": shown.compared(actor, row.rule, row) if is_open else [],
        "said": shown.said_shown(actor, row.rule.subject, row.trees),
        "effect": shown.effect_shown(actor, row.rule, queries.effect(actor, row, now)) if is_open else None,
        "tried": queries.tried_yesterday(actor, row, now) if is_open and "yesterday" in request.GET else (),
        **shown.handling_shown(actor, row),
    }
    return render(request, "prevention/rule_change.html", context)


@get_or_post
def publish(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Put a draft into force; who drafted it does not."""
    actor = actor_of(request)
    row = queries.rule_draft(actor, draft_id)
    form = forms.Form(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        given = {"draft_id": draft_id, "version": request.POST.get("version", "0")}
        if (
            carry_out(form, OneRuleDraft, lambda one: services.publish_rule(actor=actor, given=one), **given)
            is not None
        ):
            messages.success(request, _("已发布，全区正按新规则重新判断"))
            return HttpResponseRedirect(reverse("prevention:rule", args=[row.rule_id]))
    return _step(request, row, form, _("发布"))


@get_or_post
def withdraw(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Withdraw a draft."""
    actor = actor_of(request)
    row = queries.rule_draft(actor, draft_id)
    form = WhyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        given = {"draft_id": draft_id, "version": request.POST.get("version", "0")}
        made = carry_out(
            form, WithdrawRuleDraft, lambda one: services.withdraw_rule_draft(actor=actor, given=one), **given
        )
        if made is not None:
            return HttpResponseRedirect(reverse("prevention:rule", args=[row.rule_id]))
    return _step(request, row, form, _("撤回"))


def _step(request: HttpRequest, row: Any, form: forms.Form, title: str) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "lead": queries.rule_name(row.rule),
        "back": reverse("prevention:rule-change", args=[row.pk]),
        "version": row.version,
    }
    return render(request, "prevention/form.html", context, status=422 if form.errors else 200)
