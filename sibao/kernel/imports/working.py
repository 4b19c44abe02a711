"""The work of an import in the queue: each step is safe to run again after a crash."""

import logging
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sibao.kernel import clock
from sibao.kernel.access import Actor, acting, require, system
from sibao.kernel.imports import preview, stored
from sibao.kernel.imports.importers import IMPORTERS, Importer, Ready
from sibao.kernel.imports.language import spoken
from sibao.kernel.imports.queries import PARKED
from sibao.kernel.imports.services import tell
from sibao.kernel.jobs import INTERRUPTED, as_actor
from sibao.kernel.models import ImportRow, ImportRun, RunState
from sibao.kernel.refusals import Refusal
from sibao.kernel.sheets.words import Refused

logger = logging.getLogger("sibao.imports")
CHUNK = 500
TO_WRITE = Q(verdict__in=preview.TO_WRITE) | Q(verdict=ImportRow.Verdict.ABSENT, confirmed=True)
ENDED = (RunState.CANCELLED, RunState.APPLIED, RunState.REFUSED, RunState.FAILED)
KEPT = timedelta(days=30)
"""How long a preview waits to be applied, and the rows of an import are there to be looked at."""


def read_run(run_id: int) -> None:
    """Read a run's workbook and keep its preview; starts afresh when it was interrupted."""
    run = ImportRun.objects.get(pk=run_id)
    if run.state not in (RunState.QUEUED, RunState.READING):
        return
    _for_asker(run, _read, failed=_("读取时系统出错，已记录；文件已留存，可以重试"))


def _for_asker(run: ImportRun, step: Callable[[Actor, ImportRun, Importer], None], *, failed: Promise) -> None:
    """Work as whoever asked, as she stands now and in her language.

    What stops the work ends the run in words, what interrupts it does not.
    """
    with translation.override(run.language):
        _carefully(run, step, failed)


def _carefully(run: ImportRun, step: Callable[[Actor, ImportRun, Importer], None], failed: Promise) -> None:
    importer = IMPORTERS[run.importer]
    try:
        actor = as_actor(run.appointment_id)
        with acting(actor):
            require(actor, importer.may)
            step(actor, run, importer)
    except Refused as refused:
        _finish(run, RunState.REFUSED, message=refused.said(spoken())[:400])
    except Refusal as refusal:
        _finish(run, RunState.REFUSED, message=str(refusal)[:400])
    except INTERRUPTED:
        raise
    except Exception:
        logger.exception("import %s broke", run.id)
        _finish(run, RunState.FAILED, message=str(failed))
        raise


def _read(actor: Actor, run: ImportRun, importer: Importer) -> None:
    _progress(run, state=RunState.READING, progress=0, total=0)
    ImportRow.objects.filter(run=run).delete()
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
        absent = preview.absent_rows(actor, run, importer, reading)
        ImportRow.objects.bulk_create(absent)
        counted += preview.counts(absent)
    said = preview.summary(reading, importer.personal)
    run.columns, run.skipped, run.questions = said["columns"], said["skipped"], said["questions"]
    run.sheets, run.sheet = said["sheets"], said["sheet"]
    run.counts = {**counted, "missing": said["missing"], "width": said["width"], "header": said["header"]}
    run.read_at = clock.now()
    run.save(update_fields=["columns", "skipped", "questions", "sheets", "sheet", "counts", "read_at"])
    _finish(run, RunState.PREVIEW, message="")


def write_run(run_id: int) -> None:
    """Write a run's rows chunk by chunk; rows that were written before a crash are not written again."""
    run = ImportRun.objects.get(pk=run_id)
    if run.state != RunState.APPLYING:
        return
    _for_asker(run, _write_all, failed=_("写入时系统出错，已记录：此前写入的行保留，重新上传即可接着写"))


def _write_all(actor: Actor, run: ImportRun, importer: Importer) -> None:
    while rows := list(ImportRow.objects.filter(TO_WRITE, run=run).order_by("number")[:CHUNK]):
        if _cancelled(run):
            _finish(run, RunState.CANCELLED, message=gettext("已取消：此前写入的行保留，其余未写"))
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
            words = {"why": str(refusal), "cure": gettext("请核对后重新上传")}
            rows[0].problems = [{"cell": "", "key": "", "raw": "", "code": "refused", "params": words}]
            rows[0].save(update_fields=["problems"])
            _mark(run, rows, ImportRow.Verdict.BAD)
            return
        for row in rows:
            _write(actor, run, importer, [row])


def _ready(row: ImportRow) -> Ready:
    sealed = bytes(row.sealed) if row.sealed else None
    absent = row.verdict == ImportRow.Verdict.ABSENT
    return Ready(row.number, stored.join(row.values, sealed), row.matched_id, absent)


def _mark(run: ImportRun, rows: list[ImportRow], verdict: str) -> None:
    """Say what became of rows; what was sealed in them has been written, or stands in the workbook alone."""
    ImportRow.objects.filter(pk__in=[row.pk for row in rows]).update(verdict=verdict, values={}, sealed=None)
    _progress(run, progress=F("progress") + len(rows))


def _settle_earlier(run: ImportRun) -> None:
    """Rows that an earlier workbook left behind are settled when a later one brought them in or found them there."""
    there = (ImportRow.Verdict.APPLIED, ImportRow.Verdict.UNCHANGED)
    brought = ImportRow.objects.filter(run=run, verdict__in=there).exclude(label="").values("label")
    ImportRow.objects.filter(
        run__zone_id=run.zone_id,
        run__importer=run.importer,
        run__organisation_id=run.organisation_id,
        run__unit_id=run.unit_id,
        run__pk__lt=run.pk,
        verdict__in=(ImportRow.Verdict.BAD, ImportRow.Verdict.ASK),
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


def prune_imports(now: datetime) -> int:
    """End previews that were read more than thirty days before `now`, and drop the rows of old imports; return how many.

    Rows of applied imports that wait to be corrected stay: they hold no values. So do the runs with their figures; the
    workbook itself has a time of its own to be kept.
    """
    old, dropped = ImportRun.objects.filter(read_at__lt=now - KEPT), 0
    for zone_id in list(old.values_list("zone_id", flat=True).distinct().order_by()):
        with acting(system(zone_id, door="schedule")), transaction.atomic():
            mine = old.filter(zone_id=zone_id)
            waiting = mine.filter(state=RunState.PREVIEW)
            waiting.update(state=RunState.CANCELLED, cancel_asked=True, message=gettext("满 30 天未应用，预览已删除"))
            rows = ImportRow.objects.filter(run__in=mine.filter(state__in=ENDED).values("pk"))
            dropped += rows.exclude(run__state=RunState.APPLIED, verdict__in=PARKED).delete()[0]
    return dropped
