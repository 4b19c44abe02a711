"""Pages of coverage, and of one listing's changes."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from sibao.kernel import clock
from sibao.kernel.access import may
from sibao.kernel.commands import Command
from sibao.kernel.doors import actor_of
from sibao.whitelist import queries, rules, services
from sibao.whitelist.inputs import ChangeListing, RecordDenominator
from sibao.whitelist.web import by_place
from sibao.whitelist.web.forms import DenominatorForm, ReasonForm
from sibao.whitelist.web.standing import standing
from sibao.whitelist.web.steps import Shown, get_or_post, sent, step

TREND_DAYS = 60


@require_GET
def coverage(request: HttpRequest) -> HttpResponse:
    """Coverage per sector and in total, what would bring a sector over, and how it went."""
    actor = actor_of(request)
    rows = queries.coverage(actor)
    total, first = queries.total_coverage(rows), queries.first_published(actor.zone_id)
    context = {
        "rows": [{"row": row, "marginal": queries.marginal(actor, row)} for row in rows],
        "total": total,
        "targets": [(one, standing(one, first, rows, total)) for one in queries.targets(actor.zone_id)],
        "trend": _trend(actor.zone_id),
        "partial": any(row.partial for row in rows),
        "may_record": may(actor, "whitelist:denominator:record"),
        "today": clock.today(),
        "places": by_place.town_map(actor, clock.now()),
    }
    return render(request, "whitelist/coverage.html", context)


def _trend(zone_id: int) -> dict[str, Any]:
    days = queries.trend(zone_id, clock.today() - timedelta(days=TREND_DAYS))
    labels = sorted({row.day for row in days})
    series: dict[str, dict[Any, float]] = {}
    for row in days:
        found = rules.coverage_bp(row.listed_value, row.denominator)
        if found is not None:
            series.setdefault(row.sector.short_name, {})[row.day] = found / 100
    return {
        "labels": [f"{day:%m-%d}" for day in labels],
        "series": [{"name": name, "values": [values.get(day) for day in labels]} for name, values in series.items()],
        "target": queries.sector_threshold(zone_id) / 100,
        "unit": "%",
    }


@get_or_post
def denominator(request: HttpRequest) -> HttpResponse:
    """Record a sector's denominator."""
    form = DenominatorForm(actor_of(request), sent(request))
    shown = Shown(_("登记分母"), _("登记"), reverse("whitelist:coverage"))
    return step(request, form, RecordDenominator, services.record_denominator, shown)


def change(command: Command[Any, Any], verb: str) -> Callable[..., HttpResponse]:
    """Return the page that suspends, resumes or removes a listing, with its reason."""

    @get_or_post
    def page(request: HttpRequest, listing_id: int) -> HttpResponse:
        found = queries.listing(actor_of(request), listing_id)
        back, form = reverse("directory:unit", args=[found.unit_id]), ReasonForm(sent(request))
        shown = Shown(f"{found.unit.name} · {_(verb)}", _(verb), back, found.version)
        return step(request, form, ChangeListing, command, shown, listing_id=listing_id)

    return page
