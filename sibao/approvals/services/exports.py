"""Exports of consultations."""

from datetime import datetime

from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, command
from sibao.kernel.lists import exports
from sibao.kernel.lists.inputs import StartExport
from sibao.kernel.models import ExportRun


@command("approvals:consultation:export")
def export_consultations(*, actor: Actor, now: datetime, given: StartExport) -> Done[ExportRun]:
    """Queue an export of consultations."""
    return exports.start(actor, given, now)
