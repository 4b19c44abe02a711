"""Pages beside lists: exports, saved filters, the options of pickers."""

from typing import Any
from urllib.parse import parse_qs, quote

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from pydantic import ValidationError

from sibao.kernel import files
from sibao.kernel.doors import actor_of
from sibao.kernel.lists import queries, services
from sibao.kernel.lists.exporting import ExportList
from sibao.kernel.lists.registry import lists, pickers
from sibao.kernel.lists.services import OneFilter, SaveFilter
from sibao.kernel.refusals import Invalid, NotFound


@require_GET
def exports(request: HttpRequest) -> HttpResponse:
    """My exports."""
    runs = queries.exports(actor_of(request))[:100]
    shown = [{"run": run, "title": lists.get(run.list_key).title} for run in runs]
    return render(request, "kernel/lists/exports.html", {"exports": shown})


@require_POST
def export_start(request: HttpRequest) -> HttpResponse:
    """Queue an export of a list as it stands."""
    definition = lists.get(request.POST.get("list", ""))
    if definition.export is None:
        raise NotFound
    given = _checked(
        ExportList,
        {
            "list_key": definition.key,
            "values": _values(request),
            "columns": request.POST.getlist("column"),
            "format": request.POST.get("format", "xlsx"),
            "masked": request.POST.get("unmasked") != "1",
            "purpose": request.POST.get("purpose", ""),
        },
    )
    definition.export(actor=actor_of(request), given=given)
    return HttpResponseRedirect(reverse("kernel:exports"))


@require_GET
def export_file(request: HttpRequest, run_id: int) -> HttpResponse:
    """Give me a file that I exported."""
    actor = actor_of(request)
    run = queries.export(actor, run_id)
    if run.file is None:
        raise NotFound
    response = HttpResponse(files.content_of(actor, run.file_id or 0), content_type=run.file.content_type)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(run.file.name)}"
    return response


@require_POST
def filter_save(request: HttpRequest) -> HttpResponse:
    """Keep a filter under a name."""
    given = _checked(
        SaveFilter,
        {
            "list_key": request.POST.get("list", ""),
            "name": request.POST.get("name", ""),
            "values": _values(request),
            "shared": request.POST.get("shared") == "1",
            "default": request.POST.get("default") == "1",
        },
    )
    services.save_filter(actor=actor_of(request), given=given)
    return _back(request)


@require_POST
def filter_delete(request: HttpRequest, filter_id: int) -> HttpResponse:
    """Drop a filter."""
    services.delete_filter(actor=actor_of(request), given=OneFilter(filter_id=filter_id))
    return _back(request)


@require_GET
def options(request: HttpRequest, key: str) -> HttpResponse:
    """Offer the options of a picker."""
    found = pickers.get(key).find(actor_of(request), request.GET.get("q", ""))
    return JsonResponse({"options": [{"value": one.value, "label": str(one.label)} for one in found]})


def _values(request: HttpRequest) -> dict[str, list[str]]:
    return parse_qs(request.POST.get("query", "")[:4000].lstrip("?"))


def _checked(model: type[Any], values: dict[str, Any]) -> Any:
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise Invalid(_("请核对填写的内容"), fields={str(one["loc"][0]): one["msg"] for one in error.errors()}) from error


def _back(request: HttpRequest) -> HttpResponse:
    there = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(there, allowed_hosts=None)
    return HttpResponseRedirect(there if safe else "/")
