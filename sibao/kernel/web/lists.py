"""Pages beside lists: exports, saved filters, the options of pickers."""

from urllib.parse import parse_qs, quote

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sibao.kernel.doors import actor_of
from sibao.kernel.lists import exports as exporting
from sibao.kernel.lists import services
from sibao.kernel.lists.inputs import EditFilter, FetchExport, OneExport, StartExport
from sibao.kernel.lists.registry import lists, pickers
from sibao.kernel.refusals import NotFound
from sibao.kernel.web.inputs import checked


@require_GET
def exports(request: HttpRequest) -> HttpResponse:
    """My exports."""
    runs = exporting.my_exports(actor_of(request))[:100]
    shown = [{"run": run, "title": lists.get(run.list_key).title, "open": run.state in exporting.OPEN} for run in runs]
    return render(request, "kernel/lists/exports.html", {"exports": shown})


@require_POST
def export_start(request: HttpRequest) -> HttpResponse:
    """Queue an export of a list as it stands."""
    definition = lists.get(request.POST.get("list", ""))
    if definition.export is None:
        raise NotFound
    given = checked(
        StartExport,
        {
            "list_key": definition.key,
            "query": {**_query(request), "columns": request.POST.getlist("column")},
            "format": request.POST.get("format", "xlsx"),
            "unmasked": request.POST.get("unmasked") == "1",
            "purpose": request.POST.get("purpose", ""),
        },
    )
    definition.export(actor=actor_of(request), given=given)
    return HttpResponseRedirect(reverse("kernel:exports"))


@require_http_methods(["GET", "POST"])
def export_file(request: HttpRequest, run_id: int) -> HttpResponse:
    """Give me a file that I exported; posted, also one that is handed out once."""
    given = FetchExport(run_id=run_id, once=request.method == "POST")
    taken = services.read_export(actor=actor_of(request), given=given)
    response = HttpResponse(taken.content, content_type=taken.content_type)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(taken.name)}"
    return response


@require_POST
def export_cancel(request: HttpRequest, run_id: int) -> HttpResponse:
    """Stop one of my exports."""
    services.cancel_export(actor=actor_of(request), given=OneExport(run_id=run_id))
    return HttpResponseRedirect(reverse("kernel:exports"))


@require_POST
def filter_edit(request: HttpRequest) -> HttpResponse:
    """Keep, share, drop a filter, or make it the one I start with."""
    given = checked(
        EditFilter,
        {
            "action": request.POST.get("action", "save"),
            "list_key": request.POST.get("list", ""),
            "filter_id": request.POST.get("filter") or None,
            "name": request.POST.get("name", ""),
            "query": _query(request),
        },
    )
    services.edit_filter(actor=actor_of(request), given=given)
    there = request.POST.get("next", "/")
    return HttpResponseRedirect(there if url_has_allowed_host_and_scheme(there, allowed_hosts=None) else "/")


@require_GET
def options(request: HttpRequest, key: str) -> HttpResponse:
    """Offer the options of a picker."""
    found = pickers.get(key).find(actor_of(request), request.GET.get("q", ""))
    return JsonResponse({"options": [{"value": one.value, "label": str(one.label)} for one in found]})


def _query(request: HttpRequest) -> dict[str, list[str]]:
    return parse_qs(request.POST.get("query", "")[:4000].lstrip("?"))
