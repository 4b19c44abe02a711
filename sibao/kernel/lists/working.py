"""The background part of exports: writes the file as the person who asked, as she stands now."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from sibao.kernel import clock, files
from sibao.kernel.access import Actor, acting, require, system
from sibao.kernel.clock import SHANGHAI
from sibao.kernel.jobs import INTERRUPTED
from sibao.kernel.lists import exports
from sibao.kernel.lists.asked import Asked, local
from sibao.kernel.lists.cells import written
from sibao.kernel.lists.definition import Column, Kind, Rows
from sibao.kernel.lists.paging import read_cursor, read_page
from sibao.kernel.lists.writing import Writer, writer_for
from sibao.kernel.models import ExportRun, RunState, StoredFile
from sibao.kernel.personal import looks
from sibao.kernel.personal.inputs import Purposeful
from sibao.kernel.refusals import Refusal

CHUNK = 1_000
MOST_ROWS = 200_000


class Cancelled(Exception):
    """The person who asked has cancelled meanwhile."""


def run_export(run_id: int) -> None:
    """Make one export; run again after a crash it starts from the beginning, and a finished one is left alone."""
    if not ExportRun.objects.filter(pk=run_id, state__in=exports.OPEN).update(state=RunState.READING, progress=0):
        return
    run = ExportRun.objects.get(pk=run_id)
    with translation.override(run.language):
        _carefully(run)


def _carefully(run: ExportRun) -> None:
    try:
        actor = exports.actor_of(run)
        with acting(actor):
            _make(actor, run)
    except Cancelled:
        return
    except Refusal as refusal:
        _end(run, RunState.REFUSED, str(refusal))
    except INTERRUPTED:
        raise
    except Exception:
        _end(run, RunState.FAILED, _("系统出错，已记录，请稍后重试"))
        raise


def _make(actor: Actor, run: ExportRun) -> None:
    asked = exports.asked_again(actor, run)
    columns = exports.columns_of(asked)
    require(actor, asked.definition.export_may)
    exports.allow(actor, asked.definition, columns, unmasked=not run.masked)
    rows = exports.chosen(asked, run.ids)
    with asked.standing():
        total = rows.count()
    if total > MOST_ROWS:
        raise Refusal(_("超过 20 万行，请缩小筛选范围分几次导出"))
    ExportRun.objects.filter(pk=run.pk).update(rows=total)
    now = clock.now()
    with writer_for(run.format, asked.as_of or now) as file:
        file.heads(_heads(actor, run, asked, total, now), [_heading(column) for column in columns])
        count, subjects = _write(file, run, asked, rows, columns)
        with transaction.atomic():
            run.persons = _keep_looks(run, asked, subjects, now)
            _finish(actor, run, file, asked, count, now)


def _write(file: Writer, run: ExportRun, asked: Asked, rows: Rows, columns: list[Column]) -> tuple[int, set[bytes]]:
    count, place, subjects = 0, None, set[bytes]()
    subject = None if run.masked else asked.definition.subject
    while True:
        with asked.standing():
            page = read_page(rows, asked.order, CHUNK, place)
            _enrich(asked, page.rows)
            for row in page.rows:
                file.row([written(column, row, mask=run.masked) for column in columns])
            subjects.update(filter(None, map(subject, page.rows)) if subject else ())
        count += len(page.rows)
        if not ExportRun.objects.filter(pk=run.pk, state=RunState.READING).update(progress=count):
            raise Cancelled
        if not page.next:
            return count, subjects
        place = read_cursor(asked.order, page.next)


def _keep_looks(run: ExportRun, asked: Asked, subjects: set[bytes], now: datetime) -> int | None:
    """Keep a look at each person whose data go out unmasked and return how many; a masked export is none."""
    if run.masked:
        return None
    given = Purposeful(purpose=run.purpose, how="export")
    return looks.looked(asked.look.actor, now, what=asked.definition.key, given=given, subjects=subjects)


def _enrich(asked: Asked, rows: list[Any]) -> None:
    if asked.definition.enrich and rows:
        asked.definition.enrich(asked.look.actor, rows)


def _heading(column: Column) -> str:
    return f"{column.label}（{column.unit}）" if column.unit else str(column.label)


def _heads(actor: Actor, run: ExportRun, asked: Asked, total: int, now: datetime) -> list[str]:
    when = local(asked.as_of, sep=" ") if asked.as_of else f"{now.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
    by = {"name": actor.name, "position": actor.position, "when": when}
    chosen = _("；只含所选的行") if run.ids else ""
    personal = any(column.kind is Kind.PERSONAL for column in exports.columns_of(asked))
    cover = _("个人信息已脱敏") if run.masked else _("个人信息未脱敏，用途：%s") % run.purpose
    return [
        _("%(title)s · 共 %(total)s %(unit)s")
        % {"title": asked.definition.title, "total": total, "unit": asked.definition.unit},
        _("导出人：%(name)s（%(position)s） · 截至：%(when)s") % by
        if asked.as_of
        else _("导出人：%(name)s（%(position)s） · 导出时间：%(when)s") % by,
        _("筛选条件：%s") % ("；".join(asked.words()) or _("无")) + chosen,
        cover if personal else _("不含个人信息"),
    ]


def _finish(actor: Actor, run: ExportRun, file: Writer, asked: Asked, count: int, now: datetime) -> None:
    name = f"{asked.definition.title}-{now.astimezone(SHANGHAI):%Y%m%d-%H%M}.{file.suffix}"
    upload = files.Upload(name, file.content_type, file.content())
    reading = ExportRun.objects.filter(pk=run.pk, state=RunState.READING)
    with transaction.atomic():
        kept = files.keep(actor, upload, now)
        done = {"state": RunState.DONE, "rows": count, "progress": count, "persons": run.persons, "finished_at": now}
        if not reading.update(file=kept, **done):
            raise Cancelled


def _end(run: ExportRun, state: RunState, message: str) -> None:
    ExportRun.objects.filter(pk=run.pk).update(state=state, message=message[:400], finished_at=clock.now())


def prune_exports(now: datetime) -> int:
    """Delete the files of exports whose time is over at `now`; their rows stay. Return how many."""
    runs = ExportRun.objects.exclude(file=None)
    spans = ((True, exports.KEPT, _("文件已满 7 天，按保存期限删除")), (False, exports.KEPT_UNMASKED, exports.GONE))
    return sum(
        _prune(runs.filter(masked=masked, finished_at__lt=now - span), str(gone)) for masked, span, gone in spans
    )


def _prune(old: QuerySet[ExportRun], gone: str) -> int:
    pruned = 0
    for zone_id in old.values_list("zone_id", flat=True).distinct().order_by():
        with acting(system(zone_id, door="schedule")):
            ids = list(old.filter(zone_id=zone_id).values_list("file_id", flat=True))
            ExportRun.objects.filter(file_id__in=ids).update(file=None, message=gone)
            pruned += StoredFile.objects.filter(pk__in=ids).delete()[0]
    return pruned
