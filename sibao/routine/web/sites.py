"""The day of all sites within reach, and the phone page of one site: health, disinfection and goods in two taps."""

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from sibao.directory import queries as directory
from sibao.kernel import clock
from sibao.kernel.access import may
from sibao.kernel.doors import actor_of
from sibao.kernel.web.inputs import checked
from sibao.prevention import queries as prevention
from sibao.prevention import services as monitoring
from sibao.prevention.inputs import ReportSignals
from sibao.routine import queries, services
from sibao.routine.inputs import RecordDisinfection, RecordGoods
from sibao.routine.rules.keys import HEALTH, ILL, WELL
from sibao.routine.web.forms import word
from sibao.routine.web.lists import section_tag

LISTED = 50


@dataclass(frozen=True, slots=True)
class Share:
    """How much is done in a town or sector: sites, complete reports, people and whose health is known, sections overdue."""

    name: str
    url: str
    sites: int
    complete: int
    people: int
    silent: int
    overdue: int
    goods: int


@require_GET
def day(request: HttpRequest) -> HttpResponse:
    """What is missing today, by town and by sector, and the sites that lack something."""
    actor, now = actor_of(request), clock.now()
    days = queries.days_of_sites(actor, now)
    towns, sectors = list(directory.towns(actor)), list(directory.sectors(actor))
    here = reverse("routine:day")
    town = next((one for one in towns if one.code == request.GET.get("town")), None)
    sector = next((one for one in sectors if one.code == request.GET.get("sector")), None)
    chosen = [
        one
        for one in days
        if (town is None or one.site.unit.area_path.startswith(town.path))
        and (sector is None or one.site.unit.sector_id == sector.pk)
    ]
    of_towns = [(one, [it for it in days if it.site.unit.area_path.startswith(one.path)]) for one in towns]
    of_sectors = [(one, [it for it in days if it.site.unit.sector_id == one.pk]) for one in sectors]
    lacking = [one for one in chosen if one.lacks]
    shown = {
        "now": now,
        "all": _share("", "", chosen),
        "chosen": " · ".join(one.name for one in (town, sector) if one),
        "wide": actor.scope.unit_id is None,
        "towns": [_share(one.name, f"{here}?town={one.code}", several) for one, several in of_towns if several],
        "sectors": [_share(one.name, f"{here}?sector={one.code}", several) for one, several in of_sectors if several],
        "rows": lacking[:LISTED] if actor.scope.unit_id is None else chosen[:LISTED],
        "more": max(len(lacking) - LISTED, 0),
        "here": here,
    }
    return render(request, "routine/day.html", shown)


def _share(name: str, url: str, days: Iterable[Any]) -> Share:
    rows = list(days)
    return Share(
        name,
        url,
        len(rows),
        sum(one.production and one.prevention for one in rows),
        sum(one.people for one in rows),
        sum(one.silent for one in rows),
        sum(one.overdue for one in rows),
        sum(bool(one.goods) for one in rows),
    )


@require_GET
def site(request: HttpRequest, site_id: int) -> HttpResponse:
    """One site's day: whose health is not reported, which sections are due, goods, and the report of both lines."""
    actor, now = actor_of(request), clock.now()
    found = directory.site(actor, site_id)
    silent, missing, people, ill = queries.silent_people(actor, found, clock.today())
    shown = {
        "site": found,
        "day": queries.day_of_site(actor, found, now),
        "today": clock.today(),
        "silent": [(one, directory.name_of(one.someone, masked=True) if one.someone else "") for one in silent],
        "missing": missing,
        "more": missing - len(silent),
        "people": people,
        "ill": ill,
        "sections": [(row, section_tag(row), word(row.klass)) for row in queries.sections_of(actor, site_id)],
        "once": secrets.token_urlsafe(12),
        "may_report": may(actor, "prevention:signal:report"),
        "may_disinfect": may(actor, "routine:disinfection:record"),
        "may_check": may(actor, "routine:goods:record"),
        "may_edit": may(actor, "routine:section:edit"),
        "may_submit": may(actor, "routine:report:submit"),
    }
    return render(request, "routine/site.html", shown)


@require_POST
def health(request: HttpRequest, site_id: int) -> HttpResponse:
    """Report those who were chosen well, or one of them ill."""
    actor = actor_of(request)
    found = directory.site(actor, site_id)
    ill = request.POST.get("ill")
    people, value = ([ill], ILL) if ill else (request.POST.getlist("person"), WELL)
    if not people:
        messages.warning(request, _("没有选人"))
        return _back(site_id)
    said = [{"kind": HEALTH, "about": one, "value": value} for one in people]
    source = prevention.entered_under(actor)
    given = checked(ReportSignals, {"source": source, "key": f"health-{found.pk}-{_once(request)}", "said": said})
    monitoring.report_signals(actor=actor, given=given)
    messages.success(request, _("已登记有症状，卫健部门会收到预警") if ill else _("已登记"))
    return _back(site_id)


@require_POST
def disinfect(request: HttpRequest, site_id: int) -> HttpResponse:
    """Record that the chosen sections were just disinfected."""
    values = {
        "site_id": site_id,
        "section_ids": request.POST.getlist("section"),
        "means": request.POST.get("means", ""),
        "key": f"clean-{site_id}-{_once(request)}",
    }
    given = checked(RecordDisinfection, values)
    return _done(request, site_id, partial(services.record_disinfection, actor=actor_of(request), given=given))


@require_POST
def goods(request: HttpRequest, site_id: int) -> HttpResponse:
    """Record a check of what came in."""
    values = {"site_id": site_id, "sound": request.POST.get("sound") == "1", "note": request.POST.get("note", "")}
    values["key"] = f"goods-{site_id}-{_once(request)}"
    given = checked(RecordGoods, values)
    return _done(request, site_id, partial(services.record_goods, actor=actor_of(request), given=given))


def _done(request: HttpRequest, site_id: int, command: Callable[[], Any]) -> HttpResponse:
    command()
    messages.success(request, _("已登记"))
    return _back(site_id)


def _once(request: HttpRequest) -> str:
    """The form's own word, so that a form that is sent twice says it once."""
    return request.POST.get("once", "")[:40] or secrets.token_urlsafe(12)


def _back(site_id: int) -> HttpResponse:
    return HttpResponseRedirect(reverse("routine:site", args=[site_id]))
