"""The work of an import in the queue: each step is safe to run again after a crash."""

import logging
from collections import Counter

from django.db import transaction
from django.db.models import F

from sibao.kernel import clock
from sibao.kernel.access import Actor, acting
from sibao.kernel.imports import preview, stored
from sibao.kernel.imports.importers import IMPORTERS, Importer, Ready
from sibao.kernel.imports.services import tell
from sibao.kernel.jobs import as_actor
from sibao.kernel.models import ImportRow, ImportRun, RunState
from sibao.kernel.refusals import Refusal
from sibao.kernel.sheets.words import Refused

logger = logging.getLogger("sibao.imports")
CHUNK = 500
TO_WRITE = (ImportRow.Verdict.NEW, ImportRow.Verdict.CHANGED)


def read_run(run_id: int) -> None:
    """Read a run's workbook and keep its preview; starts afresh when it was interrupted."""
    run = ImportRun.objects.select_related("file").get(pk=run_id)
    if run.state not in (RunState.QUEUED, RunState.READING):
        return
    actor = as_actor(run.appointment_id)
    with acting(actor):
        _progress(run, state=RunState.READING, progress=0, total=0)
        ImportRow.objects.filter(run=run).delete()
        try:
            _read(actor, run, IMPORTERS[run.importer])
        except Refused as refused:
            _finish(run, RunState.REFUSED, message=f"{refused.text()}。{refused.cure()}"[:400])
        except Refusal as refusal:
            _finish(run, RunState.REFUSED, message=str(refusal)[:400])
        except Exception:
            logger.exception("import %s was not read", run.id)
            _finish(run, RunState.FAILED, message="读取时系统出错，已记录；文件已留存，可以重试")
            raise


def _read(actor: Actor, run: ImportRun, importer: Importer) -> None:
    reading = preview.understood(actor, run, importer, preview.read(actor, run))
    _progress(run, total=len(reading.rows))
    counted: Counter[str] = Counter()
    if not reading.missing:
        for chunk in preview.rows_of(actor, run, importer, reading):
            if _cancelled(run):
                return
            ImportRow.objects.bulk_create(chunk)
            counted += preview.counts(chunk)
            _progress(run, progress=F("progress") + len(chunk))
    said = preview.summary(reading)
    run.columns, run.skipped, run.questions = said["columns"], said["skipped"], said["questions"]
    run.sheets, run.sheet = said["sheets"], said["sheet"]
    run.counts = {**counted, "missing": said["missing"], "width": said["width"], "header": said["header"]}
    run.read_at = clock.now()
    run.save(update_fields=["columns", "skipped", "questions", "sheets", "sheet", "counts", "read_at"])
    _finish(run, RunState.PREVIEW, message="")


def write_run(run_id: int) -> None:
    """Write a run's rows chunk by chunk; rows that were written before a crash are not written again."""
    run = ImportRun.objects.select_related("file").get(pk=run_id)
    if run.state != RunState.APPLYING:
        return
    actor = as_actor(run.appointment_id)
    importer = IMPORTERS[run.importer]
    with acting(actor):
        while rows := list(ImportRow.objects.filter(run=run, verdict__in=TO_WRITE).order_by("number")[:CHUNK]):
            if _cancelled(run):
                _finish(run, RunState.CANCELLED, message="已取消：此前写入的行保留，其余未写")
                return
            _write(actor, run, importer, rows)
        run.applied_at = clock.now()
        run.save(update_fields=["applied_at"])
        _settle_earlier(run)
        _finish(run, RunState.APPLIED, message="")


def _write(actor: Actor, run: ImportRun, importer: Importer, rows: list[ImportRow]) -> None:
    """Write one chunk; if it is refused as a whole, row by row, so that one bad row parks only itself."""
    try:
        with transaction.atomic():
            importer.write(actor=actor, rows=[_ready(row) for row in rows], run_id=run.id, source=run.file.name)
            _mark(run, rows, ImportRow.Verdict.APPLIED)
    except Refusal as refusal:
        if len(rows) == 1:
            rows[0].problems = [{"cell": "", "key": "", "raw": "", "code": "refused", "params": {"why": str(refusal)}}]
            rows[0].save(update_fields=["problems"])
            _mark(run, rows, ImportRow.Verdict.BAD)
            return
        for row in rows:
            _write(actor, run, importer, [row])


def _ready(row: ImportRow) -> Ready:
    return Ready(row.number, stored.join(row.values, row.sealed), row.matched_id)


def _mark(run: ImportRun, rows: list[ImportRow], verdict: str) -> None:
    ImportRow.objects.filter(pk__in=[row.pk for row in rows]).update(verdict=verdict)
    _progress(run, progress=F("progress") + len(rows))


def _settle_earlier(run: ImportRun) -> None:
    """Rows that an earlier workbook left behind are settled when a later one brought them in."""
    brought = ImportRow.objects.filter(run=run, verdict=ImportRow.Verdict.APPLIED).exclude(label="").values("label")
    ImportRow.objects.filter(
        run__zone_id=run.zone_id,
        run__importer=run.importer,
        run__organisation_id=run.organisation_id,
        run__pk__lt=run.pk,
        verdict=ImportRow.Verdict.BAD,
        label__in=brought,
    ).update(verdict=ImportRow.Verdict.SETTLED)


def _cancelled(run: ImportRun) -> bool:
    return ImportRun.objects.filter(pk=run.pk, cancel_asked=True).exists()


def _progress(run: ImportRun, **values: object) -> None:
    ImportRun.objects.filter(pk=run.pk).update(**values)
    tell(run)


def _finish(run: ImportRun, state: str, *, message: str) -> None:
    ImportRun.objects.filter(pk=run.pk).exclude(state=RunState.CANCELLED).update(state=state, message=message)
    tell(run)
