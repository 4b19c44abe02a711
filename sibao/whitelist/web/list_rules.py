"""Pages of the rules of the list (管理办法): versions, one version, drafting, publishing, giving up."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from pydantic import BaseModel

from sibao.approvals import queries as approvals
from sibao.audit import queries as audit
from sibao.kernel.access import Actor, may
from sibao.kernel.commands import Command
from sibao.kernel.consultation import Line
from sibao.kernel.doors import actor_of
from sibao.kernel.web.inputs import carry_out
from sibao.whitelist import queries, rules, services, states
from sibao.whitelist.inputs import EditListRules, PublishListRules, WithdrawListRules
from sibao.whitelist.web.forms import ListRulesForm, ReasonForm
from sibao.whitelist.web.steps import Shown, form_page, get_or_post, sent, step

EDIT = "whitelist:rules:edit"
STATES = states.LIST_RULES.states


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The versions there are: the one in force, those before it, and the draft for who may see it."""
    actor = actor_of(request)
    versions = list(queries.list_rules(actor))
    drafted = any(one.state == "draft" for one in versions)
    context = {
        "versions": [(one, STATES[one.state]) for one in versions],
        "may_draft": may(actor, EDIT) and not drafted,
    }
    return render(request, "whitelist/list_rules/index.html", context)


@require_GET
def version(request: HttpRequest, rules_id: int) -> HttpResponse:
    """One version: what it says, what changed against the one before, and its next step."""
    actor = actor_of(request)
    found = queries.rules_version(actor, rules_id)
    before = queries.rules_before(found)
    steps = states.LIST_RULES.steps(found.state, actor)
    context = {
        "found": found,
        "state": STATES[found.state],
        "before": before,
        "changes": queries.rules_changes(found, before),
        "steps": [(one, reverse(f"whitelist:rules-{one.move.action}", args=[found.pk])) for one in steps],
        "may_edit": found.state == "draft" and may(actor, EDIT),
        "consultations": approvals.about(actor, "list_rules", found.pk),
        "timeline": audit.timeline(actor, "list_rules", found.pk),
    }
    return render(request, "whitelist/list_rules/version.html", context)


@get_or_post
def new(request: HttpRequest) -> HttpResponse:
    """Draft the next version, beginning with what is in force."""
    actor = actor_of(request)
    return _edit(request, queries.rules_in_force(actor.zone_id), _("起草管理办法"), reverse("whitelist:rules"))


@get_or_post
def edit(request: HttpRequest, rules_id: int) -> HttpResponse:
    """Change a draft."""
    found = queries.rules_version(actor_of(request), rules_id)
    return _edit(request, found, _("修改草稿"), _page(rules_id), **_held(request, rules_id))


@get_or_post
def publish(request: HttpRequest, rules_id: int) -> HttpResponse:
    """Make a draft public, which somebody else agrees to."""
    return _step(request, rules_id, forms.Form(sent(request)), PublishListRules, services.publish_list_rules, _("公布"))


@get_or_post
def withdraw(request: HttpRequest, rules_id: int) -> HttpResponse:
    """Give up a draft."""
    return _step(
        request, rules_id, ReasonForm(sent(request)), WithdrawListRules, services.withdraw_list_rules, _("作废")
    )


def publication(actor: Actor, given: PublishListRules) -> Sequence[Line]:
    """Return what publishing a version changes, article by article, for those who are asked to agree."""
    found = queries.rules_version(actor, given.rules_id)
    before = queries.rules_before(found)
    days = _("%(days)s 天")
    return (
        Line(
            _("管理办法"), f"{before.title} 第{before.number}版" if before else "", f"{found.title} 第{found.number}版"
        ),
        Line(
            _("公示期不少于"),
            days % {"days": before.publicity_days} if before else "",
            days % {"days": found.publicity_days},
        ),
        *(
            Line(one.heading, one.before, one.after)
            for one in rules.differences(before.articles if before else [], found.articles)
        ),
    )


def _edit(request: HttpRequest, shown: Any, title: str, back: str, **held: Any) -> HttpResponse:
    initial = {name: getattr(shown, name) for name in ListRulesForm.base_fields} if shown else {}
    form = ListRulesForm(sent(request), initial=initial)
    made = None
    if request.method == "POST":
        actor = actor_of(request)
        made = carry_out(form, EditListRules, lambda given: services.edit_list_rules(actor=actor, given=given), **held)
    if made is None:
        return form_page(request, form, Shown(title, _("保存草稿"), back, shown.version if held else None))
    messages.success(request, _("已存为草稿"))
    return HttpResponseRedirect(_page(made.pk))


def _step(
    request: HttpRequest,
    rules_id: int,
    form: forms.Form,
    model: type[BaseModel],
    service: Command[Any, Any],
    verb: str,
) -> HttpResponse:
    found = queries.rules_version(actor_of(request), rules_id)
    shown = Shown(f"{found.title} · {verb}", verb, _page(rules_id), found.version)
    return step(request, form, model, service, shown, rules_id=rules_id)


def _held(request: HttpRequest, rules_id: int) -> dict[str, Any]:
    return {"rules_id": rules_id, "version": request.POST.get("version")}


def _page(rules_id: int) -> str:
    return reverse("whitelist:rules-version", args=[rules_id])
