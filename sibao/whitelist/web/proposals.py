"""Pages of one proposal: why it was made, accepting and declining it."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET
from pydantic import BaseModel

from sibao.audit import queries as audit
from sibao.kernel.access import Actor, may
from sibao.kernel.commands import Command
from sibao.kernel.doors import actor_of
from sibao.whitelist import queries, rules, services, states
from sibao.whitelist.inputs import AcceptProposal, DeclineProposal
from sibao.whitelist.web.application_shown import kept_clauses
from sibao.whitelist.web.forms import ReasonForm
from sibao.whitelist.web.proposal_lists import KINDS, why
from sibao.whitelist.web.steps import Shown, get_or_post, sent, step

ROUTES = {"accept": "proposal-accept", "decline": "proposal-decline"}


class AcceptForm(forms.Form):
    """采纳提议: only what the actor may do; a draft batch where the unit may go into one."""

    outcome = forms.ChoiceField(label=_("怎样办理"), widget=forms.RadioSelect)
    batch_id = forms.TypedChoiceField(
        label=_("批次"), coerce=int, empty_value=None, required=False, help_text=_("加入批次的填；只能选还没公示的批次")
    )

    def __init__(self, actor: Actor, kind: str, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        choices = [(code, words) for code, words in rules.OUTCOMES[kind].items() if may(actor, rules.NEEDS[code])]
        self.fields["outcome"].choices = choices  # type: ignore[attr-defined]
        self.initial = {"outcome": choices[0][0] if len(choices) == 1 else ""}
        if "batch" not in dict(choices):
            del self.fields["batch_id"]
            return
        drafts = [(one.pk, queries.batch_label(one.number)) for one in queries.batches(actor).filter(state="draft")]
        self.fields["batch_id"].choices = [("", "—"), *drafts]  # type: ignore[attr-defined]


@require_GET
def proposal(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """One proposal: why, the verdict that it rests on, what may be made of it, and what happened."""
    actor = actor_of(request)
    found = queries.list_proposal(actor, proposal_id)
    able = any(may(actor, rules.NEEDS[code]) for code in rules.OUTCOMES[found.kind])
    ways = ROUTES if able else {"decline": ROUTES["decline"]}
    steps = [step for step in states.PROPOSAL.steps(found.state, actor) if step.move.action in ways and step.open]
    context = {
        "found": found,
        "kind": KINDS[found.kind],
        "why": why(found),
        "state": states.PROPOSAL.states[found.state],
        "kept": kept_clauses(found),
        "outcome": rules.OUTCOMES[found.kind].get(found.outcome, ""),
        "steps": [
            {"action": one.move.action, "label": one.move.label}
            | {"url": reverse(f"whitelist:{ways[one.move.action]}", args=[proposal_id])}
            for one in steps
        ],
        "timeline": audit.timeline(actor, "list_proposal", proposal_id),
    }
    return render(request, "whitelist/proposal.html", context)


@get_or_post
def accept(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Do what is proposed."""
    actor = actor_of(request)
    found = queries.list_proposal(actor, proposal_id)
    form = AcceptForm(actor, found.kind, sent(request))
    return _step(request, found, form, AcceptProposal, services.accept_proposal, _now("采纳"))


@get_or_post
def decline(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Leave the list as it is."""
    actor = actor_of(request)
    found = queries.list_proposal(actor, proposal_id)
    form = ReasonForm(sent(request))
    return _step(request, found, form, DeclineProposal, services.decline_proposal, _now("不采纳"))


def _step(
    request: HttpRequest,
    found: Any,
    form: forms.Form,
    model: type[BaseModel],
    service: Command[Any, Any],
    verb: str,
) -> HttpResponse:
    back, title = (
        reverse("whitelist:proposal", args=[found.pk]),
        f"{found.unit.name} · {KINDS[found.kind].label} · {verb}",
    )
    return step(
        request, form, model, service, Shown(title, verb, back, found.version, why(found)), proposal_id=found.pk
    )
