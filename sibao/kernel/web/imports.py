"""Pages of imports: upload, watch it being read, answer, look through the preview, apply."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from sibao.kernel import clock
from sibao.kernel.access import Actor, may
from sibao.kernel.doors import actor_of
from sibao.kernel.files import Upload
from sibao.kernel.imports import pages, queries, returning, services, shown
from sibao.kernel.imports.importers import IMPORTERS
from sibao.kernel.imports.inputs import AnswerImport, ApplyImport, OneRun, StartImport
from sibao.kernel.refusals import Invalid
from sibao.kernel.web.limits import limit

if TYPE_CHECKING:
    from sibao.kernel.models import ImportRun

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN_AT_ONCE = 100


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """My imports and my organisation's, with what may be imported."""
    actor = actor_of(request)
    runs = [shown.run_line(run, IMPORTERS) for run in queries.runs(actor)[:SHOWN_AT_ONCE]]
    context = {"runs": runs, "importers": _mine(actor), "parked": queries.parked(actor).count()}
    return render(request, "kernel/imports/index.html", context)


@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Take an uploaded workbook."""
    limit(request, "upload")
    upload = request.FILES.get("file")
    if not isinstance(upload, UploadedFile) or not upload.name:
        raise Invalid(_("请选择要上传的表格"), fields={"file": _("请选择文件")})
    given = StartImport(
        importer=request.POST.get("importer", "")[:60],
        upload=Upload(upload.name, upload.content_type or "", upload.read()),
    )
    run = services.start_import(actor=actor_of(request), given=given)
    return HttpResponseRedirect(reverse("kernel:import", args=[run.id]))


@require_GET
def detail(request: HttpRequest, run_id: int) -> HttpResponse:
    """One import: how the headings were read, and what each row would do."""
    actor = actor_of(request)
    run = queries.run(actor, run_id)
    preview = _preview(actor, run, request.GET)
    if not request.headers.get("HX-Request"):
        return render(request, "kernel/imports/detail.html", preview)
    if preview["line"]["busy"]:
        return render(request, "kernel/imports/progress.html", preview)
    return HttpResponse(status=204, headers={"HX-Refresh": "true"})


def _preview(actor: Actor, run: "ImportRun", given: Mapping[str, str]) -> dict[str, Any]:
    importer = queries.importer_of(actor, run.importer)
    asked = given.get("show", "")
    rows = queries.rows(actor, run.id)
    return {
        "run": run,
        "line": shown.run_line(run, IMPORTERS),
        "steps": shown.steps(run),
        "counters": shown.counters(run, asked),
        "columns": shown.columns(run, importer.layout(actor)),
        "skipped": shown.skipped(run),
        "questions": run.questions,
        "kinds": [
            (kind, shown.TITLES[kind], pages.lines(rows, kind, given))
            for kind in shown.kinds(run, asked)
            if kind != "absent"
        ],
        "absent": pages.lines(rows, "absent", given) if run.counts.get("absent") and run.state == "preview" else None,
        "today": clock.today(),
        "bad": pages.lines(rows, "bad", given),
        "asked": pages.lines(rows, "ask", given),
        "before": queries.same_file_before(actor, run),
        "fields": shown.field_choices(importer.layout(actor)),
        "to_write": run.counts.get("new", 0) + run.counts.get("changed", 0),
        "answerable": run.questions or any(column["how"] in ("unclear", "unknown") for column in run.columns),
        "may_apply": may(actor, importer.may),
    }


@require_POST
def answer(request: HttpRequest, run_id: int) -> HttpResponse:
    """Take answers: a sheet, a heading, a text, a unit."""
    services.answer_import(actor=actor_of(request), given=_answers(request, run_id))
    return HttpResponseRedirect(reverse("kernel:import", args=[run_id]))


def _answers(request: HttpRequest, run_id: int) -> AnswerImport:
    """Fields are named `sheet`, `heading:<heading>`, `settled:<field>:<text>` and `row:<number>`."""
    headings: dict[str, str] = {}
    settled: dict[str, dict[str, str]] = {}
    confirmed: dict[str, str | None] = {}
    for name, given in request.POST.items():
        value = str(given)
        kind, _colon, rest = name.partition(":")
        if kind == "heading" and value != "?":
            headings[rest] = value
        elif kind == "settled" and value:
            key, _colon, text = rest.partition(":")
            settled.setdefault(key, {})[text] = value
        elif kind == "row" and value:
            confirmed[rest] = None if value == "new" else value
    return AnswerImport.model_validate(
        {
            "run_id": run_id,
            "version": request.POST.get("version"),
            "sheet": request.POST.get("sheet") or None,
            "headings": headings,
            "settled": settled,
            "confirmed": confirmed,
        }
    )


@require_POST
def apply(request: HttpRequest, run_id: int) -> HttpResponse:
    """Write what the preview shows."""
    given = ApplyImport.model_validate(
        {
            "run_id": run_id,
            "version": request.POST.get("version"),
            "left": request.POST.getlist("left"),
            "all_left": "all_left" in request.POST,
            "left_on": request.POST.get("left_on") or None,
        }
    )
    services.apply_import(actor=actor_of(request), given=given)
    return HttpResponseRedirect(reverse("kernel:import", args=[run_id]))


@require_POST
def cancel(request: HttpRequest, run_id: int) -> HttpResponse:
    """Give an import up."""
    services.cancel_import(actor=actor_of(request), given=OneRun(run_id=run_id))
    return HttpResponseRedirect(reverse("kernel:import", args=[run_id]))


@require_GET
def returned(request: HttpRequest, run_id: int) -> HttpResponse:
    """Give the clerk her own workbook back with 问题 beside what has to be corrected."""
    actor = actor_of(request)
    run = queries.run(actor, run_id)
    return _workbook(
        returning.with_problems(actor, run), _("%(name)s-问题.xlsx") % {"name": run.file.name.rpartition(".")[0]}
    )


@require_GET
def template(request: HttpRequest, importer: str) -> HttpResponse:
    """Give an empty workbook to fill in."""
    actor = actor_of(request)
    found = queries.importer_of(actor, importer)
    return _workbook(returning.template(actor, found), _("%(name)s-模板.xlsx") % {"name": found.title})


def _workbook(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response


def _mine(actor: Actor) -> list[dict[str, Any]]:
    return [{"key": key, "title": one.title} for key, one in sorted(IMPORTERS.items()) if may(actor, one.may)]
