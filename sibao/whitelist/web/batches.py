"""Pages of batches: create, look, take a unit out, publicise, publish, withdraw."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from pydantic import BaseModel

from sibao.approvals import queries as approvals
from sibao.audit import queries as audit
from sibao.kernel import clock
from sibao.kernel.access import Actor, may
from sibao.kernel.commands import Command
from sibao.kernel.documents import reading
from sibao.kernel.doors import actor_of
from sibao.kernel.web.inputs import carry_out
from sibao.whitelist import queries, services, states
from sibao.whitelist.inputs import CreateBatch, DropUnit, PubliciseBatch, PublishBatch, WithdrawBatch
from sibao.whitelist.web.forms import BatchForm, PublicationForm, PublicityForm, ReasonForm
from sibao.whitelist.web.steps import Shown, form_page, get_or_post, sent, step

if TYPE_CHECKING:
    from sibao.whitelist.models import Batch


@get_or_post
def create(request: HttpRequest) -> HttpResponse:
    """Start the next batch."""
    actor, form = actor_of(request), BatchForm(sent(request))
    made = None
    if request.method == "POST":
        made = carry_out(form, CreateBatch, lambda given: services.create_batch(actor=actor, given=given))
    if made is not None:
        return HttpResponseRedirect(reverse("whitelist:batch", args=[made.id]))
    return form_page(request, form, Shown(_("新建批次"), _("新建"), reverse("whitelist:batches")))


@require_GET
def batch(request: HttpRequest, batch_id: int) -> HttpResponse:
    """One batch: its roll, its next step, its documents and what happened."""
    actor = actor_of(request)
    found = queries.batch(actor, batch_id)
    members = list(queries.members(actor, batch_id))
    over = found.objection_until is not None and clock.now() >= found.objection_until
    context = {
        "batch": found,
        "name": queries.batch_label(found.number),
        "state": states.BATCH.states[found.state],
        "members": members,
        "steps": states.BATCH.steps(found.state, actor, _("由指挥部办公室办理")),
        "path": _path(found),
        "over": over,
        "documents": reading.documents_of(actor.zone_id, "batch", batch_id),
        "consultations": approvals.about(actor, "batch", batch_id),
        "timeline": audit.timeline(actor, "batch", batch_id),
        "may_fill": may(actor, "whitelist:batch:fill"),
        "may_drop": may(actor, "whitelist:batch:drop") and found.state in ("draft", "publicised"),
        "sectors": _by_sector(members),
        "may_object": may(actor, "whitelist:objection:record") and found.state == "publicised" and not over,
        "objections": _objections(actor, batch_id),
    }
    return render(request, "whitelist/batch.html", context)


def _objections(actor: Actor, batch_id: int) -> list[dict[str, Any]]:
    if not may(actor, "whitelist:objection:read"):
        return []
    known = states.OBJECTION.states
    return [{"row": one, "state": known[one.state]} for one in queries.objections(actor).filter(batch=batch_id)]


def _by_sector(members: list[Any]) -> list[tuple[str, int]]:
    counts: dict[str, int] = {}
    for member in members:
        counts[member.unit.sector.name] = counts.get(member.unit.sector.name, 0) + 1
    return list(counts.items())


def _path(found: "Batch") -> list[dict[str, str]]:
    order = ["draft", "publicised", "published"]
    here = order.index(found.state) if found.state in order else 0
    labels = [states.BATCH.states[code].label for code in order]
    done = found.state == "published"
    return [
        {"label": str(label), "state": "done" if place < here or done else "current" if place == here else "todo"}
        for place, label in enumerate(labels)
    ]


@get_or_post
def publicise(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Open a batch to objections."""
    initial = {
        "objection_until": PublicityForm.usual_end(clock.now(), queries.publicity_days(actor_of(request).zone_id))
    }
    form = PublicityForm(sent(request), initial=initial)
    return _step(request, batch_id, form, PubliciseBatch, services.publicise_batch, _("公示"))


@get_or_post
def publish(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Put a batch on the list."""
    form = PublicationForm(sent(request), initial={"dated": clock.today()})
    return _step(request, batch_id, form, PublishBatch, services.publish_batch, _("发布"))


@get_or_post
def withdraw(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Withdraw a batch."""
    return _step(request, batch_id, ReasonForm(sent(request)), WithdrawBatch, services.withdraw_batch, _("撤回"))


@get_or_post
def drop(request: HttpRequest, batch_id: int, unit_id: int) -> HttpResponse:
    """Take one unit out of a batch."""
    form = ReasonForm(sent(request))
    return _step(request, batch_id, form, DropUnit, services.drop_unit, _("撤出一家"), held=False, unit_id=unit_id)


def _step(
    request: HttpRequest,
    batch_id: int,
    form: forms.Form,
    model: type[BaseModel],
    service: Command[Any, Any],
    verb: str,
    *,
    held: bool = True,
    **given: Any,
) -> HttpResponse:
    found = queries.batch(actor_of(request), batch_id)
    title, back = f"{queries.batch_label(found.number)} · {verb}", reverse("whitelist:batch", args=[batch_id])
    shown = Shown(title, verb, back, found.version if held else None)
    return step(request, form, model, service, shown, batch_id=batch_id, **given)
