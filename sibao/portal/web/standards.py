"""Public standards (遴选标准): those in force, every version that ever was with its difference, and both as data (R29)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sibao.directory import queries as directory
from sibao.facts import queries as facts
from sibao.portal.web.data import data
from sibao.portal.web.frame import frame, named
from sibao.portal.web.public import cacheable, with_zone
from sibao.whitelist import queries as whitelist

USE = whitelist.STANDARD.word


@require_safe
@with_zone
def index(request: HttpRequest, language: str, zone: Any) -> HttpResponse:
    """The rules of the list and the standard of each sector that are in force, and the versions before them."""
    versions = list(facts.published(zone.id, USE))
    sectors = [
        {
            "name": named(sector, language),
            "body": _body(sector, language),
            "current": next((one for one in mine if one.valid_to is None), None),
            "earlier": [one for one in mine if one.valid_to is not None],
        }
        for sector in directory.zone_sectors(zone.id)
        for mine in [[one for one in versions if one.key == sector.code]]
    ]
    rules = list(whitelist.public_rules(zone.id))
    context = frame(request, language, zone) | {"sectors": sectors, "rules": rules}
    return cacheable(request, render(request, "portal/standards.html", context))


@require_safe
@with_zone
def standard(request: HttpRequest, language: str, zone: Any, key: str, number: int) -> HttpResponse:
    """One version: from when to when, what it asks for, where each fact comes from, examples, what changed."""
    found, versions = facts.published_versions(zone.id, USE, key, number)
    told = facts.told(zone.id, found, _before(found, versions))
    sector = _sector(zone.id, key)
    context = frame(request, language, zone) | {
        "found": found,
        "title": _title(found, language),
        "title_language": "en" if language == "en" and found.title_en else "zh-Hans",
        "sha256": bytes(found.sha256).hex(),
        "sector": named(sector, language) if sector else key,
        "body": _body(sector, language),
        "clauses": [_in(words, language) for words in told.clauses],
        "facts": [_fact(row, language) for row in told.facts],
        "cases": [_case(one, language) for one in told.cases],
        "before": _before(found, versions),
        "changes": _changes(told, language),
        "versions": versions,
    }
    return cacheable(request, render(request, "portal/standard.html", context))


@require_safe
@with_zone
def index_data(request: HttpRequest, language: str, zone: Any) -> HttpResponse:
    """Every version that is or ever was in force, as data, each with the address of its own."""
    rows = [_head(one) | {"url": _address(one)} for one in facts.published(zone.id, USE)]
    return data(request, {"zone": zone.name, "standards": rows})


@require_safe
@with_zone
def standard_data(request: HttpRequest, language: str, zone: Any, key: str, number: int) -> HttpResponse:
    """One version as data: the tree whose canonical text the hash is of, its sentences, facts and examples."""
    found, versions = facts.published_versions(zone.id, USE, key, number)
    told = facts.told(zone.id, found, _before(found, versions))
    sector = _sector(zone.id, key)
    body = _head(found) | {
        "zone": zone.name,
        "publisher": _body(sector, "zh"),
        "tree": found.tree,
        "clauses": [words._asdict() for words in told.clauses],
        "facts": [_fact_data(row) for row in told.facts],
        "examples": found.examples,
        "versions": [{"number": one.number, "url": _address(one)} for one in versions],
    }
    return data(request, body)


def _head(found: Any) -> dict[str, Any]:
    return {
        "sector": found.key,
        "number": found.number,
        "title": {"zh": found.title, "en": found.title_en},
        "valid_from": found.valid_from.isoformat(),
        "valid_to": found.valid_to.isoformat() if found.valid_to else None,
        "sha256": bytes(found.sha256).hex(),
        "basis": {"document": found.document.number if found.document else "", "article": found.article},
        "confirmed": found.confirmed,
        "grace_days": found.grace_days,
    }


def _address(found: Any) -> str:
    return reverse("portal:standard-data", args=["zh", found.key, found.number])


def _fact_data(row: Any) -> dict[str, Any]:
    where = "directory" if row.origin else "derived" if row.rule else "department" if row.source else "unit"
    return {
        "key": row.key,
        "name": {"zh": row.name, "en": row.name_en},
        "unit": {"zh": row.unit_word, "en": row.unit_word_en},
        "source": {"kind": where, "name": row.source.name if row.source else ""},
        "fresh_days": row.fresh_days,
    }


def _fact(row: Any, language: str) -> dict[str, Any]:
    return {"name": named(row, language), "source": _source(row, language), "fresh_days": row.fresh_days}


def _source(row: Any, language: str) -> str:
    if row.source:
        return named(row.source, language)
    return _("单位底册") if row.origin else _("由其他各项推算") if row.rule else _("单位自己填报")


def _case(case: facts.Case, language: str) -> dict[str, Any]:
    tone, word = {
        "yes": ("ok", _("符合")),
        "no": ("danger", _("不符合")),
        "unknown": ("unknown", _("不知道")),
    }[case.expected]
    known = [(_in(name, language), _in(value, language)) for name, value in case.facts]
    return {"name": case.name, "known": known, "tone": tone, "word": word}


def _changes(told: facts.Told, language: str) -> list[dict[str, str]] | None:
    if told.changes is None:
        return None
    return [
        {
            "before": _in(one.before, language) if one.before else "",
            "after": _in(one.after, language) if one.after else "",
        }
        for one in told.changes
    ]


def _before(found: Any, versions: list[Any]) -> Any | None:
    return next((one for one in versions if one.number < found.number), None)


def _in(words: Any, language: str) -> str:
    return str(words.en if language == "en" else words.zh)


def _title(found: Any, language: str) -> str:
    return str((language == "en" and found.title_en) or found.title)


def _sector(zone_id: int, key: str) -> Any | None:
    return next((one for one in directory.zone_sectors(zone_id) if one.code == key), None)


def _body(sector: Any | None, language: str) -> str:
    """Who answers for a sector's standard; a body, never a person."""
    return named(sector.lead, language) if sector and sector.lead else ""
