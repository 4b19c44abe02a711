"""Pages of full enrolment (应入尽入): who qualifies and is not in, per sector and town, and the units behind each number."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from sibao.directory import queries as directory
from sibao.facts.rules import in_language
from sibao.kernel import clock
from sibao.kernel.access import Actor, may
from sibao.kernel.doors import actor_of
from sibao.kernel.refusals import NotFound
from sibao.whitelist import queries

PAGE = 50
TITLES = {
    "meets": _("达标未入的单位"),
    "near": _("差一条的单位"),
    "unknown": _("还不知道是否达标的单位"),
}


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Per sector and per town: who meets the standard and is not in, who misses one clause, what they would bring."""
    actor = actor_of(request)
    sectors, towns = queries.enrolment(actor, clock.now())
    stands = [row.stand for row in sectors if row.stand]
    context = {
        "sectors": sectors,
        "towns": towns,
        "meets": sum(len(one.meets) for one in stands),
        "near": sum(len(one.near) for one in stands),
        "may_fill": may(actor, "whitelist:batch:fill"),
    }
    return render(request, "whitelist/enrolment.html", context)


@require_GET
def units(request: HttpRequest) -> HttpResponse:
    """The units behind one number, with the clauses that they miss."""
    actor = actor_of(request)
    group = request.GET.get("group", "meets")
    sector, town = request.GET.get("sector", ""), request.GET.get("town", "")
    if group not in TITLES:
        raise NotFound
    found = queries.enrolment_units(actor, group, clock.now(), sectors=[sector] if sector else None, town=town)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "title": TITLES[group],
        "query": urlencode({"group": group, "sector": sector, "town": town}),
        "page": page,
        "rows": _rows(actor, page),
    }
    return render(request, "whitelist/enrolment_units.html", context)


def _rows(actor: Actor, page: Any) -> list[dict[str, Any]]:
    named = directory.units(actor).in_bulk([one.unit_id for one in page])
    return [
        {"unit": named[one.unit_id], "clauses": [in_language(words) for words in one.clauses]}
        for one in page
        if one.unit_id in named
    ]
