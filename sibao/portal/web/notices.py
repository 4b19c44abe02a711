"""Public notices (公告): the list, one notice with its check code, and its PDF as it went out."""

from base64 import b64encode
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sibao.kernel.documents.issuing import verification_url
from sibao.kernel.documents.rendering import qr_svg
from sibao.kernel.web.documents import pdf
from sibao.portal import queries
from sibao.portal.web.frame import frame
from sibao.portal.web.public import cacheable, with_zone
from sibao.whitelist import queries as whitelist

MOST = 200


@require_safe
@with_zone
def index(request: HttpRequest, language: str, zone: Any) -> HttpResponse:
    """Every notice, newest first."""
    context = frame(request, language, zone) | {"notices": queries.notices(zone.id)[:MOST]}
    return cacheable(request, render(request, "portal/notices.html", context))


@require_safe
@with_zone
def notice(request: HttpRequest, language: str, zone: Any, code: str) -> HttpResponse:
    """One notice: number, date, check code, what its file must be, and the units it lists today."""
    found = queries.notice(zone.id, code)
    url = verification_url(found.check_code)
    batch = whitelist.public_batches(zone.id).filter(pk=found.subject_id).first()
    context = frame(request, language, zone) | {
        "notice": found,
        "verification_url": url,
        "qr": f"data:image/svg+xml;base64,{b64encode(qr_svg(url).encode()).decode()}",
        "batch": batch,
        "answers": whitelist.public_answers(zone.id, batch.pk) if batch else [],
        "batch_name": whitelist.batch_label(batch.number) if batch else "",
    }
    return cacheable(request, render(request, "portal/notice.html", context))


@require_safe
@with_zone
def document(request: HttpRequest, language: str, zone: Any, code: str) -> HttpResponse:
    """The notice's PDF, byte for byte as it went out."""
    found = queries.notice(zone.id, code, with_content=True)
    return cacheable(request, pdf(found), changed_at=found.issued_at)
