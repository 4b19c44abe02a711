"""Is this document genuine? Anyone may ask by its check code, without script and without sign-in."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from sibao.kernel.documents.check_codes import normalise_check_code
from sibao.kernel.documents.issuing import Verification, verify
from sibao.kernel.refusals import Invalid
from sibao.kernel.web.limits import limit
from sibao.portal.web.frame import frame
from sibao.portal.web.public import FRESH, cacheable, with_zone
from sibao.whitelist import queries as whitelist

LONGEST = 60


@require_safe
@with_zone
def form(request: HttpRequest, language: str, zone: Any) -> HttpResponse:
    """Ask for a check code; a mistyped one is told before anything is looked up."""
    typed = request.GET.get("code", "").strip()[:LONGEST]
    if not typed:
        return _page(request, language, zone)
    try:
        code = normalise_check_code(typed)
    except Invalid as mistyped:
        return _page(request, language, zone, typed=typed, mistyped=mistyped)
    return HttpResponseRedirect(reverse("portal:verified", args=[language, code]))


@require_safe
@with_zone
def result(request: HttpRequest, language: str, zone: Any, code: str) -> HttpResponse:
    """What a check code leads to; the QR code of every document opens this page."""
    typed = code[:LONGEST]
    try:
        normalise_check_code(typed)
    except Invalid as mistyped:
        return _page(request, language, zone, typed=typed, mistyped=mistyped)
    limit(request, "verify")
    return _page(request, language, zone, typed=typed, found=verify(typed))


def _page(
    request: HttpRequest,
    language: str,
    zone: Any,
    *,
    typed: str = "",
    mistyped: Invalid | None = None,
    found: Verification | None = None,
) -> HttpResponse:
    document = found.document if found else None
    context = frame(request, language, zone) | {
        "typed": found.check_code if found else typed,
        "mistyped": mistyped,
        "found": found,
        "document": document,
        "open": document is not None and document.zone_id == zone.id and document.kind in whitelist.PUBLIC_NOTICES,
    }
    page = render(request, "portal/verify.html", context, status=422 if mistyped else 200)
    return cacheable(request, page, control=FRESH)
