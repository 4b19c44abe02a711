"""Pages of criteria: one version with its neighbours, drafting and editing, publishing and withdrawing."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from sibao.approvals import queries as approvals
from sibao.audit import queries as audit
from sibao.facts import queries, rules, services, states
from sibao.facts.inputs import DraftCriterion, EditCriterion, PublishCriterion, WithdrawCriterion
from sibao.facts.rules import in_language
from sibao.facts.web import asked
from sibao.facts.web.criteria import shown
from sibao.facts.web.criteria.effects import effect_of, numbers
from sibao.facts.web.criteria.sheet import Sheet, count_of
from sibao.kernel import clock
from sibao.kernel.access import Actor, may
from sibao.kernel.doors import actor_of
from sibao.kernel.web.inputs import carry_out

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


class ReasonForm(forms.Form):
    """Why a criterion is withdrawn."""

    reason = forms.CharField(label=gettext_lazy("理由"), min_length=2, max_length=200)


def _to(found: Any) -> HttpResponse:
    return HttpResponseRedirect(reverse("facts:criterion", args=[found.pk]))


@require_GET
def criterion(request: HttpRequest, criterion_id: int) -> HttpResponse:
    """One version: what it asks for, its examples, how many units meet it, what changed, what comes next."""
    actor = actor_of(request)
    found = queries.criterion(actor, criterion_id)
    known = queries.known_facts(actor.zone_id)
    said = queries.checked(known, found.tree, found.examples, clock.now())
    versions = list(queries.criteria(actor).filter(use=found.use, key=found.key))
    context = {
        "found": found,
        "use": queries.use_of(found.use),
        "key_name": queries.key_words(actor.zone_id, found.use, found.key),
        "state": states.CRITERION.states[found.state],
        "judged": shown.judged_shown(said, count_of(actor, known, said, found.use, found.key)),
        "versions": [(one, states.CRITERION.states[one.state]) for one in versions],
        "changes": _changes(known, said, found, versions),
        "numbers": numbers(actor, found, effect_of(actor, known, said, found)),
        "steps": _steps(actor, found),
        "may_draft": may(actor, "facts:criterion:draft") and queries.writes(actor, found.use, found.key),
        "drafted": any(one.state == "draft" for one in versions),
        "consultations": approvals.about(actor, "criterion", criterion_id),
        "timeline": audit.timeline(actor, "criterion", criterion_id),
    }
    return render(request, "facts/criteria/one.html", context)


def _changes(known: queries.Known, said: queries.Checked, found: Any, versions: list[Any]) -> list[dict[str, str]]:
    """What this version asks for that the one before it did not."""
    before = next((one for one in versions if one.number < found.number and one.valid_from), None)
    earlier = queries.checked(known, before.tree, (), clock.now()).criterion if before else None
    if earlier is None or said.criterion is None:
        return []
    return [
        {"before": in_language(one.before) if one.before else "", "after": in_language(one.after) if one.after else ""}
        for one in rules.differences(earlier, said.criterion)
    ]


def _steps(actor: Actor, found: Any) -> list[Any]:
    if found.valid_to is not None or not queries.writes(actor, found.use, found.key):
        return []
    return [step for step in states.CRITERION.steps(found.state, actor) if step.open]


@get_or_post
def new(request: HttpRequest) -> HttpResponse:
    """Draft the first criterion of a key."""
    actor = actor_of(request)
    sheet = Sheet(actor, None, queries.writable(actor))
    if request.method == "POST":
        made = sheet.take(request.POST, lambda content, target: _draft(actor, *target.partition(":")[::2], content))
        if made is not None:
            return _to(made)
    return sheet.page(request, _("起草条件"), reverse("facts:criteria"))


@get_or_post
def draft(request: HttpRequest, criterion_id: int) -> HttpResponse:
    """Draft the next version of a key, beginning with what one of its versions says."""
    actor = actor_of(request)
    found = queries.criterion_of_own(actor, criterion_id)
    sheet = Sheet(actor, found)
    if request.method == "POST":
        made = sheet.take(request.POST, lambda content, _none: _draft(actor, found.use, found.key, content))
        if made is not None:
            return _to(made)
    return sheet.page(request, _("起草新版本"), reverse("facts:criterion", args=[criterion_id]))


def _draft(actor: Actor, use: str, key: str, content: Any) -> Any:
    return services.draft_criterion(actor=actor, given=DraftCriterion(use=use, key=key, content=content))


@get_or_post
def edit(request: HttpRequest, criterion_id: int) -> HttpResponse:
    """Change a draft."""
    actor = actor_of(request)
    found = queries.criterion_of_own(actor, criterion_id)
    if found.state != "draft":
        return _to(found)
    sheet = Sheet(actor, found)
    if request.method == "POST":
        version = request.POST.get("version", "")
        made = sheet.take(request.POST, lambda content, _none: _edit(actor, criterion_id, version, content))
        if made is not None:
            return _to(made)
    return sheet.page(request, _("修改草稿"), reverse("facts:criterion", args=[criterion_id]))


def _edit(actor: Actor, criterion_id: int, version: str, content: Any) -> Any:
    given = EditCriterion.model_validate({"criterion_id": criterion_id, "version": version, "content": content})
    return services.edit_criterion(actor=actor, given=given)


@get_or_post
def publish(request: HttpRequest, criterion_id: int) -> HttpResponse:
    """Put a draft into force, once somebody else has agreed."""
    actor = actor_of(request)
    found = queries.criterion_of_own(actor, criterion_id)
    if found.state != "draft":
        return _to(found)
    form = forms.Form(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        given = {"criterion_id": criterion_id, "version": request.POST.get("version")}
        made = carry_out(
            form, PublishCriterion, lambda wanted: services.publish_criterion(actor=actor, given=wanted), **given
        )
        if made is not None:
            messages.success(request, _("已发布"))
            return _to(made)
    said = queries.checked(queries.known_facts(actor.zone_id), found.tree, found.examples, clock.now())
    lines = asked.publication(actor, PublishCriterion(criterion_id=found.pk, version=0)) if said.criterion else ()
    return _step(request, form, found, _("发布"), lines=lines, judged=shown.judged_shown(said, None))


@get_or_post
def withdraw(request: HttpRequest, criterion_id: int) -> HttpResponse:
    """Withdraw a draft or what is in force."""
    actor = actor_of(request)
    found = queries.criterion_of_own(actor, criterion_id)
    if found.valid_to is not None:
        return _to(found)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        given = {"criterion_id": criterion_id, "version": request.POST.get("version")}
        made = carry_out(
            form, WithdrawCriterion, lambda wanted: services.withdraw_criterion(actor=actor, given=wanted), **given
        )
        if made is not None:
            messages.success(request, _("已撤回"))
            return _to(made)
    return _step(request, form, found, _("撤回"))


def _step(request: HttpRequest, form: forms.Form, found: Any, verb: str, **more: Any) -> HttpResponse:
    back = reverse("facts:criterion", args=[found.pk])
    shown_too = {"form": form, "found": found, "verb": verb, "back": back, **more}
    return render(request, "facts/criteria/step.html", shown_too, status=422 if form.errors else 200)
