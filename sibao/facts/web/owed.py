"""Pages of one fact: what it is, of how many units it is owed and by whom, and asking its department for it."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from sibao.facts import queries, services
from sibao.facts.inputs import OneFact
from sibao.inbox import queries as inbox
from sibao.kernel.access import may
from sibao.kernel.doors import actor_of


@require_GET
def fact(request: HttpRequest, fact_id: int) -> HttpResponse:
    """One fact of the catalogue, the units within reach of which it is missing or too old, and who has been asked for it."""
    actor = actor_of(request)
    row, tally = queries.fact_tally(actor, fact_id)
    sees_tasks = may(actor, "inbox:task:read")
    tasks = list(inbox.tasks_of_subject(actor, queries.FACT_KIND, fact_id).order_by("-id")[:10]) if sees_tasks else []
    asks = row.source_id is not None and may(actor, "facts:owed:ask") and actor.scope.whole_zone
    waits = any(task.ended_at is None for task in tasks)
    shown = {"row": row, "tally": tally, "tasks": tasks, "asks": asks and tally and tally.owed and not waits}
    return render(request, "facts/fact.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, fact_id: int) -> HttpResponse:
    """Ask the department of a fact for what it owes."""
    actor = actor_of(request)
    row, _tally = queries.fact_tally(actor, fact_id)
    back = reverse("facts:fact", args=[fact_id])
    if request.method == "POST":
        owed = services.ask_owed(actor=actor, given=OneFact(fact_id=fact_id))
        messages.success(request, _("已交办，欠报 %(count)d 家") % {"count": owed})
        return HttpResponseRedirect(back)
    owes = row.source.short_name if row.source else "—"
    shown = {
        "title": _("交办补报"),
        "lead": row.name,
        "lines": [(_("由谁提供"), owes)],
        "form": forms.Form(),
        "back": back,
    }
    return render(request, "facts/step.html", shown)
