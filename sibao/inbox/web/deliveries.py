"""Pages of deliveries, for those who look after mail, robot and SMS."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from sibao.inbox import queries, states
from sibao.inbox.inputs import ReasonedDelivery
from sibao.inbox.web import delivery_shown
from sibao.inbox.web.forms import ReasonForm
from sibao.inbox.web.tasks import form_page, get_or_post
from sibao.kernel.commands import Command
from sibao.kernel.doors import actor_of
from sibao.kernel.web.inputs import carry_out

BY_HAND = frozenset({"resend", "confirm"})


@require_GET
def delivery(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """One delivery: how far it is, every attempt, and what a person may decide."""
    actor = actor_of(request)
    found = queries.delivery(actor, delivery_id)
    steps = states.DELIVERY.steps(found.state, actor, _("您的岗位没有这项权限"))
    context = {
        "delivery": found,
        "shown": delivery_shown.row(found),
        "steps": [step for step in steps if step.move.action in BY_HAND],
        "entries": [delivery_shown.entry(one) for one in queries.steps_of(found)],
    }
    return render(request, "inbox/delivery.html", context)


def decide(command: Command[Any, Any], verb: Any, lead: Any) -> Callable[..., HttpResponse]:
    """Return the page on which a person decides about a delivery, with a reason."""

    @get_or_post
    def page(request: HttpRequest, delivery_id: int) -> HttpResponse:
        actor = actor_of(request)
        found = queries.delivery(actor, delivery_id)
        back = reverse("inbox:delivery", args=[delivery_id])
        form = ReasonForm(request.POST if request.method == "POST" else None)
        if request.method == "POST":
            seen = {"delivery_id": delivery_id, "attempt": request.POST.get("version")}
            made = carry_out(form, ReasonedDelivery, lambda given: command(actor=actor, given=given), **seen)
            if made is not None:
                return HttpResponseRedirect(back)
        title = f"{delivery_shown.channel(found)} · {verb}"
        return form_page(request, form, title, str(verb), back, version=found.attempt, lead=str(lead))

    return page
