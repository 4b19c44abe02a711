"""Exports (导出): asked for by each context's export command, made in the background, kept for seven days.

One with personal data unmasked needs others to agree, is kept for three days, and handed out once.

A context writes its command in a few lines, so that the record names what was exported:

>>> @command("directory:unit:export")
... def export_units(*, actor, now, given: StartExport):
...     return exports.start(actor, given, now)
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sibao.kernel import jobs
from sibao.kernel.access import Actor, require
from sibao.kernel.commands import Done, Subject
from sibao.kernel.consultation import Line
from sibao.kernel.lists.asked import Asked, Raw, strictly
from sibao.kernel.lists.definition import Column, Kind, ListDefinition, Rows
from sibao.kernel.lists.filters import Look
from sibao.kernel.lists.inputs import StartExport
from sibao.kernel.lists.registry import lists
from sibao.kernel.models import ExportRun, RunState
from sibao.kernel.refusals import BadRequest, Invalid, NotFound, TooMany

OPEN = (RunState.QUEUED, RunState.READING)
KEPT = timedelta(days=7)
KEPT_UNMASKED = timedelta(days=3)
GONE = _("未脱敏的文件已满 3 天没有下载，已删除")
MOST_OPEN = 5
_defer: list[Callable[[ExportRun], None]] = []


def set_queue(defer: Callable[[ExportRun], None]) -> None:
    """Say how a run is put into the queue; the kernel's tasks do this when they load."""
    _defer[:] = [defer]


def start(actor: Actor, given: StartExport, now: datetime) -> Done[ExportRun]:
    """Check and queue an export; called by a context's export command.

    Raises:
        Invalid: a filter that cannot be understood, or an unmasked export without purpose.
        Denied: the list, or a personal column unmasked, is not open to the actor.
        TooMany: five exports of hers are still on their way.
    """
    definition = lists.get(given.list_key)
    require(actor, definition.export_may)
    if actor.appointment_id is None:
        raise BadRequest(_("导出须以岗位身份办理"))
    asked = strictly(Look(actor), definition, given.query)
    personal = allow(actor, definition, columns_of(asked), unmasked=given.unmasked)
    if given.unmasked and not given.purpose:
        raise Invalid(fields={"purpose": _("导出未脱敏的个人信息须写明用途")})
    if (
        ExportRun.objects.filter(zone_id=actor.zone_id, account_id=actor.account_id, state__in=OPEN).count()
        >= MOST_OPEN
    ):
        raise TooMany(_("您有 5 个导出还没有完成，请等一等或先取消"))
    run = _queue(actor, given, asked, now, unmasked=given.unmasked and bool(personal))
    details = {"list": definition.key, "filter": run.values, "columns": run.columns, "masked": run.masked}
    return Done(run, Subject("export", run.pk, str(definition.title)), details=details)


def explained(actor: Actor, given: StartExport) -> Sequence[Line]:
    """Return an export as those read it who are asked before it goes out; what was searched for may name people and is left out."""
    definition = lists.get(given.list_key)
    asked = strictly(Look(actor), definition, given.query)
    personal = [str(column.label) for column in columns_of(asked) if column.kind is Kind.PERSONAL]
    with asked.standing():
        count = chosen(asked, given.ids).count()
    return (
        Line(_("清单"), "", definition.title),
        Line(_("个人信息"), _("脱敏"), _("未脱敏：%(columns)s") % {"columns": "、".join(personal)}),
        Line(_("筛选"), "", "；".join(asked.words(typed=False)) or _("无")),
        Line(_("提请时的行数"), "", f"{count} {definition.unit}"),
        Line(_("用途"), "", given.purpose),
        Line(_("怎样取走"), "", _("由提请人在“导出”页下载一次，下载后或满 3 天即删除，逐人留痕")),
    )


def chosen(asked: Asked, ids: Sequence[int]) -> Rows:
    """Return the rows that go out: those of the filter, and of these only the chosen ones where some are."""
    rows = asked.rows()
    return rows.filter(pk__in=ids) if ids else rows


def kept_until(run: ExportRun) -> datetime | None:
    """Return when the file of a run is deleted; None before it is made."""
    return run.finished_at and run.finished_at + (KEPT if run.masked else KEPT_UNMASKED)


def _queue(actor: Actor, given: StartExport, asked: Asked, now: datetime, *, unmasked: bool) -> ExportRun:
    run = ExportRun.objects.create(
        zone_id=actor.zone_id,
        organisation_id=actor.organisation_id,
        account_id=actor.account_id,
        appointment_id=actor.appointment_id,
        language=get_language() or settings.LANGUAGE_CODE,
        list_key=asked.definition.key,
        values=asked.raw(),
        columns=[column.key for column in columns_of(asked)],
        ids=given.ids,
        format=given.format,
        masked=not unmasked,
        purpose=given.purpose if unmasked else "",
        created_at=now,
    )
    _defer[0](run)
    return run


def columns_of(asked: Asked) -> list[Column]:
    """Return the columns that go out: those shown, without the ones that never leave the page."""
    return [column for column in asked.columns if column.export]


def allow(actor: Actor, definition: ListDefinition, columns: list[Column], *, unmasked: bool) -> list[Column]:
    """Return the personal columns among these.

    Raises:
        BadRequest: they are to go out unmasked and the list does not say whom a row is about.
        Denied: they are to go out unmasked and the actor may not reveal them.
    """
    personal = [column for column in columns if column.kind is Kind.PERSONAL]
    if personal and unmasked and definition.subject is None:
        raise BadRequest(_("这个清单的个人信息只能脱敏导出"))
    for column in personal if unmasked else ():
        require(actor, column.reveal)
    return personal


def may_unmask(actor: Actor, definition: ListDefinition) -> bool:
    """Return whether the list has personal columns and the actor may reveal them all."""
    reveals = {column.reveal for column in definition.columns if column.kind is Kind.PERSONAL and column.export}
    return bool(definition.subject and reveals) and reveals <= actor.permissions


def asked_again(actor: Actor, run: ExportRun) -> Asked:
    """Return what a run asks for, read anew for who the actor is now."""
    given: Raw = {**run.values, "columns": run.columns}
    return strictly(Look(actor), lists.get(run.list_key), given)


def my_exports(actor: Actor) -> QuerySet[ExportRun]:
    """Return the actor's own exports, newest first."""
    own = ExportRun.objects.filter(zone_id=actor.zone_id, account_id=actor.account_id)
    return own.select_related("file").defer("file__sealed").order_by("-id")


def access_export(actor: Actor, run_id: int) -> ExportRun:
    """Return one of the actor's own exports, to change or fetch it.

    Raises:
        NotFound: she has none of that id.
    """
    run = my_exports(actor).filter(pk=run_id).select_for_update(of=("self",)).first()
    if run is None:
        raise NotFound
    return run


def actor_of(run: ExportRun) -> Actor:
    """Return who a run acts as now.

    Raises:
        NotSignedIn: the appointment has ended.
    """
    return jobs.as_actor(run.appointment_id or 0)
