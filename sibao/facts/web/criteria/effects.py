"""The preview of a draft: four numbers, each opening the units behind it with the clauses that say why."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from sibao.directory import queries as directory
from sibao.facts import queries
from sibao.facts.rules import in_language
from sibao.kernel import clock
from sibao.kernel.access import Actor, may
from sibao.kernel.doors import actor_of
from sibao.kernel.refusals import NotFound

PAGE = 50
KINDS = {
    "leave": (_("在册，将不再符合"), "danger"),
    "enter": (_("未列入，将新符合"), "ok"),
    "unknown_listed": (_("在册，将不知道"), "unknown"),
    "unknown_others": (_("未列入，将不知道"), "unknown"),
}
UNITS = "directory:unit:read"


def effect_of(actor: Actor, known: queries.Known, said: queries.Checked, found: Any) -> queries.Effect | None:
    """Return what publishing a draft would change; None where it is no draft, cannot be judged, or units are none of hers to see."""
    if found.state != "draft" or said.criterion is None or not may(actor, UNITS):
        return None
    return queries.effect(actor, known, found, said.criterion, clock.now())


def numbers(actor: Actor, found: Any, effect: queries.Effect | None) -> list[dict[str, Any]]:
    """Return the four numbers of a preview, each with the address of its units where the actor may see what is known of them."""
    if effect is None:
        return []
    where = reverse("facts:criterion-effect", args=[found.pk]) if may(actor, "facts:value:read") else ""
    return [
        {"label": label, "tone": tone, "count": len(getattr(effect, kind)), "url": where and f"{where}?which={kind}"}
        for kind, (label, tone) in KINDS.items()
    ]


@require_GET
def units(request: HttpRequest, criterion_id: int) -> HttpResponse:
    """The units behind one number of a draft's preview: unit, town, clauses."""
    actor = actor_of(request)
    found = queries.criterion_of_own(actor, criterion_id)
    which = request.GET.get("which", "leave")
    if which not in KINDS:
        raise NotFound
    known = queries.known_facts(actor.zone_id)
    effect = effect_of(actor, known, queries.checked(known, found.tree, (), clock.now()), found)
    if effect is None:
        return HttpResponseRedirect(reverse("facts:criterion", args=[criterion_id]))
    page = Paginator(getattr(effect, which), PAGE).get_page(request.GET.get("page"))
    context = {"found": found, "which": which, "title": KINDS[which][0], "page": page, "rows": _rows(actor, page)}
    return render(request, "facts/criteria/effect.html", context | {"numbers": numbers(actor, found, effect)})


def _rows(actor: Actor, page: Any) -> list[dict[str, Any]]:
    named = directory.units(actor).in_bulk([one.unit_id for one in page])
    return [
        {"unit": named[one.unit_id], "clauses": [in_language(words) for words in one.clauses]}
        for one in page
        if one.unit_id in named
    ]
