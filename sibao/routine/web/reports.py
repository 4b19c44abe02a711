"""Pages of the daily report of both lines: what a site has said of a day, and the form of each part."""

from datetime import date
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from sibao.directory import queries as directory
from sibao.kernel import clock
from sibao.kernel.access import Actor, may
from sibao.kernel.doors import actor_of
from sibao.kernel.refusals import NotFound
from sibao.kernel.web.inputs import carry_out
from sibao.routine import queries, services
from sibao.routine.inputs import SubmitReport
from sibao.routine.rules.reports import PARTS
from sibao.routine.web.forms import PartForm, word

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
PART_WORDS = {"production": gettext_lazy("生产这条线"), "prevention": gettext_lazy("防疫这条线")}


@require_GET
def report(request: HttpRequest, site_id: int, day: str) -> HttpResponse:
    """What a site has said of a day, both lines side by side; a part that nobody filled in says so."""
    actor = actor_of(request)
    site, of_day = directory.site(actor, site_id), _day(day)
    row = queries.report_of(actor, site_id, of_day)
    shown = {
        "site": site,
        "day": of_day,
        "parts": [_part(actor, row, part) for part in PARTS],
        "complete": queries.is_complete(row),
        "may_submit": may(actor, "routine:report:submit") and of_day <= clock.today(),
    }
    return render(request, "routine/report.html", shown)


@get_or_post
def part(request: HttpRequest, site_id: int, day: str, part: str) -> HttpResponse:
    """Fill in or correct one part of a site's day."""
    actor = actor_of(request)
    site, of_day = directory.site(actor, site_id), _day(day)
    if part not in PARTS:
        raise NotFound
    row, fields = queries.report_of(actor, site_id, of_day), queries.report_fields(actor.zone_id, part)
    form = PartForm(fields, _known(actor, site, of_day, row, part, fields), request.POST or None)
    back = reverse("routine:report", args=[site_id, day])
    if request.method == "POST":
        submit = partial(services.submit_report, actor=actor)
        more = {"site_id": site_id, "day": of_day, "part": part, "version": request.POST.get("version", "0")}
        if carry_out(form, SubmitReport, lambda given: submit(given=given), **more) is not None:
            messages.success(request, _("已填报"))
            return HttpResponseRedirect(back)
    shown = {
        "form": form,
        "title": f"{_('双线日报')} · {PART_WORDS[part]}",
        "lead": f"{site.unit.name} · {site.name} · {of_day:%Y-%m-%d}",
        "back": back,
        "version": row.version if row else 0,
    }
    return render(request, "routine/form.html", shown, status=422 if form.errors else 200)


def _known(actor: Actor, site: Any, day: date, row: Any, part: str, fields: list[Any]) -> dict[str, int]:
    """What was said before, or what the product knows of today."""
    said = getattr(row, part) if row else None
    if said is not None:
        return dict(said)
    if day != clock.today() or not any(one.prefill for one in fields):
        return {}
    known = queries.prefilled(queries.day_of_site(actor, site, clock.now()))
    return {one.key: known[one.prefill] for one in fields if one.prefill}


def _part(actor: Actor, row: Any, part: str) -> dict[str, Any]:
    said = getattr(row, part) if row else None
    at, by = (getattr(row, f"{part}_at"), getattr(row, f"{part}_as")) if said is not None else (None, "")
    fields = queries.report_fields(actor.zone_id, part) if said is not None else []
    lines = [(word(one), said.get(one.key) if said else None, one) for one in fields]
    return {"key": part, "word": PART_WORDS[part], "said": said is not None, "at": at, "by": by, "lines": lines}


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise NotFound from error
