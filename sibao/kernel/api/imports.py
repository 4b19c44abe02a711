"""Imports by API."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import File, Form, Router, Schema, Status
from ninja.files import UploadedFile

from sibao.kernel.api import Id, Page, answers, asker, paged
from sibao.kernel.doors import May
from sibao.kernel.files import Upload
from sibao.kernel.imports import queries, services
from sibao.kernel.imports.inputs import ApplyImport, OneRun, StartImport
from sibao.kernel.web.limits import limit

router = Router(tags=["imports"])
SHOWN = 50


class ImportOut(Schema):
    """An import 导入 with how far it is and how many rows are new, changed, unchanged or to correct."""

    id: int
    importer: str
    state: str
    message: str
    progress: int
    total: int
    counts: dict[str, Any]
    version: int
    created_at: datetime


class StartIn(Schema):
    """Which kind of workbook."""

    importer: str


class VersionIn(Schema):
    """The version that was looked at."""

    version: int


@router.get("", response=answers(Page[ImportOut]), auth=May("kernel:import:read"))
def imports(request: HttpRequest) -> dict[str, object]:
    """List my imports and my organisation's."""
    items, count, next_after = paged(queries.runs(asker(request)), after=0, limit=SHOWN)
    return {"items": items, "count": count, "next_after": next_after}


@router.get("/{run_id}", response=answers(ImportOut), auth=May("kernel:import:read"))
def one(request: HttpRequest, run_id: Id) -> object:
    """Show one import."""
    return queries.run(asker(request), run_id)


@router.post("", response=answers(ImportOut, status=201, writes=True), auth=May("kernel:import:start"))
def start(request: HttpRequest, given: Form[StartIn], file: File[UploadedFile]) -> Status[object]:
    """Upload a workbook; nothing of it is written before it is applied."""
    limit(request, "upload")
    upload = Upload(file.name or "workbook", file.content_type or "", file.read())
    wanted = StartImport.model_validate({"importer": given.importer[:200], "upload": upload})
    return Status(201, services.start_import(actor=asker(request), given=wanted))


@router.post("/{run_id}/apply", response=answers(ImportOut, writes=True), auth=May("kernel:import:apply"))
def apply(request: HttpRequest, run_id: Id, given: VersionIn) -> object:
    """Write the new and changed rows."""
    wanted = ApplyImport.model_validate({"run_id": run_id, "version": given.version})
    return services.apply_import(actor=asker(request), given=wanted)


@router.post("/{run_id}/cancel", response=answers(ImportOut, writes=True), auth=May("kernel:import:cancel"))
def cancel(request: HttpRequest, run_id: Id) -> object:
    """Give an import up."""
    return services.cancel_import(actor=asker(request), given=OneRun(run_id=run_id))
