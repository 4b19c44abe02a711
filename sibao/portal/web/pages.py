"""The public front and the public list."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sibao.directory import queries as directory
from sibao.kernel import clock
from sibao.kernel.refusals import NotFound
from sibao.kernel.zoned import switches
from sibao.portal import queries
from sibao.portal.web.frame import frame, named
from sibao.portal.web.public import cacheable, with_zone
from sibao.whitelist import queries as whitelist

PAGE = 50
FIRST_LISTINGS, FIRST_NOTICES = 8, 4
LONGEST_SEARCH = 60


@require_safe
@with_zone
def home(request: HttpRequest, language: str, zone: Any) -> HttpResponse:
    """What is listed, how far each sector is, what was announced, and how the numbers are made."""
    rows = whitelist.public_coverage(zone.id)
    listed = whitelist.public_listings(zone.id)
    context = frame(request, language, zone) | {
        "coverage": [_sector(row, language) for row in rows],
        "may_search": switches.is_on(zone.id, queries.SEARCH),
        "threshold": f"{rows[0].threshold_bp / 100:g}" if rows else "70",
        "changed_at": whitelist.public_changed_at(zone.id),
        "total": listed.count(),
        "batches": _batches(zone.id),
        "rows": _rows(list(listed.order_by("-number")[:FIRST_LISTINGS]), language),
        "notices": queries.notices(zone.id)[:FIRST_NOTICES],
    }
    return cacheable(request, render(request, "portal/home.html", context))


def _sector(row: whitelist.SectorCoverage, language: str) -> dict[str, Any]:
    tone, word = _judged(row)
    return {
        "name": named(row.sector, language),
        "code": row.sector.code,
        "listed": row.listed,
        "value": None if row.coverage_bp is None else row.coverage_bp // 10 / 10,
        "tone": tone,
        "word": word,
        "measure": named(row.measure, language) if row.measure else "",
        "year": row.year,
        "source": row.denominator.source if row.denominator else "",
        "invented": bool(row.denominator and row.denominator.invented),
        "unknown": row.unknown,
    }


def _judged(row: whitelist.SectorCoverage) -> tuple[str, str]:
    if row.reach is None or row.gap_bp is None:
        return "unknown", _("缺分母")
    threshold = f"{row.threshold_bp / 100:g}%"
    if row.reach.above:
        return "ok", _("达标")
    if row.reach.at_least:
        return "warn", _("≥%(at)s 达标，>%(at)s 未达标") % {"at": threshold}
    return "warn", _("还差 %(points).1f 点") % {"points": -(row.gap_bp // 10) / 10}


def _batches(zone_id: int) -> list[dict[str, Any]]:
    now = clock.now()
    return [
        {
            "number": batch.number,
            "name": whitelist.batch_label(batch.number),
            "listed": batch.listed,
            "pending": batch.pending,
            "published_at": batch.published_at,
            "objection_until": batch.objection_until,
            "open": batch.state == "publicised" and batch.objection_until is not None and batch.objection_until > now,
        }
        for batch in whitelist.public_batches(zone_id)
    ]


def _rows(listed: list[Any], language: str, asked: str = "") -> list[dict[str, Any]]:
    """Lines of the list; of a zone's optional fields only those that it has made public."""
    own = directory.own_of([one.unit_id for one in listed], public=True)
    return [_row(one, language, asked) | {"own": own.get(one.unit_id, {}).values()} for one in listed]


def _row(listing: Any, language: str, asked: str) -> dict[str, Any]:
    shown = whitelist.shown_publicly(listing, asked=asked)
    return {
        "number": shown.number,
        "name": shown.name,
        "code": shown.code,
        "sector": named(shown.sector, language),
        "area": named(shown.area, language),
        "batch": whitelist.batch_label(shown.batch_number),
        "listed_at": shown.listed_at,
    }


@require_safe
@with_zone
def listings(request: HttpRequest, language: str, zone: Any) -> HttpResponse:
    """The list by batch and sector, searched by name, pinyin, initials or code; fifty on a page."""
    text = request.GET.get("q", "").strip()[:LONGEST_SEARCH]
    may_search = switches.is_on(zone.id, queries.SEARCH)
    if text and not may_search:
        raise NotFound
    sectors = list(directory.zone_sectors(zone.id))
    batches = [one for one in _batches(zone.id) if one["published_at"]]
    sector = _asked(request, "sector", {one.code: one for one in sectors})
    batch = _asked(request, "batch", {str(one["number"]): one for one in batches})
    found = _found(zone.id, text, sector, batch)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = frame(request, language, zone) | {
        "text": text,
        "may_search": may_search,
        "sector": sector,
        "batch": batch,
        "sectors": [{"code": one.code, "name": named(one, language)} for one in sectors],
        "sector_name": named(sector, language) if sector else "",
        "batches": batches,
        "page": page,
        "rows": _rows(list(page), language, text),
        "previous_url": _page_url(request, page.number - 1) if page.has_previous() else "",
        "next_url": _page_url(request, page.number + 1) if page.has_next() else "",
    }
    return cacheable(request, render(request, "portal/listings.html", context))


def _asked(request: HttpRequest, name: str, public: dict[str, Any]) -> Any:
    """What a link asks for; what is not public is not found, so that no filter widens without a word."""
    wanted = request.GET.get(name, "")
    if wanted and wanted not in public:
        raise NotFound
    return public.get(wanted)


def _found(zone_id: int, text: str, sector: Any, batch: dict[str, Any] | None) -> QuerySet[Any]:
    rows = whitelist.public_listings(zone_id)
    if text:
        rows = whitelist.search_public(rows, text)
    if sector:
        rows = rows.filter(unit__sector=sector)
    return rows.filter(batch__number=batch["number"]) if batch else rows


def _page_url(request: HttpRequest, number: int) -> str:
    wanted = request.GET.copy()
    wanted["page"] = str(number)
    return f"?{wanted.urlencode()}"
