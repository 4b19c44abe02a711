"""Pages of facts: the catalogue with what is missing, what is known of one unit, and saying it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from sibao.directory import queries as directory
from sibao.facts import queries, services
from sibao.facts.inputs import RecordFacts
from sibao.facts.rules import in_language
from sibao.facts.web.forms import RecordForm
from sibao.kernel import clock
from sibao.kernel.doors import actor_of
from sibao.kernel.web.inputs import carry_out
from sibao.kernel.web.tabs import unit_page


@require_GET
def catalogue(request: HttpRequest) -> HttpResponse:
    """Every fact that is asked of units within reach: who knows it, how long it stays true, of how many it is known."""
    actor = actor_of(request)
    tallies = {one.definition.pk: one for one in queries.tallies(actor)}
    rows = [(row, tallies.get(row.pk)) for row in queries.seen_definitions(actor)]
    asking = queries.asking(actor, clock.now())
    asked = [
        {"row": row, "tally": tally, "asking": asking.get(row.key, ())}
        for row, tally in rows
        if tally is None or tally.units
    ]
    return render(request, "facts/catalogue.html", {"rows": asked})


@require_GET
def unit(request: HttpRequest, unit_id: int) -> HttpResponse:
    """What is known of a unit, since when and from whom."""
    actor = actor_of(request)
    found = directory.unit(actor, unit_id)
    lines, asked = queries.facts_of_unit(actor, found), queries.open_corrections(actor, unit_id)
    shown = {
        "lines": [
            {
                "line": line,
                "name": in_language(line.fact.name),
                "value": line.value and in_language(line.value),
                "asked": asked.get(line.definition.pk),
                "disputable": line.value and queries.may_dispute(actor, unit_id, line.definition),
            }
            for line in lines
        ],
        "mine": any(line.mine for line in lines) and not found.merged_into_id,
        "open": sum(line.state != "known" for line in lines),
    }
    return unit_page(request, found, "facts", "facts/unit.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Say what one knows of a unit."""
    actor = actor_of(request)
    found = directory.unit_in_use(actor, unit_id)
    form = RecordForm(queries.facts_of_unit(actor, found), request.POST or None)
    back = reverse("facts:unit", args=[unit_id])
    if request.method == "POST":
        count = carry_out(
            form, RecordFacts, lambda given: services.record_facts(actor=actor, given=given), unit_id=unit_id
        )
        if count is not None:
            messages.success(request, _("已填报 %(count)d 项") % {"count": count})
            return HttpResponseRedirect(back)
    shown = {"form": form, "unit": found, "back": back}
    return render(request, "facts/record.html", shown, status=422 if form.errors else 200)
