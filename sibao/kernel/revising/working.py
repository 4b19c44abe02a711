"""The work of a revision in the queue: chunk by chunk, each whole or not at all, safe to run again after a crash."""

import logging

from django.db import transaction
from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext as _

from sibao.kernel import clock
from sibao.kernel.access import Actor, acting
from sibao.kernel.jobs import INTERRUPTED, as_actor
from sibao.kernel.models import Revision, RunState
from sibao.kernel.refusals import Refusal
from sibao.kernel.revising import queries, services
from sibao.kernel.revising.definition import WAITING, Revise
from sibao.kernel.revising.inputs import CHUNK, ReviseRows

logger = logging.getLogger("sibao.revisions")


def write_revision(revision_id: int) -> None:
    """Write a revision as whoever asked for it, as she stands now; rows that have their result are left alone."""
    run = Revision.objects.get(pk=revision_id)
    if run.state != RunState.APPLYING:
        return
    with translation.override(run.language):
        _carefully(run)


def _carefully(run: Revision) -> None:
    try:
        actor = as_actor(run.appointment_id)
        with acting(actor):
            revise = services.how(actor, run.list_key)
            while _write_chunk(actor, run, revise):
                services.tell(run)
            _end(run, RunState.APPLIED, "")
    except Refusal as refusal:
        _end(run, RunState.REFUSED, str(refusal))
    except INTERRUPTED:
        raise
    except Exception:
        logger.exception("revision %s broke", run.pk)
        _end(run, RunState.FAILED, _("写入时系统出错，已记录：此前修改的行保留"))
        raise


def _write_chunk(actor: Actor, run: Revision, revise: Revise) -> bool:
    """Write the next rows with their results in one transaction; return whether there were any, and nobody cancelled."""
    with transaction.atomic():
        if not Revision.objects.select_for_update().filter(pk=run.pk, state=RunState.APPLYING).exists():
            return False
        rows = list(queries.rows_of(run, WAITING)[:CHUNK])
        if not rows:
            return False
        seen = {row.row_id: row.version for row in rows}
        given = ReviseRows(revision_id=run.pk, seen=seen, field=run.field, value=run.value)
        services.settle(rows, revise.write(actor=actor, given=given))
        Revision.objects.filter(pk=run.pk).update(progress=F("progress") + len(rows))
        return True


def _end(run: Revision, state: RunState, message: str) -> None:
    running = Revision.objects.filter(pk=run.pk, state=RunState.APPLYING)
    running.update(state=state, message=message[:400], finished_at=clock.now(), version=F("version") + 1)
    services.tell(run)
