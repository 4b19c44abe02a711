"""Exports (导出): asked for by a command, written in the queue with the page's own filter, scope and masks."""

import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Literal

from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from sibao.kernel import clock, files, live
from sibao.kernel.access import Actor, acting, require
from sibao.kernel.commands import Command, Done, Subject, command
from sibao.kernel.jobs import as_actor
from sibao.kernel.lists import asked as asking
from sibao.kernel.lists.asked import Asked
from sibao.kernel.lists.cells import written
from sibao.kernel.lists.definition import Column, Kind
from sibao.kernel.lists.filters import Look
from sibao.kernel.lists.registry import lists
from sibao.kernel.models import ExportRun, RunState
from sibao.kernel.refusals import Invalid, Refusal
from sibao.kernel.sheets.export import Exported, Note, write_csv, write_xlsx
from sibao.kernel.sheets.layout import Field as SheetField
from sibao.kernel.sheets.layout import Kind as SheetKind

TASK, QUEUE = "sibao.kernel.lists.export", "exports"
CHUNK = 1_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"


class ExportList(BaseModel):
    """导出一个清单: the page's query string as it stands, and the columns."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    list_key: Annotated[str, Field(max_length=60)]
    values: Annotated[dict[str, list[str]], Field(max_length=60)] = {}
    columns: Annotated[list[str], Field(max_length=60)] = []
    format: Literal["xlsx", "csv"] = "xlsx"
    masked: bool = True
    purpose: Annotated[str, StringConstraints(max_length=200, strip_whitespace=True)] = ""


def export_command(name: str) -> Command[Any, ExportRun]:
    """Return the command of that name, which queues an export of one of its context's lists."""

    @command(name)
    def start(*, actor: Actor, now: datetime, given: ExportList) -> Done[ExportRun]:
        definition = lists.get(given.list_key)
        require(actor, definition.may)
        if definition.export_may != name:
            raise Invalid(_("这个清单不能这样导出"))
        asked = asking.strictly(Look(actor), definition, {**given.values, "columns": given.columns})
        _may_reveal(actor, asked, given)
        run = ExportRun.objects.create(
            zone_id=actor.zone_id,
            organisation_id=actor.organisation_id,
            account_id=actor.account_id,
            appointment_id=actor.appointment_id,
            list_key=definition.key,
            values=given.values,
            columns=[column.key for column in asked.columns],
            format=given.format,
            masked=given.masked,
            purpose=given.purpose,
            created_at=now,
        )
        app.configure_task(TASK, queue=QUEUE, lock=f"export-{run.id}").defer(run_id=run.id)
        details = {"list": definition.key, "filter": asked.words(), "masked": given.masked, "purpose": given.purpose}
        return Done(run, Subject("export", run.id, str(definition.title)), details=details)

    return start


def _may_reveal(actor: Actor, asked: Asked, given: ExportList) -> None:
    if given.masked:
        return
    for column in asked.columns:
        if column.reveal:
            require(actor, column.reveal)
    if len(given.purpose) < 2:
        raise Invalid(fields={"purpose": _("导出未脱敏的数据须说明用途")})


def write_run(run_id: int) -> None:
    """Write an export; started again after a crash it begins anew."""
    run = ExportRun.objects.get(pk=run_id)
    if run.state not in (RunState.QUEUED, RunState.READING):
        return
    try:
        actor = as_actor(run.appointment_id or 0)
        with acting(actor):
            _write(actor, run)
    except Refusal as refusal:
        ExportRun.objects.filter(pk=run.pk).update(
            state=RunState.REFUSED, message=str(refusal)[:400], finished_at=clock.now()
        )


def _write(actor: Actor, run: ExportRun) -> None:
    definition = lists.get(run.list_key)
    asked = asking.strictly(Look(actor), definition, {**run.values, "columns": run.columns})
    ExportRun.objects.filter(pk=run.pk).update(state=RunState.READING)
    with tempfile.TemporaryDirectory(prefix="sibao-export-") as folder:
        target = Path(folder) / f"list.{run.format}"
        write = write_xlsx if run.format == "xlsx" else write_csv
        columns = [_column(column) for column in asked.columns]
        number = write(target, columns, _records(asked, run), note=_note(actor, asked, run))
        name = f"{definition.title}-{clock.now().astimezone(clock.SHANGHAI):%Y%m%d-%H%M}.{run.format}"
        upload = files.Upload(name, XLSX if run.format == "xlsx" else CSV, target.read_bytes())
    kept = files.keep(actor, upload, clock.now())
    ExportRun.objects.filter(pk=run.pk).update(
        state=RunState.DONE, rows=number, file=kept, finished_at=clock.now(), progress=number
    )
    live.announce("exports", zone_id=run.zone_id, may="kernel:export:read", ids=[run.id])


def _note(actor: Actor, asked: Asked, run: ExportRun) -> Note:
    when = f"{clock.now().astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M}"
    who = f"{actor.name}（{actor.position}）"
    return Note(str(asked.definition.title), who, when, "；".join(asked.words()), masked=run.masked)


def _records(asked: Asked, run: ExportRun) -> Iterator[dict[str, Any]]:
    """Rows by ascending id in chunks, each enriched as on the page."""
    last = 0
    while chunk := list(asked.rows().order_by("pk").filter(pk__gt=last)[:CHUNK]):
        if asked.definition.enrich:
            asked.definition.enrich(asked.look.actor, chunk)
        for row in chunk:
            yield {column.key: _plain(written(column, row, mask=run.masked)) for column in asked.columns}
        last = chunk[-1].pk
        ExportRun.objects.filter(pk=run.pk).update(progress=last)


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, str) else str(value)


def _column(column: Column) -> Exported:
    heading = f"{column.label}（{column.unit}）" if column.unit and column.kind is not Kind.MONEY else str(column.label)
    if column.kind is Kind.MONEY:
        heading = f"{column.label}（万元）"
    return Exported(SheetField(column.key, heading, heading, SheetKind.TEXT))
