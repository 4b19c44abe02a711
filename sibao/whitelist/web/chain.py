"""The tab of what hangs together with a unit, and the page on which its group enters a batch."""

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from sibao.directory import queries as directory
from sibao.kernel import clock
from sibao.kernel.access import Actor, may
from sibao.kernel.doors import actor_of
from sibao.kernel.lists.definition import Tag
from sibao.kernel.web.inputs import carry_out
from sibao.kernel.web.tabs import unit_page
from sibao.whitelist import queries, rules, services
from sibao.whitelist.inputs import AdmitGroup
from sibao.whitelist.queries import Chain
from sibao.whitelist.web.chain_lists import UNLISTED
from sibao.whitelist.web.forms import GroupForm
from sibao.whitelist.web.lists import BATCH_TAGS, LISTING_TAGS

MOST_DRAWN = 40
"""More units than this are no picture; the table beside it has them all."""


@require_GET
def unit(request: HttpRequest, unit_id: int) -> HttpResponse:
    """What hangs together with a unit: partners, who must enter with it, who stops on which day if it stops."""
    actor = actor_of(request)
    found = directory.unit(actor, unit_id)
    chain = queries.chain(actor, unit_id)
    providers, outside = queries.providers_for(actor, found, clock.today())
    shown = {
        "providers": providers,
        "providers_outside": outside,
        "may_designate": may(actor, "whitelist:provider:designate"),
        "may_end": may(actor, "whitelist:provider:end"),
        "chain": chain,
        "upstream": [(row, row.supplier, _tag(chain, row.supplier_id)) for row in chain.upstream],
        "downstream": [(row, row.customer, _tag(chain, row.customer_id)) for row in chain.downstream],
        "companions": _companions(chain),
        "stops": _stops(chain),
        "reduced": [(one, chain.units[one.unit], _tag(chain, one.unit)) for one in chain.reduced],
        "sums": _sums(chain),
        "drawn": _drawn(chain, found),
        "may_admit": may(actor, "whitelist:group:admit") and chain.proposal.companions,
    }
    return unit_page(request, found, "together", "whitelist/chain.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def admit(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Put a unit and those that must enter with it into a draft."""
    actor = actor_of(request)
    found = directory.unit_in_use(actor, unit_id)
    proposal = queries.proposal(actor, unit_id)
    drafts = _drafts(actor)
    form = GroupForm(drafts, list(proposal.unit_ids), request.POST or None)
    made = None
    if request.method == "POST":
        made = carry_out(
            form, AdmitGroup, lambda given: services.admit_group(actor=actor, given=given), unit_id=unit_id
        )
    if made is not None:
        return HttpResponseRedirect(reverse("whitelist:batch", args=[made.pk]))
    units = directory.units(actor).in_bulk(proposal.unit_ids)
    context = {
        "unit": found,
        "form": form,
        "units": [units[one] for one in proposal.unit_ids],
        "proposal": proposal,
        "drafts": drafts,
        "ready": drafts and proposal.unit_ids and not (proposal.outside or proposal.cut),
    }
    return render(request, "whitelist/admit.html", context, status=422 if form.errors else 200)


def _drafts(actor: Actor) -> list[tuple[int, str]]:
    drafts = queries.batches(actor).filter(state="draft")
    return [(batch.pk, rules.batch_name(batch.number)) for batch in drafts]


def _tag(chain: Chain, unit_id: int) -> Tag:
    state = chain.states.get(unit_id, "")
    return BATCH_TAGS["draft"] if state == "draft" else LISTING_TAGS.get(state, UNLISTED)


def _companions(chain: Chain) -> list[Mapping[str, Any]]:
    return [
        {
            "unit": chain.units[one.unit],
            "for": chain.units.get(one.customer),
            "material": one.material,
            "step": one.step,
        }
        for one in chain.proposal.companions
    ]


def _stops(chain: Chain) -> list[Mapping[str, Any]]:
    return [
        {
            "unit": chain.units[stop.unit],
            "day": stop.day,
            "material": stop.material,
            "through": chain.units.get(stop.supplier),
            "guessed": stop.guessed,
            "tag": _tag(chain, stop.unit),
        }
        for stop in chain.stops
    ]


def _sums(chain: Chain) -> Mapping[str, Any]:
    """What stops in reach, in people and money; unknown figures are counted, not taken for nothing."""
    units = [chain.units[stop.unit] for stop in chain.stops]
    return {
        "units": len(units),
        "lifelines": sum(one.city_lifeline for one in units),
        "staff": sum(one.staff_count or 0 for one in units),
        "revenue": sum(one.revenue_fen or 0 for one in units),
        "unknown": sum(one.staff_count is None or one.revenue_fen is None for one in units),
    }


def _drawn(chain: Chain, first: Any) -> Mapping[str, Any] | None:
    """The picture: days from left to right, who stops on one day below each other; None when there is nothing to draw."""
    stops = chain.stops[:MOST_DRAWN]
    if not stops:
        return None
    nodes = [{"id": str(first.pk), "name": first.name, "x": 0, "y": 0, "tone": "danger"}]
    for column, (day, of_day) in enumerate(groupby(stops, key=lambda stop: stop.day), start=1):
        nodes += [_node(chain, stop.unit, day, column, row) for row, stop in enumerate(of_day)]
    there = {node["id"] for node in nodes}
    links = [{"source": str(stop.supplier), "target": str(stop.unit)} for stop in stops if str(stop.supplier) in there]
    return {"nodes": nodes, "links": links}


def _node(chain: Chain, unit_id: int, day: int, column: int, row: int) -> dict[str, Any]:
    found = chain.units[unit_id]
    note = _("%(name)s 第 %(day)d 天") % {"name": found.name, "day": day}
    tone = "danger" if found.city_lifeline else "warn"
    return {"id": str(unit_id), "name": found.name, "note": note, "x": column * 100, "y": row * 60, "tone": tone}
