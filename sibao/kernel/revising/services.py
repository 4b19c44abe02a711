"""Commands on changing many rows at once: choose, preview, apply, cancel. Writing them is each context's own command."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sibao.kernel import live
from sibao.kernel.access import Actor, require
from sibao.kernel.commands import Done, Subject, command
from sibao.kernel.lists.asked import strictly
from sibao.kernel.lists.filters import Look
from sibao.kernel.lists.registry import lists
from sibao.kernel.models import Revision, RevisionRow, RunState
from sibao.kernel.refusals import BadRequest, Conflict, Invalid, NotFound, WrongMove
from sibao.kernel.revising import queries
from sibao.kernel.revising.definition import WAITING, Outcome, Revise
from sibao.kernel.revising.inputs import MOST, ApplyRevision, OneRevision, PreviewRevision, StartRevision

_SETTLE = """
update kernel_revisionrow row set verdict = said.verdict, before = said.before, why = said.why
from unnest(%s::bigint[], %s::text[], %s::text[], %s::text[]) as said (id, verdict, before, why) where row.id = said.id
"""
_defer: list[Callable[[Revision], None]] = []


def set_queue(defer: Callable[[Revision], None]) -> None:
    """Say how a revision is put into the queue; the kernel's tasks do this when they load."""
    _defer[:] = [defer]


def how(actor: Actor, list_key: str) -> Revise:
    """Return how a list's rows are changed.

    Raises:
        NotFound: there is no such list, or its rows are not changed in this way.
        Denied: the actor may not change them.
    """
    found = lists.get(list_key).revise
    if found is None:
        raise NotFound
    require(actor, found.may)
    return found


@command("kernel:revision:start")
def start_revision(*, actor: Actor, now: datetime, given: StartRevision) -> Done[Revision]:
    """Pin the chosen rows as they are now; nothing is changed.

    Raises:
        Invalid: nothing is chosen, or too much, or the filter is not understood.
    """
    how(actor, given.list_key)
    if actor.appointment_id is None:
        raise BadRequest(_("批量修改须以岗位身份办理"))
    asked = strictly(Look(actor), lists.get(given.list_key), given.query)
    if asked.as_of:
        raise Invalid(_("截至过去的清单只能看，请回到现在再办理"))
    rows = asked.rows().order_by("pk")
    chosen = list((rows if given.all_matching else rows.filter(pk__in=given.ids))[: MOST + 1])
    if not chosen or len(chosen) > MOST:
        raise Invalid(_("一次最多修改 %s 行，请先缩小筛选") % MOST if chosen else _("请先选择要办理的行"))
    made = Revision.objects.create(
        zone_id=actor.zone_id,
        account_id=actor.account_id,
        appointment_id=actor.appointment_id,
        language=get_language() or settings.LANGUAGE_CODE,
        list_key=given.list_key,
        total=len(chosen),
        created_at=now,
    )
    label = asked.definition.label
    pinned = [
        RevisionRow(revision=made, zone_id=made.zone_id, row_id=row.pk, version=row.version, label=label(row)[:200])
        for row in chosen
    ]
    RevisionRow.objects.bulk_create(pinned, batch_size=5_000)
    return Done(made, _subject(made), details={"list": made.list_key, "rows": made.total, "filter": asked.lasting()})


@command("kernel:revision:preview")
def preview_revision(*, actor: Actor, now: datetime, given: PreviewRevision) -> Done[Revision]:
    """Choose field and value, and say of each row what that would do; nothing of it is written."""
    run = _held(actor, given.revision_id, given.version)
    revise = how(actor, run.list_key)
    field = revise.field(given.field)
    if field is None:
        raise Invalid(fields={"field": _("请从列表中选择")})
    run.field, run.value = field.key, field.clean(actor, given.value)
    run.said = field.said(actor, run.value)[:200]
    rows = list(queries.rows_of(run))
    settle(rows, revise.judge(actor, {row.row_id: row.version for row in rows}, run.field, run.value))
    run.version += 1
    run.save()
    return Done(run, _subject(run), details={"field": run.field, "value": run.value})


@command("kernel:revision:apply")
def apply_revision(*, actor: Actor, now: datetime, given: ApplyRevision) -> Done[Revision]:
    """Queue the change; scope and version of each row are looked at again when it is written."""
    run = _held(actor, given.revision_id, given.version)
    how(actor, run.list_key)
    if not run.field:
        raise WrongMove(_("请先选择字段并看预览"))
    if not queries.counts_of(run).get("changed"):
        raise WrongMove(_("没有要修改的行"))
    queries.rows_of(run).update(verdict=WAITING, before="", why="")
    run.state, run.progress, run.version = RunState.APPLYING, 0, run.version + 1
    run.save()
    _defer[0](run)
    return Done(run, _subject(run), details={"field": run.field, "value": run.value, "rows": run.total})


@command("kernel:revision:cancel")
def cancel_revision(*, actor: Actor, now: datetime, given: OneRevision) -> Done[Revision]:
    """Give a revision up; a running one stops at its next chunk, and what was changed by then stays and is listed."""
    run = queries.access_revision(actor, given.revision_id)
    if run.state not in (RunState.PREVIEW, RunState.APPLYING):
        raise WrongMove(_("这次修改已经结束"))
    run.state, run.finished_at, run.version = RunState.CANCELLED, now, run.version + 1
    run.save()
    tell(run)
    return Done(run, _subject(run))


def _held(actor: Actor, revision_id: int, version: int) -> Revision:
    run = queries.access_revision(actor, revision_id)
    if run.version != version:
        raise Conflict(yours=version, current=run.version)
    if run.state != RunState.PREVIEW:
        raise WrongMove(_("这次修改已经开始或结束"))
    return run


def settle(rows: list[RevisionRow], outcomes: list[Outcome]) -> None:
    """Write what became of each row beside it."""
    found = {one.row_id: one for one in outcomes}
    pairs = [(row.pk, found[row.row_id]) for row in rows]
    said = [(pk, one.verdict, one.before[:200], one.why[:200]) for pk, one in pairs]
    with connection.cursor() as cursor:
        cursor.execute(_SETTLE, [list(column) for column in zip(*said, strict=True)])


def _subject(run: Revision) -> Subject:
    return Subject("revision", run.pk, str(lists.get(run.list_key).title))


def tell(run: Revision) -> None:
    """Tell open pages how far a revision is."""
    with transaction.atomic():
        live.announce("revisions", zone_id=run.zone_id, may="kernel:revision:read", ids=[run.pk])
