"""The public rules of the list (管理办法): every version that ever held, what changed in it, and the same as data (R29)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from sibao.kernel.refusals import NotFound
from sibao.portal.web.data import data
from sibao.portal.web.frame import frame
from sibao.portal.web.public import cacheable, with_zone
from sibao.whitelist import queries as whitelist


@require_safe
@with_zone
def version(request: HttpRequest, language: str, zone: Any, number: int) -> HttpResponse:
    """One version: from when to when, its articles, the terms that the product obeys, and what changed."""
    found, versions = _versions(zone.id, number)
    before = whitelist.rules_before(found)
    english = language == "en" and found.title_en
    context = frame(request, language, zone) | {
        "found": found,
        "title": found.title_en if english else found.title,
        "title_language": "en" if english else "zh-Hans",
        "before": before,
        "changes": whitelist.rules_changes(found, before),
        "versions": versions,
    }
    return cacheable(request, render(request, "portal/list_rules.html", context))


@require_safe
@with_zone
def version_data(request: HttpRequest, language: str, zone: Any, number: int) -> HttpResponse:
    """One version as data: what its hash is of, and when it held."""
    found, versions = _versions(zone.id, number)
    body = {
        "zone": zone.name,
        "number": found.number,
        "title": {"zh": found.title, "en": found.title_en},
        "valid_from": found.valid_from.isoformat() if found.valid_from else None,
        "valid_to": found.valid_to.isoformat() if found.valid_to else None,
        "articles": found.articles,
        "publicity_days": found.publicity_days,
        "sha256": found.sha256,
        "versions": [
            {"number": one.number, "url": reverse("portal:list-rules-data", args=["zh", one.number])}
            for one in versions
        ],
    }
    return data(request, body)


def _versions(zone_id: int, number: int) -> tuple[Any, list[Any]]:
    versions = list(whitelist.public_rules(zone_id))
    found = next((one for one in versions if one.number == number), None)
    if found is None:
        raise NotFound
    return found, versions
