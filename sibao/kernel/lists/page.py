"""The page of a list: filters, counts, rows, bulk actions, the same for every list."""

from collections.abc import Callable
from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sibao.kernel import clock
from sibao.kernel.access import may, require
from sibao.kernel.database.as_of import has_past
from sibao.kernel.doors import actor_of
from sibao.kernel.lists import asked as asking
from sibao.kernel.lists import bulk, exports, memory
from sibao.kernel.lists.asked import Asked, local
from sibao.kernel.lists.cells import NUMERIC, cell
from sibao.kernel.lists.definition import SIZES, Counts, ListDefinition
from sibao.kernel.lists.filters import Choice, Look, Pick
from sibao.kernel.lists.paging import Page, read_page


def list_view(definition: ListDefinition) -> Callable[..., HttpResponse]:
    """Return the view of a list; a POST is one of its bulk actions."""

    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request: HttpRequest) -> HttpResponse:
        return list_page(request, definition)

    view.list_key = definition.key  # type: ignore[attr-defined]
    return view


def list_page(request: HttpRequest, definition: ListDefinition) -> HttpResponse:
    """Answer one look at a list; what cannot be understood is named, and the answer is 422."""
    actor = actor_of(request)
    require(actor, definition.may)
    known = memory.kept(actor, definition.key)
    asked = memory.begin(Look(actor), definition, known, {name: request.GET.getlist(name) for name in request.GET})
    results = bulk.carry_out(request, asked) if request.method == "POST" else None
    with asked.standing():
        page = read_page(asked.rows(), asked.order, asked.size, asked.place)
        if definition.enrich:
            definition.enrich(actor, page.rows)
        context = _context(request, asked, page, results) | {"saved": known.named}
    template = "kernel/lists/table.html" if request.headers.get("HX-Target") == "list" else "kernel/lists/page.html"
    if request.method == "GET" and request.GET and not asked.errors:
        memory.remember(asked, known)
    return render(request, template, context, status=422 if asked.errors else 200)


def _context(request: HttpRequest, asked: Asked, page: Page, results: Any) -> dict[str, Any]:
    definition, actor = asked.definition, asked.look.actor
    summary, shown = summarise(asked), {column.key for column in asked.columns}
    fields = [field for field in (_field(asked, one) for one in definition.filters) if field["offered"]]
    count = asked.rows().order_by().count()
    return {
        "definition": definition,
        "asked": asked,
        "errors": [str(text) for text in asked.errors.values()],
        "fields": fields,
        "more_set": bool(asked.as_of) or any(field["set"] for field in fields if not field["filter"].main),
        "heads": [_head(asked, column) for column in asked.columns],
        "rows": [_row(asked, row) for row in page.rows],
        "count": count,
        "summary": summary,
        "note": definition.note(actor, asked.rows()) if definition.note else "",
        "position": _position(page, count),
        "previous": asked.query(cursor=page.previous) if page.previous else "",
        "next": asked.query(cursor=page.next) if page.next else "",
        "sizes": [(size, asked.query(size=str(size)), size == asked.size) for size in SIZES],
        "chips": _chips(asked),
        "filter_words": "；".join(asked.words()),
        "all_columns": [(column, True) for column in asked.columns]
        + [(column, False) for column in definition.offered(actor) if column.key not in shown],
        "may_share": may(actor, "kernel:filter:share"),
        "may_fill": bool(definition.empty.route) and may(actor, definition.empty.may),
        "hidden": [(name, value) for name, values in asked.raw().items() for value in values],
        "actions": [one for one in definition.actions if may(actor, one.may) and not asked.as_of],
        "may_revise": definition.revise is not None and may(actor, definition.revise.may) and not asked.as_of,
        "bulk": [_action(asked, one) for one in definition.bulk if not asked.as_of],
        "has_past": has_past(definition.rows(actor).model),
        "past": local(asked.as_of.replace(microsecond=0)) if asked.as_of else "",
        "present": asked.query(without=("as_of", "cursor")),
        "results": results,
        "may_export": bool(definition.export_may) and may(actor, definition.export_may),
        "may_unmask": exports.may_unmask(actor, definition),
        "read_at": clock.now(),
        "path": request.path,
    }


def summarise(asked: Asked) -> list[dict[str, Any]]:
    """Return how many rows each group has, by the same rows as the page."""
    wanted: Counts | None = asked.definition.counts
    if wanted is None:
        return []
    found = dict(asked.rows().order_by().values_list(wanted.column).annotate(number=Count("pk")))
    shown = [
        {
            "label": tag.label,
            "tone": tag.tone,
            "count": found.pop(value),
            "url": asked.query(without=("cursor",), **{wanted.name: str(value)}) if wanted.name else "",
        }
        for value, tag in wanted.groups.items()
        if value in found
    ]
    rest = sum(found.values())
    return [*shown, {"label": wanted.rest, "tone": "muted", "count": rest, "url": ""}] if rest else shown


def _field(asked: Asked, one: Any) -> dict[str, Any]:
    value = asked.values.get(one.key)
    raw = one.raw(value) if value is not None else {}
    chosen = raw.get(one.key, [])
    choosing = isinstance(one, Choice | Pick)
    offered = one.options_for(asked.look) if choosing else []
    if choosing and chosen:
        offered = list(dict.fromkeys([*one.chosen(asked.look, chosen), *offered]))
    return {
        "filter": one,
        "value": chosen[0] if chosen else "",
        "ends": [(name, (raw.get(name) or [""])[0]) for name in one.names],
        "options": [(option, option.value in chosen) for option in offered],
        "set": value is not None,
        "offered": bool(offered) or not choosing,
    }


def _head(asked: Asked, column: Any) -> dict[str, Any]:
    order = asked.order
    here = order.sort.key == column.key
    turned = column.key if here and order.descending else f"-{column.key}" if here else column.key
    return {
        "column": column,
        "url": asked.query(sort=turned) if column.sort else "",
        "sorted": ("descending" if order.descending else "ascending") if here else "",
        "num": column.kind in NUMERIC,
    }


def _row(asked: Asked, row: Any) -> dict[str, Any]:
    definition = asked.definition
    return {
        "pk": row.pk,
        "label": definition.label(row),
        "url": definition.row_url(row) if definition.row_url else "",
        "cells": [cell(column, row) for column in asked.columns],
    }


def _position(page: Page, count: int) -> str:
    if not page.rows:
        return ""
    last = page.start + len(page.rows) - 1
    return _("第 %(first)s–%(last)s，共 %(count)s") % {"first": page.start, "last": last, "count": count}


def _chips(asked: Asked) -> list[dict[str, Any]]:
    definition, look = asked.definition, asked.look
    chips = []
    for chip in definition.chips:
        preset = chip.for_actor(look.actor)
        then = {"as_of": [local(asked.as_of)]} if asked.as_of else {}
        there = asking.understand(look, definition, {**preset, **then})
        chips.append(
            {
                "label": chip.label,
                "icon": chip.icon,
                "url": there.query(),
                "count": there.rows().order_by().count(),
                "current": dict(there.values) == dict(asked.values),
            }
        )
    return chips


def _action(asked: Asked, one: Any) -> dict[str, Any]:
    actor = asked.look.actor
    return {
        "action": one,
        "open": may(actor, one.may),
        "options": one.options(actor) if one.options and may(actor, one.may) else None,
    }
