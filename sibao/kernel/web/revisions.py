"""Pages of changing many rows at once: choose field and value, look through the preview, apply, watch."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from sibao.kernel.access import Actor
from sibao.kernel.doors import actor_of
from sibao.kernel.imports.shown import TONES
from sibao.kernel.lists.registry import lists
from sibao.kernel.revising import queries, services
from sibao.kernel.revising.inputs import MOST, ApplyRevision, OneRevision, PreviewRevision, StartRevision
from sibao.kernel.web.inputs import checked

if TYPE_CHECKING:
    from sibao.kernel.models import Revision

SHOWN_AT_ONCE = 200
VERDICTS = (
    ("changed", "arrows-exchange", "primary", _("变更"), _("已变更")),
    ("unchanged", "equal", "muted", _("不变"), _("不变")),
    ("refused", "lock", "warn", _("不能改"), _("未改")),
    ("waiting", "clock", "muted", _("等待"), _("未办")),
)


def _there(revision_id: int) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("kernel:revision", args=[revision_id]))


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """My revisions, newest first."""
    runs = queries.revisions(actor_of(request))[:100]
    return render(request, "kernel/revisions/index.html", {"runs": [_line(run) for run in runs]})


@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Take the rows that are ticked on a list, or all that its filter lets through."""
    ids = [text for text in request.POST.getlist("id") if text.isascii() and text.isdigit() and len(text) < 19]
    given = {
        "list_key": request.POST.get("list", ""),
        "query": parse_qs(request.POST.get("query", "")[:4000].lstrip("?")),
        "ids": ids[: MOST + 1],
        "all_matching": request.POST.get("all_matching") == "1",
    }
    made = services.start_revision(actor=actor_of(request), given=checked(StartRevision, given))
    return _there(made.pk)


@require_GET
def detail(request: HttpRequest, revision_id: int) -> HttpResponse:
    """One revision: what is chosen, what would be done, what was done to each row."""
    actor = actor_of(request)
    context = _shown(actor, queries.revision(actor, revision_id), request.GET)
    if not request.headers.get("HX-Request"):
        return render(request, "kernel/revisions/detail.html", context)
    if context["line"]["busy"]:
        return render(request, "kernel/revisions/progress.html", context)
    return HttpResponse(status=204, headers={"HX-Refresh": "true"})


def _line(run: "Revision") -> dict[str, Any]:
    definition = lists.get(run.list_key)
    field = definition.revise.field(run.field) if definition.revise else None
    return {
        "run": run,
        "title": definition.title,
        "field": field.label if field else "",
        "tone": TONES[run.state],  # type: ignore[index]
        "busy": run.state == queries.APPLYING,
        "percent": run.progress * 100 // run.total,
    }


def _shown(actor: Actor, run: "Revision", asked: Mapping[str, str]) -> dict[str, Any]:
    revise = services.how(actor, run.list_key)
    field = revise.field(asked.get("field", "") or run.field)
    counts = queries.counts_of(run)
    verdict = asked.get("show", "") or next((key for key, *_rest in VERDICTS if counts.get(key)), "")
    done = run.state not in (queries.PREVIEW, queries.APPLYING)
    counters = [
        {"href": f"?show={key}", "value": counts.get(key, 0), "word": was if done else word, "tone": tone, "icon": icon}
        | {"current": key == verdict}
        for key, icon, tone, word, was in VERDICTS
        if key != "waiting" or counts.get(key)
    ]
    return {
        "run": run,
        "line": _line(run),
        "fields": revise.fields,
        "field": field,
        "options": field.options(actor) if field and field.options else None,
        "counters": counters if run.field else (),
        "to_change": counts.get("changed", 0),
        "rows": queries.rows_of(run, verdict)[:SHOWN_AT_ONCE] if run.field else queries.rows_of(run)[:SHOWN_AT_ONCE],
        "more": max(counts.get(verdict, 0) - SHOWN_AT_ONCE, 0) if run.field else max(run.total - SHOWN_AT_ONCE, 0),
    }


@require_POST
def preview(request: HttpRequest, revision_id: int) -> HttpResponse:
    """Choose field and value."""
    filled = {name: request.POST.get(name, "") for name in ("version", "field", "value")}
    given = checked(PreviewRevision, {"revision_id": revision_id, **filled})
    services.preview_revision(actor=actor_of(request), given=given)
    return _there(revision_id)


@require_POST
def apply(request: HttpRequest, revision_id: int) -> HttpResponse:
    """Do what the preview shows."""
    given = checked(ApplyRevision, {"revision_id": revision_id, "version": request.POST.get("version")})
    services.apply_revision(actor=actor_of(request), given=given)
    return _there(revision_id)


@require_POST
def cancel(request: HttpRequest, revision_id: int) -> HttpResponse:
    """Give it up."""
    services.cancel_revision(actor=actor_of(request), given=OneRevision(revision_id=revision_id))
    return _there(revision_id)
