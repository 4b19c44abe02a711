"""Exports of units with their officers."""

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
