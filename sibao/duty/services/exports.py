"""Exports of units with their officers, and of who answers for what."""

from datetime import datetime

from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, command
from sibao.kernel.lists import exports
from sibao.kernel.lists.inputs import StartExport
from sibao.kernel.models import ExportRun


@command("duty:liaison:export")
def export_liaisons(*, actor: Actor, now: datetime, given: StartExport) -> Done[ExportRun]:
    """Queue an export of units with their officers."""
    return exports.start(actor, given, now)


@command("duty:responsible:export")
def export_responsibles(*, actor: Actor, now: datetime, given: StartExport) -> Done[ExportRun]:
    """Queue an export of obligations with who answers for them, masked."""
    return exports.start(actor, given, now)
