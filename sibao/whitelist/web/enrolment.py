"""Pages of full enrolment (应入尽入): who qualifies and is not in, per sector and town, and the units behind each number."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from sibao.directory import queries as directory
from sibao.facts.queries import in_language
from sibao.kernel import clock
from sibao.kernel.access import Actor, may
from sibao.kernel.doors import actor_of
from sibao.kernel.refusals import NotFound
from sibao.whitelist import queries, rules, services
from sibao.whitelist.inputs import AssignOutreach, RecordOutreach
from sibao.whitelist.web.steps import Shown, get_or_post, sent, step

PAGE = 50
TONES = {"willing": "ok", "declined": "muted", "unreached": "warn"}
TITLES = {
    "meets": _("达标未入的单位"),
    "near": _("差一条的单位"),
    "unknown": _("还不知道是否达标的单位"),
}


@require_GET
def review(request: HttpRequest) -> HttpResponse:
    """Who is on the list and is known not to meet the standard any more; each is suspended or removed by somebody, or not."""
    actor = actor_of(request)
    sector = request.GET.get("sector", "")
    found = queries.review(actor, clock.now(), [sector] if sector else None)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": _reviewed(actor, page),
        "query": urlencode({"sector": sector}),
        "may_suspend": may(actor, "whitelist:listing:suspend"),
    }
    return render(request, "whitelist/review.html", context)


def _reviewed(actor: Actor, page: Any) -> list[dict[str, Any]]:
    ids = [one.unit_id for one in page]
    named, running = directory.units(actor).in_bulk(ids), queries.running_listings(actor, ids)
    return [
        {
            "unit": named[one.unit_id],
            "clauses": [in_language(words) for words in one.clauses],
            "until": one.until,
            "listing": running.get(one.unit_id),
        }
        for one in page
        if one.unit_id in named
    ]


class OutreachForm(forms.Form):
    """记录联系情况."""

    answer = forms.ChoiceField(label=_("单位的答复"), choices=list(rules.ANSWERS.items()), widget=forms.RadioSelect)
    note = forms.CharField(label=_("说明"), max_length=200, required=False, help_text=_("不愿申报的写明理由"))


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
        "may_assign": may(actor, "whitelist:outreach:assign"),
    }
    return render(request, "whitelist/enrolment.html", context)


@require_POST
def assign(request: HttpRequest) -> HttpResponse:
    """Have the towns ask those who qualify and have not applied."""
    made = services.assign_outreach(actor=actor_of(request), given=AssignOutreach())
    messages.success(request, _now("派出 %(count)d 项任务；已有任务的镇（街道）不重复派") % {"count": made})
    return HttpResponseRedirect(reverse("whitelist:enrolment"))


@require_GET
def of_cell(request: HttpRequest, cell_id: int) -> HttpResponse:
    """Lead to those of one town and sector who meet the standard and are not in."""
    found = queries.cell(actor_of(request), cell_id)
    query = urlencode({"group": "meets", "sector": found.sector.code, "town": found.area.code})
    return HttpResponseRedirect(f"{reverse('whitelist:enrolment-units')}?{query}")


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
        "may_ask": may(actor, "whitelist:outreach:record"),
        "query": urlencode({"group": group, "sector": sector, "town": town}),
        "page": page,
        "rows": _rows(actor, page),
    }
    return render(request, "whitelist/enrolment_units.html", context)


@get_or_post
def ask(request: HttpRequest, unit_id: int) -> HttpResponse:
    """What a unit says when it is asked to apply."""
    actor = actor_of(request)
    unit = directory.unit(actor, unit_id)
    title = _now("%(name)s：记录联系情况") % {"name": unit.name}
    shown = Shown(title, _now("保存"), reverse("whitelist:enrolment-units"))
    return step(request, OutreachForm(sent(request)), RecordOutreach, services.record_outreach, shown, unit_id=unit_id)


def _rows(actor: Actor, page: Any) -> list[dict[str, Any]]:
    ids = [one.unit_id for one in page]
    named, said = directory.units(actor).in_bulk(ids), queries.last_answers(actor, ids)
    return [
        {
            "unit": named[one.unit_id],
            "clauses": [in_language(words) for words in one.clauses],
            "said": said.get(one.unit_id),
            "tone": TONES[said[one.unit_id].answer] if one.unit_id in said else "unknown",
        }
        for one in page
        if one.unit_id in named
    ]
